/** Kernels on the CPU: each thread of a block takes turns with the others. */
@NullMarked
package io.ringkernel.internal.gpu;

import org.jspecify.annotations.NullMarked;
