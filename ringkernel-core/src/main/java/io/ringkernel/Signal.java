package io.ringkernel;

import org.jspecify.annotations.Nullable;

/**
 * What the runtime tells an actor apart from its messages; see {@link Actor#signal}. Signals pass
 * by the mailbox: a full one does not hold them up.
 */
public sealed interface Signal {

    /**
     * An actor that this one {@linkplain ActorContext#watch watches} has ended.
     *
     * @param actor which
     * @param fault why, if it failed; null if it was terminated
     */
    record Terminated(ActorRef<?, ?> actor, @Nullable ActorFault fault) implements Signal {}

    /**
     * The handler of an actor that this one watches has not returned for the {@linkplain
     * RingKernel.Builder#stallTimeout stall timeout}.
     *
     * @param where what it is in
     */
    record Stalled(ActorRef<?, ?> actor, ActorFault where) implements Signal {}

    /** The handler that had {@linkplain Stalled stalled} has returned, or failed. */
    record Recovered(ActorRef<?, ?> actor) implements Signal {}

    /** No message has come for the time set by {@link ActorContext#receiveTimeout}. */
    record ReceiveTimeout() implements Signal {}

    /**
     * The first thing that an actor is told after its supervisor restarted it.
     *
     * @param fault why: its own, or that of the sibling for whose sake it was restarted; null if a
     *     permanent actor had stopped
     */
    record Restarted(@Nullable ActorFault fault) implements Signal {}

    /** The last thing that an actor is told before it ends or is restarted: let go of resources. */
    record Stopping() implements Signal {}
}
