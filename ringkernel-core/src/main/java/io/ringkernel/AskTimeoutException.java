package io.ringkernel;

/** No reply came within the timeout of the {@code ask}. */
public final class AskTimeoutException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public AskTimeoutException(String message) {
        super(message);
    }
}
