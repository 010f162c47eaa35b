package io.ringkernel.internal;

/**
 * A mailbox whose messages have positions, in the order in which they are handled.
 *
 * @param <M> what the actor understands
 */
public interface PositionedMailbox<M> {

    /**
     * Sends one message under the overflow policy.
     *
     * @param correlation of its ask, or 0
     * @param accepted how many messages of the same batch went before
     * @return its position, or a negative number if it became a dead letter
     */
    long send(M message, int correlation, int accepted);

    /** Returns how many positions were given back: what lies before has been handled. */
    long handled();
}
