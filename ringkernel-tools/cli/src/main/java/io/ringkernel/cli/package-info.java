/**
 * The {@code ringkernel} command: {@code demo}, {@code doctor}, {@code bundle}, {@code version}.
 */
@NullMarked
package io.ringkernel.cli;

import org.jspecify.annotations.NullMarked;
