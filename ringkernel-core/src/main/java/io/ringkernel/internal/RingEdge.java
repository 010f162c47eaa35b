package io.ringkernel.internal;

/**
 * An edge to an actor whose mailbox is a ring: credits come back when the ring's consumer has given
 * the slots back. So the consumer, a device, needs to know nothing of edges.
 */
public final class RingEdge<M, R> extends Edge<M, R> {

    private final ActorEndpoint<M, R> endpoint;
    private final PositionedMailbox<M> mailbox;

    /* Guarded by this. */

    /** The positions of the messages that are in the ring, as they were sent: a ring as well. */
    private final long[] positions;

    private int oldest;
    private int sent;

    /** Credits taken by sends under way. */
    private int taken;

    /** Makes an edge of so many credits. */
    public RingEdge(ActorEndpoint<M, R> endpoint, PositionedMailbox<M> mailbox, int credits) {
        super(endpoint, credits);
        this.endpoint = endpoint;
        this.mailbox = mailbox;
        this.positions = new long[credits];
    }

    /**
     * Sends one message if there is a credit for it; returns whether it was accepted.
     *
     * @param correlation of its ask, or 0
     * @param accepted how many messages of the same batch went before
     */
    public boolean send(M message, int correlation, int accepted) {
        Wish wish = take(message, accepted);
        if (wish == Wish.DENIED) {
            return false;
        }
        long position = -1;
        try {
            position = mailbox.send(message, correlation, accepted);
        } finally {
            if (wish == Wish.GRANTED) {
                used(position);
            }
        }
        return position >= 0;
    }

    @Override
    protected synchronized boolean tryTake() {
        if (inUse() == positions.length) {
            return false;
        }
        taken++;
        return true;
    }

    @Override
    public synchronized int available() {
        return positions.length - inUse();
    }

    /** Counts the credits in use, after those whose messages were handled came back. */
    private int inUse() {
        long handled = handled();
        while (sent > 0 && positions[oldest] < handled) {
            oldest = (oldest + 1) % positions.length;
            sent--;
        }
        return sent + taken;
    }

    /** What an actor has not handled when it ends becomes dead letters. */
    private long handled() {
        if (endpoint.ending() != null) {
            return Long.MAX_VALUE;
        }
        try {
            return mailbox.handled();
        } catch (IllegalStateException e) { // it ended since, and its memory is gone
            return Long.MAX_VALUE;
        }
    }

    /** A send is over; {@code position} is negative if it was in vain. */
    private synchronized void used(long position) {
        taken--;
        if (position >= 0) {
            positions[(oldest + sent) % positions.length] = position;
            sent++;
        }
    }
}
