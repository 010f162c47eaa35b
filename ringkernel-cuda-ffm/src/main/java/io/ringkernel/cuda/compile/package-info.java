/**
 * From CUDA C++ to a device image, by the first way that works.
 *
 * <pre>
 *   KernelImages.cubin(source, architecture, options)
 *      1. ImageCache            a folder of images compiled before, checked by digest
 *      2. class path            META-INF/ringkernel/images/KEY.cubin, compiled at build time
 *      3. NvrtcCompiler         libnvrtc in this process, some 30 ms for header-free source
 *      4. NvccCompiler          nvcc as a subprocess, 0.3 s and more
 *      5. KernelImageException  with every reason and what to install
 * </pre>
 *
 * <p>Images are cubins for the exact architecture: the driver loads them whatever toolkit made
 * them, while PTX newer than the driver is refused. Nothing here needs a driver or a GPU.
 */
@NullMarked
package io.ringkernel.cuda.compile;

import org.jspecify.annotations.NullMarked;
