package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.spi.BackendEnvironment;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of an actor's mailbox: encodes messages into its ring under its overflow policy.
 * Any thread may send.
 *
 * <p>Each message either is accepted, or becomes a dead letter, or leaves with an exception; never
 * two of these.
 *
 * @param <M> what the actor understands
 */
public final class Mailbox<M> implements PositionedMailbox<M> {

    /**
     * Slots that a batch claims at once, so that the consumer can start before a long batch is
     * written.
     */
    private static final int MAX_BATCH = 256;

    /**
     * Slots of a batch that are published at once: enough to share the cost, few enough that the
     * consumer does not wait for them and that their lines are still in the first cache.
     */
    private static final int MAX_RUN = 32;

    private final String actor;
    private final SlotProducer producer;
    private final MessageSink sink;
    private final ProtocolCodec codec;
    private final FullMailbox full;
    private final int batch;
    private final int slotBytes;
    private volatile @Nullable Ending ending;

    /** Told when messages are in the ring. */
    @FunctionalInterface
    public interface MessageSink {
        /**
         * Wakes whoever runs the actor. Called after every commit, on the sender's thread; never
         * blocks.
         */
        void committed();
    }

    /**
     * Makes the mailbox of one actor.
     *
     * @param tally where to count sends that do not go at once
     */
    public Mailbox(
            String actor,
            SlotProducer producer,
            ProtocolCodec codec,
            ActorOptions options,
            BackendEnvironment environment,
            MessageSink sink,
            Supplier<OverflowTally> tally) {
        this.actor = actor;
        this.producer = producer;
        this.codec = codec;
        this.full = new FullMailbox(actor, options, environment, tally);
        this.batch = Math.min(MAX_BATCH, producer.ring().capacity() / 4);
        this.slotBytes = producer.ring().slotBytes();
        this.sink = sink;
    }

    /**
     * Sends one message.
     *
     * @param correlation of its ask, or 0
     * @return whether it was accepted; if not, it became a dead letter
     */
    public boolean send(M message, int correlation) {
        return send(message, correlation, 0) >= 0;
    }

    @Override
    public long send(M message, int correlation, int accepted) {
        int type = typeOf(message);
        long position = producer.claim();
        if (position < 0) {
            position = claimSlowly(message, accepted);
            if (position < 0) {
                return position;
            }
        }
        write(position, type, message, correlation);
        sink.committed();
        return position;
    }

    /** Returns the message; throws if the actor does not understand it. */
    M checked(M message) {
        typeOf(message);
        return message;
    }

    @Override
    public long handled() {
        return producer.ring().headAcquire();
    }

    /** Sends messages in order, as {@link #send} would each, but claims their slots together. */
    public void sendAll(List<? extends M> messages) {
        List<? extends M> list =
                messages instanceof RandomAccess ? messages : new ArrayList<>(messages);
        int size = list.size();
        for (int sent = 0; sent < size; ) {
            sent += sendSome(list, sent, size);
        }
    }

    /**
     * Takes no more messages, for this reason; a later call may only replace the reason. What was
     * claimed before will still be committed.
     *
     * @return the ring's final tail: when the consumer's head reaches it, the mailbox is drained
     */
    public long end(Ending reason) {
        ending = reason;
        return producer.close();
    }

    /** Returns why it takes no more messages; null while it does. */
    public @Nullable Ending ending() {
        return ending;
    }

    /** Returns how many messages are in it. */
    public int size() {
        return producer.size();
    }

    /** Returns the ring's sending end. */
    public SlotProducer producer() {
        return producer;
    }

    /**
     * Hands a message that the actor did not handle to the dead letters, as it lies in its slot.
     */
    public void deadLetter(int type, MemorySegment slot, Ending reason) {
        full.deadLetter(codec, type, slot, reason);
    }

    /**
     * Sends the messages from {@code from} on that one claim covers; returns how many were dealt
     * with, at least 1.
     */
    private int sendSome(List<? extends M> messages, int from, int size) {
        M first = messages.get(from);
        int firstType = typeOf(first);
        int count = Math.min(Math.min(batch, producer.free()), size - from);
        long position = count > 1 ? producer.claim(count) : SlotProducer.FULL;
        if (position >= 0) {
            try {
                writeAll(position, count, messages, from);
            } finally {
                sink.committed();
            }
            return count;
        }
        position = producer.claim();
        if (position < 0) {
            position = claimSlowly(first, from);
        }
        if (position >= 0) {
            write(position, firstType, first, 0);
            sink.committed();
        }
        return 1;
    }

    /**
     * Writes and commits claimed slots; where a message is not understood or cannot be encoded, its
     * slot and those behind it are given up.
     */
    private void writeAll(long position, int count, List<? extends M> messages, int from) {
        int done = 0;
        try {
            while (done < count) {
                done += writeRun(position + done, count - done, messages, from + done);
            }
        } finally {
            for (; done < count; done++) {
                producer.abort(position + done);
            }
        }
    }

    /**
     * Writes and commits together as many messages as have the class of the first and adjacent
     * slots; returns how many.
     */
    private int writeRun(long position, int limit, List<? extends M> messages, int from) {
        M first = messages.get(from);
        int type = typeOf(first);
        int most = Math.min(Math.min(limit, MAX_RUN), producer.adjacent(position));
        if (most == 1 || !sameClass(first, messages.get(from + 1))) {
            encode(position, type, first, 0); // cheaper than a run of one
            return 1;
        }
        int count;
        try {
            count =
                    codec.encodeAll(
                            type,
                            messages,
                            from,
                            most,
                            producer.memory(),
                            producer.payloadOffset(position),
                            slotBytes);
        } catch (RuntimeException e) {
            // Some message cannot be encoded; those before it go one by one, then it throws again.
            encode(position, type, first, 0);
            return 1;
        }
        producer.commitAll(position, count, type);
        return count;
    }

    private static boolean sameClass(Object message, @Nullable Object next) {
        return next != null && next.getClass() == message.getClass();
    }

    /** Writes and commits; a message that cannot be encoded gives its slot up. */
    private void write(long position, int type, M message, int correlation) {
        boolean committed = false;
        try {
            encode(position, type, message, correlation);
            committed = true;
        } finally {
            if (!committed) {
                producer.abort(position);
                sink.committed();
            }
        }
    }

    private void encode(long position, int type, M message, int correlation) {
        codec.encode(type, message, producer.memory(), producer.payloadOffset(position));
        producer.commit(position, type, correlation);
    }

    private int typeOf(M message) {
        int type = codec.typeId(Objects.requireNonNull(message, "message"));
        if (type == ProtocolCodec.NOT_UNDERSTOOD) {
            throw codec.notUnderstood(actor, message);
        }
        return type;
    }

    /**
     * Claims a slot as the policy says; negative if the message went to the dead letters instead.
     */
    private long claimSlowly(M message, int accepted) {
        return full.retry(producer::claim, message, accepted, this::reason);
    }

    private Ending reason() {
        return Objects.requireNonNull(ending, "the producer is closed after the ending is set");
    }
}
