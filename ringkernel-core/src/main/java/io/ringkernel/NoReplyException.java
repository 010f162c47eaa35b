package io.ringkernel;

/** The actor handled the message of an {@code ask} and returned without a reply. */
public final class NoReplyException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public NoReplyException(String message) {
        super(message);
    }
}
