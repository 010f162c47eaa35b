package io.ringkernel;

import org.jspecify.annotations.Nullable;

/**
 * The device failed or disappeared while actors lived on it; those actors are lost, the JVM and
 * other runtimes are not.
 */
public final class BackendLostException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was lost, with the error that the driver reported. */
    public BackendLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
