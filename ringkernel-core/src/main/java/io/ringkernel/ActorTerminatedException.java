package io.ringkernel;

/** The actor ended before it could handle the message. */
public final class ActorTerminatedException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public ActorTerminatedException(String message) {
        super(message);
    }
}
