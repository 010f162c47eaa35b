package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.spi.BackendEnvironment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of an actor that shares rings with others. A message takes a slot of some ring
 * and, if fewer than the mailbox holds are under way to the actor, the next position in its
 * mailbox: the position decides when it is handled, whichever ring it takes. Any thread may send.
 *
 * <p>Each message either is accepted, or becomes a dead letter, or leaves with an exception; never
 * two of these.
 *
 * @param <M> what the actor understands
 */
public final class SharedMailbox<M> implements PositionedMailbox<M> {

    /*
     * A position that was taken must arrive, else the actor waits for it for ever. So the slot in the ring is claimed
     * first: a full ring refuses before there is a position, and a slot whose position is then refused is given up.
     */

    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle TAIL;
    private static final long CLOSED_BIT = Long.MIN_VALUE;
    private static final int MAX_BATCH = 256;
    private static final int RINGS_A_THREAD = 4;

    /** So many actors after each other share a ring, as a sender may tell one after the other. */
    private static final int NEIGHBOURS_SHIFT = 6;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(SharedMailbox.class, "tail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String actor;
    private final Route route;
    private final int target;
    private final long capacity;
    private final ProtocolCodec codec;
    private final FullMailbox full;

    /** The next position, with {@link #CLOSED_BIT} once it is closed. */
    private volatile long tail;

    /**
     * What was handled when a sender last looked: the device writes that word, so that looking is a
     * miss. An older value only makes a sender look again.
     */
    private volatile long handledSeen;

    private volatile @Nullable Ending ending;

    /**
     * The rings that actors share.
     *
     * @param rings a power of two of them; each is used by any thread
     * @param handled a word for each actor, in which its messages handled are counted
     * @param givenUp the type of a slot that has an actor and a position but no message
     */
    public record Route(List<SlotProducer> rings, MemorySegment handled, int givenUp) {

        /** Copies the list. */
        public Route {
            rings = List.copyOf(rings);
        }

        /**
         * Each thread has a few rings, so that several feeders work for it and few threads compete
         * for one, and spreads its actors over them.
         */
        SlotProducer ring(int target) {
            int group = (int) Thread.currentThread().threadId() * RINGS_A_THREAD;
            int within = target >>> NEIGHBOURS_SHIFT & RINGS_A_THREAD - 1;
            return rings.get(group + within & rings.size() - 1);
        }

        /** Returns how many positions of an actor were handled. */
        public long handled(int target) {
            return (long) LONG.getAcquire(handled, (long) target * Long.BYTES);
        }
    }

    /**
     * Makes the mailbox of one actor.
     *
     * @param target the actor's number on the device
     * @param position its first position: where its predecessor of the same number ended
     * @param tally where to count sends that do not go at once
     */
    public SharedMailbox(
            String actor,
            Route route,
            int target,
            long position,
            ProtocolCodec codec,
            ActorOptions options,
            BackendEnvironment environment,
            Supplier<OverflowTally> tally) {
        this.actor = actor;
        this.route = route;
        this.target = target;
        this.capacity = options.mailboxCapacity();
        this.tail = position;
        this.handledSeen = position;
        this.codec = codec;
        this.full = new FullMailbox(actor, options, environment, tally);
    }

    @Override
    public long send(M message, int correlation, int accepted) {
        int type = typeOf(message);
        long position = post(type, message, correlation);
        return position >= 0
                ? position
                : full.retry(
                        () -> post(type, message, correlation), message, accepted, this::reason);
    }

    /** Sends messages in order, as {@link #send} would each, but claims their slots together. */
    public void sendAll(List<? extends M> messages) {
        List<? extends M> list =
                messages instanceof RandomAccess ? messages : new ArrayList<>(messages);
        int size = list.size();
        for (int sent = 0; sent < size; ) {
            int posted = postSome(list, sent, size);
            if (posted == 0) {
                send(list.get(sent), 0, sent);
                posted = 1;
            }
            sent += posted;
        }
    }

    /** Returns the message; throws if the actor does not understand it. */
    public M checked(M message) {
        typeOf(message);
        return message;
    }

    @Override
    public long handled() {
        return route.handled(target);
    }

    /** Returns how many positions were taken. */
    public long tail() {
        return tail & ~CLOSED_BIT;
    }

    /** Returns how many messages are under way to the actor or in its mailbox. */
    public int size() {
        return (int) Math.clamp(tail() - handled(), 0, capacity);
    }

    /**
     * Takes no more messages, for this reason; a later call may only replace the reason. What was
     * accepted before will still arrive.
     *
     * @return the final tail
     */
    public long end(Ending reason) {
        ending = reason;
        return (long) TAIL.getAndBitwiseOr(this, CLOSED_BIT) & ~CLOSED_BIT;
    }

    /** Returns why it takes no more messages; null while it does. */
    public @Nullable Ending ending() {
        return ending;
    }

    /** Returns the codec of the messages. */
    public ProtocolCodec codec() {
        return codec;
    }

    /**
     * Hands a message that the actor did not handle to the dead letters, as it lies in its slot.
     */
    public void deadLetter(int type, MemorySegment slot, Ending reason) {
        full.deadLetter(codec, type, slot, reason);
    }

    private Ending reason() {
        return Objects.requireNonNull(ending, "closed after the ending is set");
    }

    private int typeOf(M message) {
        int type = codec.typeId(Objects.requireNonNull(message, "message"));
        if (type == ProtocolCodec.NOT_UNDERSTOOD) {
            throw codec.notUnderstood(actor, message);
        }
        return type;
    }

    private long post(int type, M message, int correlation) {
        long refused = refusal(1);
        if (refused < 0) {
            return refused;
        }
        SlotProducer ring = route.ring(target);
        long slot = ring.claim();
        if (slot < 0) {
            return slot;
        }
        long position = claim(1);
        if (position < 0) {
            ring.abort(slot);
            return position;
        }
        boolean written = false;
        try {
            write(ring, slot, position, type, message, correlation);
            written = true;
        } finally {
            if (!written) {
                giveUp(ring, slot, position, 1);
            }
        }
        return position;
    }

    /** Sends as many of the messages from {@code from} on as go together; 0 if fewer than two. */
    private int postSome(List<? extends M> messages, int from, int size) {
        SlotProducer ring = route.ring(target);
        long room = room(tail(), 2);
        int count = (int) Math.min(Math.min(room, MAX_BATCH), Math.min(ring.free(), size - from));
        if (count < 2) {
            return 0;
        }
        typeOf(messages.get(from));
        long slot = ring.claim(count);
        if (slot < 0) {
            return 0;
        }
        long position = claim(count);
        if (position < 0) {
            for (int i = 0; i < count; i++) {
                ring.abort(slot + i);
            }
            return 0;
        }
        int done = 0;
        try {
            for (; done < count; done++) {
                M message = messages.get(from + done);
                write(ring, slot + done, position + done, typeOf(message), message, 0);
            }
        } finally {
            giveUp(ring, slot + done, position + done, count - done);
        }
        return count;
    }

    private void write(
            SlotProducer ring, long slot, long position, int type, M message, int correlation) {
        codec.encode(type, message, ring.memory(), ring.payloadOffset(slot));
        ring.commit(slot, type, correlation, target, (int) position, 0);
    }

    private void giveUp(SlotProducer ring, long slot, long position, int count) {
        for (int i = 0; i < count; i++) {
            ring.commit(slot + i, route.givenUp(), 0, target, (int) (position + i), 0);
        }
    }

    /** Returns why positions would be refused now; 0 if they would not. */
    private long refusal(int count) {
        long next = tail;
        if (next < 0) {
            return SlotProducer.CLOSED;
        }
        return room(next, count) < count ? SlotProducer.FULL : 0;
    }

    /**
     * Returns how many positions are free from {@code next} on; may be low, unless below wanted.
     */
    private long room(long next, int wanted) {
        long room = capacity - (next - handledSeen);
        if (room < wanted) {
            long now = handled();
            handledSeen = now;
            room = capacity - (next - now);
        }
        return room;
    }

    private long claim(int count) {
        while (true) {
            long next = tail;
            if (next < 0) {
                return SlotProducer.CLOSED;
            }
            if (room(next, count) < count) {
                return SlotProducer.FULL;
            }
            if (TAIL.compareAndSet(this, next, next + count)) {
                return next;
            }
        }
    }
}
