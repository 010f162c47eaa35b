package io.ringkernel.cuda.backend;

import io.ringkernel.Backend;
import io.ringkernel.BackendUnavailableException;
import io.ringkernel.cuda.CudaAvailability;
import io.ringkernel.cuda.CudaDriver;
import io.ringkernel.cuda.compile.KernelImages;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import io.ringkernel.spi.BackendProvider;

/** Offers the CUDA backend where the driver finds a device and kernels can be had. */
public final class CudaBackendProvider implements BackendProvider {

    /** For {@link java.util.ServiceLoader}. */
    public CudaBackendProvider() {}

    @Override
    public Backend backend() {
        return Backend.CUDA;
    }

    @Override
    public Availability availability() {
        return switch (CudaDriver.availability()) {
            case CudaAvailability.Available(CudaDriver driver) -> availability(driver);
            case CudaAvailability.Unavailable unavailable ->
                    new Availability.Unavailable(unavailable.message());
        };
    }

    private static Availability availability(CudaDriver driver) {
        return KernelImages.ofProcess()
                .whyNone()
                .<Availability>map(Availability.Unavailable::new)
                .orElseGet(() ->
                        new Availability.Available(
                                driver.deviceCount() + " device(s), CUDA " + driver.versionText()));
    }

    @Override
    public BackendInstance open(BackendEnvironment environment) {
        if (availability() instanceof Availability.Unavailable(String reason)) {
            throw new BackendUnavailableException(reason);
        }
        return CudaBackend.open(environment);
    }
}
