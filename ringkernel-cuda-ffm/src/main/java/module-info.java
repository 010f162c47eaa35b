/**
 * The CUDA driver API through {@code java.lang.foreign}, kernel compilation, and RingKernel's CUDA
 * backend.
 */
module io.ringkernel.cuda {
    requires transitive io.ringkernel;
    requires io.ringkernel.kernels;
    requires io.ringkernel.transpiler;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.ringkernel.cuda;
    exports io.ringkernel.cuda.compile;

    provides io.ringkernel.spi.BackendProvider with
            io.ringkernel.cuda.backend.CudaBackendProvider;
    provides io.ringkernel.spi.KernelProvider with
            io.ringkernel.cuda.backend.CudaKernelProvider;
}
