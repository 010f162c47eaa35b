package io.ringkernel.spi;

import io.ringkernel.DeadLetter;
import io.ringkernel.RuntimeOptions;

/** What the runtime gives to its backend. Thread-safe. */
public interface BackendEnvironment {

    /** Returns the runtime's options. */
    RuntimeOptions options();

    /** Takes what could not be delivered. Never blocks, never throws. */
    void deadLetter(DeadLetter letter);

    /**
     * Returns whether the runtime has been closed, so that sends are refused whatever became of
     * their actor before.
     */
    default boolean closed() {
        return false;
    }
}
