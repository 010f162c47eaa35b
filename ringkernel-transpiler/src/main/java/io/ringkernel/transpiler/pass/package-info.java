/**
 * Transformations of the IR. Each keeps Java's semantics exactly; the pipeline verifies after every
 * one.
 */
@NullMarked
package io.ringkernel.transpiler.pass;

import org.jspecify.annotations.NullMarked;
