package io.ringkernel;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that RingKernel throws for what happens at run time; bad arguments use
 * the JDK's own.
 */
public class RingKernelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public RingKernelException(String message) {
        super(message);
    }

    /** The same with the exception that caused it. */
    public RingKernelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
