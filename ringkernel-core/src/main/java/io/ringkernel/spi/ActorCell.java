package io.ringkernel.spi;

import io.ringkernel.ActorRef;
import io.ringkernel.CreditedRef;
import io.ringkernel.OverflowCounts;
import io.ringkernel.message.ActorProtocol;

/**
 * An actor as its backend holds it. Each command returns when the backend has acknowledged it and
 * throws {@link io.ringkernel.LifecycleException} if it is refused in the present state or not
 * acknowledged in time.
 */
public interface ActorCell<M, R> extends ActorRef<M, R> {

    /** From spawned or quiesced to active; no effect on an active actor. */
    void activate();

    /**
     * From active to quiesced, after every message accepted before the call; no effect on a
     * quiesced actor.
     */
    void quiesce();

    /**
     * Ends the actor; what is left in its mailbox becomes dead letters. Idempotent; a failed actor
     * may be terminated.
     */
    void terminate();

    /** Returns what the actor's class says about its messages and replies. */
    ActorProtocol protocol();

    /**
     * Returns how many messages wait in its mailbox, as of about now; 0 once it has failed or
     * terminated. Never blocks.
     */
    int queued();

    /** Returns what the messages that wait take in memory, in bytes, as of about now. */
    long queuedBytes();

    /**
     * Makes an edge to the actor.
     *
     * @throws IllegalArgumentException if {@code credits} is out of its range
     */
    CreditedRef<M, R> withCredits(int credits);

    /** Returns what became of sends to the actor that did not go at once. */
    OverflowCounts overflows();
}
