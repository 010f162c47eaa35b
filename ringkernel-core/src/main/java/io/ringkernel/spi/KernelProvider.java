package io.ringkernel.spi;

import io.ringkernel.Backend;

/** Offers kernels on one backend. Found by {@link java.util.ServiceLoader}. */
public interface KernelProvider {

    /** Returns which backend this is; never {@link Backend#AUTO}. */
    Backend backend();

    /** Returns whether kernels can run there on this machine, and if not, why. Never throws. */
    BackendProvider.Availability availability();

    /**
     * Opens the backend.
     *
     * @throws io.ringkernel.BackendUnavailableException if it cannot run here after all
     */
    KernelBackend open();
}
