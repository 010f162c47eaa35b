package io.ringkernel;

/** A record of the actor's protocol does not fit the slots of its mailbox. */
public final class RecordTooLargeException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public RecordTooLargeException(String message) {
        super(message);
    }
}
