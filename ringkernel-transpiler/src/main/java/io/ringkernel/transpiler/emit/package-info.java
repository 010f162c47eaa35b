/** IR to CUDA C++ text. */
@NullMarked
package io.ringkernel.transpiler.emit;

import org.jspecify.annotations.NullMarked;
