package io.ringkernel;

/** The states of an actor's life, as acknowledged by its backend. */
public enum ActorState {
    /** Spawned: state and mailbox are in place, messages queue, none is handled. */
    SPAWNED,
    /** Handling messages. */
    ACTIVE,
    /**
     * Stopped on request after every message accepted before it; messages queue until the actor is
     * activated again.
     */
    QUIESCED,
    /**
     * A fault stopped it, and its supervisor is going to start it again; messages queue meanwhile.
     */
    RESTARTING,
    /** A fault in {@code receive} stopped it; see {@link ActorFailedException}. */
    FAILED,
    /** Ended on request; its mailbox went to the dead letters. */
    TERMINATED;

    /** Returns whether messages sent now can still be handled. */
    public boolean isAlive() {
        return this != FAILED && this != TERMINATED;
    }
}
