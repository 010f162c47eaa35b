package io.ringkernel.spi;

import io.ringkernel.Backend;

/** Offers one backend. Found by {@link java.util.ServiceLoader}. */
public interface BackendProvider {

    /** Returns which backend this is; never {@link Backend#AUTO}. */
    Backend backend();

    /**
     * Returns whether the backend can run on this machine, and if not, why. Never throws; may be
     * called often.
     */
    Availability availability();

    /**
     * Opens the backend for one runtime.
     *
     * @throws io.ringkernel.BackendUnavailableException if it cannot run here after all
     */
    BackendInstance open(BackendEnvironment environment);

    /** Whether a backend can run on this machine. */
    sealed interface Availability {

        /**
         * It can.
         *
         * @param device what it would run on, in words
         */
        record Available(String device) implements Availability {}

        /**
         * It cannot.
         *
         * @param reason one sentence: what is missing and what to do
         */
        record Unavailable(String reason) implements Availability {}
    }
}
