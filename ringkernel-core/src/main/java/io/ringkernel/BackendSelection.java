package io.ringkernel;

import io.ringkernel.internal.cpu.CpuBackendProvider;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import io.ringkernel.spi.BackendProvider;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend that a runtime ended up with.
 *
 * @param instance the open backend
 * @param fallbackReason why {@link Backend#AUTO} is on the CPU; null if it is not, or was not asked
 *     for
 */
record BackendSelection(BackendInstance instance, @Nullable String fallbackReason) {

    private static final Logger LOG = LoggerFactory.getLogger(RingKernel.class);
    private static final String NO_CUDA_PROVIDER =
            "no CUDA backend on the class path or module path; add the artifact io.ringkernel:ringkernel-cuda-ffm";

    /** Opens the backend asked for, or what {@code AUTO} finds. */
    static BackendSelection open(BackendEnvironment environment) {
        return switch (environment.options().backend()) {
            case CPU -> new BackendSelection(require(Backend.CPU, environment), null);
            case CUDA -> new BackendSelection(require(Backend.CUDA, environment), null);
            case AUTO -> best(environment);
        };
    }

    private static BackendSelection best(BackendEnvironment environment) {
        String reason;
        try {
            return new BackendSelection(require(Backend.CUDA, environment), null);
        } catch (BackendUnavailableException e) {
            reason = String.valueOf(e.getMessage());
        }
        BackendInstance cpu = require(Backend.CPU, environment);
        LOG.info("running on the CPU: {}", reason);
        return new BackendSelection(cpu, reason);
    }

    private static BackendInstance require(Backend backend, BackendEnvironment environment) {
        BackendProvider provider =
                backend == Backend.CPU
                        ? new CpuBackendProvider() // whatever else is on the path
                        : find(backend)
                                .orElseThrow(
                                        () -> new BackendUnavailableException(NO_CUDA_PROVIDER));
        return switch (provider.availability()) {
            case BackendProvider.Availability.Available _ -> provider.open(environment);
            case BackendProvider.Availability.Unavailable(String reason) ->
                    throw new BackendUnavailableException(reason);
        };
    }

    /**
     * Looks where the application looks, then beside this class: in a container these may differ.
     */
    private static Optional<BackendProvider> find(Backend backend) {
        return find(backend, ServiceLoader.load(BackendProvider.class))
                .or(() ->
                        find(
                                backend,
                                ServiceLoader.load(
                                        BackendProvider.class,
                                        BackendSelection.class.getClassLoader())));
    }

    private static Optional<BackendProvider> find(
            Backend backend, ServiceLoader<BackendProvider> providers) {
        try {
            for (BackendProvider provider : providers) {
                if (provider.backend() == backend) {
                    return Optional.of(provider);
                }
            }
            return Optional.empty();
        } catch (ServiceConfigurationError e) {
            throw new BackendUnavailableException(
                    "a backend on the path cannot be loaded: backend="
                            + backend
                            + ", error="
                            + e.getMessage(),
                    e);
        }
    }
}
