package io.ringkernel;

/** An actor of this name is alive in the runtime. */
public final class DuplicateNameException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public DuplicateNameException(String message) {
        super(message);
    }
}
