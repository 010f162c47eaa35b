package io.ringkernel.internal;

import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorRef;
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

    /** The actor was terminated. */
    public static Ending terminated(String actor) {
        return new Ending(
                DeadLetter.Reason.ACTOR_TERMINATED,
                () ->
                        new ActorTerminatedException(
                                "actor terminated before it answered: actor=" + actor));
    }

    /** The actor was terminated; its name is asked for only when somebody is to be told. */
    public static Ending terminated(ActorRef<?, ?> actor) {
        return new Ending(
                DeadLetter.Reason.ACTOR_TERMINATED, () -> terminated(actor.name()).error().get());
    }

    /** The device went away. */
    public static Ending lost(String message, @Nullable Throwable cause) {
        return new Ending(
                DeadLetter.Reason.BACKEND_LOST, () -> new BackendLostException(message, cause));
    }

    /** The runtime was closed. */
    public static Ending closed(String actor) {
        return new Ending(DeadLetter.Reason.RUNTIME_CLOSED, () -> runtimeClosed(actor));
    }

    /** The runtime was closed; the actor's name is asked for only when somebody is to be told. */
    public static Ending closed(ActorRef<?, ?> actor) {
        return new Ending(DeadLetter.Reason.RUNTIME_CLOSED, () -> runtimeClosed(actor.name()));
    }

    /** Returns the exception for a send to an actor of a closed runtime. */
    static RuntimeClosedException runtimeClosed(String actor) {
        return new RuntimeClosedException(
                "the runtime has been closed: actor="
                        + actor
                        + "; its actors and references cannot be used any more");
    }
}
