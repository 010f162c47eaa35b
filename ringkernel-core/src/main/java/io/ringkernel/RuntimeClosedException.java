package io.ringkernel;

/** The runtime has been closed; its actors take no more messages. */
public final class RuntimeClosedException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public RuntimeClosedException(String message) {
        super(message);
    }
}
