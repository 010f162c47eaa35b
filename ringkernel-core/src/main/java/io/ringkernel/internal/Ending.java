package io.ringkernel.internal;

import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorTerminatedException;
import io.ringkernel.BackendLostException;
import io.ringkernel.DeadLetter;
import io.ringkernel.RingKernelException;
import io.ringkernel.RuntimeClosedException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why an actor takes no more messages.
 *
 * @param reason the reason that its undelivered messages carry to the dead letters
 * @param error makes the exception of one ask that will not be answered, or of one send after the
 *     runtime was closed
 */
public record Ending(DeadLetter.Reason reason, Supplier<RingKernelException> error) {

    /** The actor failed; {@code cause} is the exception itself where it is known. */
    public static Ending failed(String actor, ActorFault fault, @Nullable Throwable cause) {
        return new Ending(
                DeadLetter.Reason.ACTOR_FAILED,
                () -> new ActorFailedException(actor, fault, cause));
    }

    /** The actor was terminated; its name is asked for only if somebody must be told. */
    public static Ending terminated(Supplier<String> actor) {
        return new Ending(
                DeadLetter.Reason.ACTOR_TERMINATED,
                () ->
                        new ActorTerminatedException(
                                "actor terminated before it answered: actor=" + actor.get()));
    }

    /** The device went away. */
    public static Ending lost(String message, @Nullable Throwable cause) {
        return new Ending(
                DeadLetter.Reason.BACKEND_LOST, () -> new BackendLostException(message, cause));
    }

    /** The runtime was closed. */
    public static Ending closed(Supplier<String> actor) {
        return new Ending(DeadLetter.Reason.RUNTIME_CLOSED, () -> runtimeClosed(actor.get()));
    }

    /** Returns the exception for a send to an actor of a closed runtime. */
    static RuntimeClosedException runtimeClosed(String actor) {
        return new RuntimeClosedException(
                "the runtime has been closed: actor="
                        + actor
                        + "; its actors and references cannot be used any more");
    }
}
