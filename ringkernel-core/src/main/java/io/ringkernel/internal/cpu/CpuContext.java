package io.ringkernel.internal.cpu;

import io.ringkernel.ActorContext;
import io.ringkernel.message.ProtocolCodec;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The context of one actor, opened for each message. Used by the carrier that runs the actor. */
final class CpuContext<R> implements ActorContext<R> {

    /** Takes a reply that was copied through its encoded form. */
    @FunctionalInterface
    interface Replies<R> {
        void replied(int correlation, R reply);
    }

    private final String actor;
    private final ProtocolCodec codec;
    private final MemorySegment scratch;
    private final Replies<R> replies;
    private int correlation;
    private boolean open;
    private boolean replied;

    /**
     * Makes a closed context.
     *
     * @param scratch private memory that holds the largest reply
     */
    CpuContext(String actor, ProtocolCodec codec, MemorySegment scratch, Replies<R> replies) {
        this.actor = actor;
        this.codec = codec;
        this.scratch = scratch;
        this.replies = replies;
    }

    void open(int askCorrelation) {
        correlation = askCorrelation;
        replied = false;
        open = true;
    }

    /** Ends the call of {@code receive}; returns whether it replied. */
    boolean close() {
        open = false;
        return replied;
    }

    @Override
    public void reply(R reply) {
        Objects.requireNonNull(reply, "reply");
        if (!open) {
            throw new IllegalStateException(
                    "the context is valid only while receive runs: actor=" + actor);
        }
        if (replied) {
            throw new IllegalStateException("already replied");
        }
        R copy = copy(reply);
        replied = true;
        replies.replied(correlation, copy);
    }

    /** Through memory, as on a device: what the actor does to an array afterwards stays its own. */
    @SuppressWarnings("unchecked") // what was encoded as R is decoded as R
    private R copy(R reply) {
        int type = codec.typeId(reply);
        if (type == ProtocolCodec.NOT_UNDERSTOOD) {
            throw codec.notUnderstood(actor, reply);
        }
        codec.encode(type, reply, scratch, 0);
        return (R) codec.decode(type, scratch, 0);
    }
}
