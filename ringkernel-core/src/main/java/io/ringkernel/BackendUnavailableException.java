package io.ringkernel;

import org.jspecify.annotations.Nullable;

/**
 * The backend that was asked for cannot run on this machine; the message says why and what to
 * install.
 */
public final class BackendUnavailableException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public BackendUnavailableException(String message) {
        super(message);
    }

    /** The same with the exception that caused it. */
    public BackendUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
