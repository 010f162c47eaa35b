package io.ringkernel;

/** The message is none of the records that the actor understands. */
public final class MessageTypeException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public MessageTypeException(String message) {
        super(message);
    }
}
