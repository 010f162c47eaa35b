package io.ringkernel.internal.cpu;

import io.ringkernel.Backend;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import io.ringkernel.spi.BackendProvider;

/** Offers the CPU backend, which is always available. */
public final class CpuBackendProvider implements BackendProvider {

    /** For {@link java.util.ServiceLoader}. */
    public CpuBackendProvider() {}

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public Availability availability() {
        return new Availability.Available(
                CarrierScheduler.describe(Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public BackendInstance open(BackendEnvironment environment) {
        return CpuBackend.open(environment);
    }
}
