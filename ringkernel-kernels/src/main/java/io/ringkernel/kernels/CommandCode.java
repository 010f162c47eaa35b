package io.ringkernel.kernels;

/**
 * What the host can tell the supervisor block to do with an actor. The code on the wire is the
 * ordinal plus one.
 */
public enum CommandCode {
    /** Read the configuration, copy the initial state, become spawned. */
    SPAWN,
    /** Handle messages. */
    ACTIVATE,
    /** Stop at the mailbox position in the argument. */
    QUIESCE,
    /** End at once. */
    TERMINATE,
    /**
     * Look at the mailbox: the block said that it dozes. It has no epoch and is not acknowledged.
     */
    WAKE,
    /** Make the supervisor execute an illegal trap: how tests lose a device. */
    TRAP;

    /** Returns the code on the wire. */
    public int code() {
        return ordinal() + 1;
    }
}
