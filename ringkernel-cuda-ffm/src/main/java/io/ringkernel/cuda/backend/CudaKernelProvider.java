package io.ringkernel.cuda.backend;

import io.ringkernel.Backend;
import io.ringkernel.BackendUnavailableException;
import io.ringkernel.spi.BackendProvider.Availability;
import io.ringkernel.spi.KernelBackend;
import io.ringkernel.spi.KernelProvider;

/** Offers kernels on the first NVIDIA GPU. */
public final class CudaKernelProvider implements KernelProvider {

    /** For {@link java.util.ServiceLoader}. */
    public CudaKernelProvider() {}

    @Override
    public Backend backend() {
        return Backend.CUDA;
    }

    @Override
    public Availability availability() {
        return new CudaBackendProvider().availability();
    }

    @Override
    public KernelBackend open() {
        if (availability() instanceof Availability.Unavailable(String reason)) {
            throw new BackendUnavailableException(reason);
        }
        return CudaKernels.open();
    }
}
