package io.ringkernel;

/** A lifecycle command was refused, or not acknowledged in time; the message tells which. */
public final class LifecycleException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public LifecycleException(String message) {
        super(message);
    }
}
