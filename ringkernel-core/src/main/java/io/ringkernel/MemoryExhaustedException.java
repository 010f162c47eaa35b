package io.ringkernel;

/** An actor was not spawned because the runtime's memory budget is exhausted. */
public final class MemoryExhaustedException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception; {@code message} has the numbers. */
    public MemoryExhaustedException(String message) {
        super(message);
    }
}
