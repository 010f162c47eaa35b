package io.ringkernel;

/** Two ends of a channel hold versions of a message schema that cannot be read into each other. */
public final class SchemaMismatchException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong, with which value, and what to do. */
    public SchemaMismatchException(String message) {
        super(message);
    }
}
