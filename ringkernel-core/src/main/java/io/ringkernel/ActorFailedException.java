package io.ringkernel;

import org.jspecify.annotations.Nullable;

/** The actor failed: its {@code receive} ended in a fault, and it handles no more messages. */
public final class ActorFailedException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    private final transient ActorFault fault;

    /**
     * Makes the exception.
     *
     * @param actor the actor's name
     * @param fault what happened
     * @param cause the exception itself where {@code receive} ran on the JVM; null where it ran on
     *     a device
     */
    public ActorFailedException(String actor, ActorFault fault, @Nullable Throwable cause) {
        super("actor failed: actor=" + actor + ", fault=" + fault, cause);
        this.fault = fault;
    }

    /** Returns what happened; the same on every backend. */
    public ActorFault fault() {
        return fault;
    }
}
