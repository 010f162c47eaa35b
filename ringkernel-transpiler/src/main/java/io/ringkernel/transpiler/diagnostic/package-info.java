/** What is wrong with an actor's class, by rule, class and line. */
@NullMarked
package io.ringkernel.transpiler.diagnostic;

import org.jspecify.annotations.NullMarked;
