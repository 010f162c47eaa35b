/**
 * Kernels: static Java methods that run once for every thread of a grid, on the CPU or on a GPU.
 *
 * <pre>
 *   static void saxpy(int n, float a, float[] x, float[] y) {          Kernels      opens a backend
 *     int i = Gpu.globalIdX();                                           | kernel()      | copyOf()
 *     if (i &lt; n) y[i] = a * x[i] + y[i];                              Kernel         GpuArray
 *   }                                                                    | launch(Grid, arguments)
 *                                                                      every thread of every block
 * </pre>
 *
 * <p>Inside a kernel, {@link io.ringkernel.gpu.Gpu} tells which thread it is and makes threads of a
 * block wait for each other and share memory, {@link io.ringkernel.gpu.Warp} exchanges values among
 * 32 threads, {@link io.ringkernel.gpu.Atomic} changes memory that others change too, and {@link
 * io.ringkernel.gpu.Bits} and {@link io.ringkernel.gpu.GpuMath} are what the hardware computes
 * beyond Java's operators.
 */
@NullMarked
package io.ringkernel.gpu;

import org.jspecify.annotations.NullMarked;
