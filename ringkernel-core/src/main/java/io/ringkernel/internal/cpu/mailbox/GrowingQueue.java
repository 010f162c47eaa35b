package io.ringkernel.internal.cpu.mailbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that costs an idle actor next to nothing: no array before the first message, a
 * small one then, larger ones while messages pile up, and none again after {@link #trim}.
 *
 * <p>Offering is a compare-and-set, then a store; it is lock-free except while another producer
 * enters a new chunk or the consumer trims, a handful of stores each. {@code poll} is wait-free.
 * The bound is exact: {@code offer} returns false only if the queue held {@code capacity} messages
 * at some moment of the call.
 *
 * <p>After {@code BaseMpscLinkedArrayQueue} of JCTools (N. Wakart and others), which see for the
 * linked chunks and the mark in the index.
 */
public sealed class GrowingQueue implements MessageQueue permits CountedQueue {

    /*
     * Positions count messages from 0 and never wrap. The producers' index is a position, shifted left by FLAG_BITS:
     *
     *   63                                2   1        0
     *   [ position of the next message     | closed | marked ]
     *
     * A chunk is an array whose length is a power of two; position p lies at p & (length - 1). When a chunk has no room,
     * a producer puts a Jump to a new, longer one in the place of the next message and the message into the new chunk:
     *
     *   consumerChunk -> [ 5 | Jump | 3 | 4 ]   positions 2..5, jump in the place of 6
     *                           |
     *   producerChunk ----------+-> [ 8 |   |   |   |   |   | 6 | 7 ]
     *
     * so that a chunk holds one message less than its length, except one as long as the capacity, which nobody ever
     * leaves. From MAX_CHUNK on chunks grow no more but are linked: a producer that enters one makes the others wait
     * for a few stores only, and what the consumer has left becomes garbage. The consumer clears the place of a Jump,
     * so that a chunk that died old does not keep younger ones alive.
     *
     * What each access relies on:
     *
     * 1. Who has set the mark owns producerChunk and chunkEnd. Everything that can fail (the allocation) is done before. The section
     *    ends with a larger index; so a compare-and-set of the index that succeeds says that no section was entered
     *    since the index was read, and that the chunk read in between is the one for this position. trim() skips a
     *    position for this reason.
     *
     * 2. limit (in units of the index) says below which index places are free for sure; above it one has to look at
     *    the consumer's position. Free are the places before chunkEnd, counted from where the chunk was entered, and
     *    those that the consumer has given back; in both cases within the capacity. The limit is raised after a claim and before the store of the message, and set in marked
     *    sections. A late raise, by a producer that slept, never allows too much:
     *    - a new chunk was entered meanwhile: only at an index >= any limit of the chunk before; so the late value only
     *      sends the next producer the slow way;
     *    - a trim happened meanwhile: impossible, as the queue is not empty before the sleeper has stored.
     *
     * 3. The claim is a sequentially consistent compare-and-set (of the mark, where a chunk is entered), hasClaimed a
     *    volatile read: RunState relies on it. Between mark and new index, the mark itself says "claimed".
     *
     * 4. The consumer empties a place (plain) before it publishes its position (release). A producer that uses the place
     *    again read that position (acquire), or read a limit from someone who did, through the index.
     *
     * Rejected: a head that the consumer publishes once a batch (a full queue would refuse too early, and size() lie);
     * get-and-add of the index (a full queue must refuse, and LCRQ-like queues need larger cells); padding (a line each
     * for index, position and limit is 200 bytes an actor; a million actors are seldom all contended).
     */

    /** References in the first chunk. */
    static final int FIRST_CHUNK = 4;

    /** References in a chunk that an idle actor may keep, so that small bursts allocate nothing. */
    static final int KEPT_CHUNK = 16;

    /**
     * References in the longest chunk: 4 KiB, cleared in some 100 ns, far from a humongous object.
     */
    static final int MAX_CHUNK = 1024;

    private static final int FLAG_BITS = 2;
    private static final long MARKED = 1;
    private static final long CLOSED = 2;
    private static final long FLAGS = MARKED | CLOSED;
    private static final long ONE = 1L << FLAG_BITS;

    /** Looks at a marked index before the processor is given to another thread. */
    private static final int SPINS = 64;

    private static final VarHandle INDEX;
    private static final VarHandle LIMIT;
    private static final VarHandle POSITION;
    private static final VarHandle CONSUMER_CHUNK;
    private static final VarHandle PLACE =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            INDEX =
                    lookup.findVarHandle(GrowingQueue.class, "index", long.class)
                            .withInvokeExactBehavior();
            LIMIT =
                    lookup.findVarHandle(GrowingQueue.class, "limit", long.class)
                            .withInvokeExactBehavior();
            POSITION =
                    lookup.findVarHandle(GrowingQueue.class, "position", long.class)
                            .withInvokeExactBehavior();
            CONSUMER_CHUNK =
                    lookup.findVarHandle(GrowingQueue.class, "consumerChunk", Object[].class)
                            .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Stands in the place of a message: the next one is in another chunk, or, if there is none, the
     * place was given up.
     */
    private static final class Jump {
        final @Nullable Object @Nullable [] next;

        Jump(@Nullable Object @Nullable [] next) {
            this.next = next;
        }
    }

    private static final Jump GIVEN_UP = new Jump(null);

    /** What {@link #offerSlowly} did. */
    private enum Outcome {
        ADDED,
        REFUSED,
        AGAIN
    }

    private final int capacity;

    /* Written by producers; the chunk and its end in marked sections only. */
    private volatile long index;
    private long limit;
    private long chunkEnd;
    private @Nullable Object @Nullable [] producerChunk;

    /* Written by the consumer; the chunk by the first producer, too, while it is null. */
    private volatile long position;
    private @Nullable Object @Nullable [] consumerChunk;

    /**
     * Makes an empty queue.
     *
     * @param capacity a power of two, at most {@link #MAX_CAPACITY}
     */
    public GrowingQueue(int capacity) {
        this.capacity = checkCapacity(capacity);
    }

    static int checkCapacity(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity is no power of two from 1 to " + MAX_CAPACITY + ": " + capacity);
        }
        return capacity;
    }

    // ---- producers

    @Override
    public boolean offer(Object message) {
        Objects.requireNonNull(message, "message");
        for (int spins = 0; ; ) {
            long claimed = index;
            if (claimed < limitOpaque() && (claimed & FLAGS) == 0) {
                @Nullable Object[] chunk = producerChunk;
                if (chunk != null && indexCompareAndSet(claimed, claimed + ONE)) {
                    store(chunk, claimed >> FLAG_BITS, message);
                    return true;
                }
            } else if ((claimed & CLOSED) != 0) {
                return false;
            } else if ((claimed & MARKED) != 0) {
                spins = pause(spins);
            } else {
                switch (offerSlowly(claimed, message, 1)) {
                    case ADDED -> {
                        return true;
                    }
                    case REFUSED -> {
                        return false;
                    }
                    case AGAIN -> {}
                }
            }
        }
    }

    @Override
    public int offerAll(List<?> messages, int from, int count) {
        Objects.checkFromIndexSize(from, count, messages.size());
        int added = 0;
        int spins = 0;
        while (added < count) {
            long claimed = index;
            if ((claimed & CLOSED) != 0) {
                return added;
            }
            if ((claimed & MARKED) != 0) {
                spins = pause(spins);
                continue;
            }
            long free = limitOpaque() - claimed >> FLAG_BITS;
            if (free > 0) {
                @Nullable Object[] chunk = producerChunk;
                int several = (int) Math.min(free, count - added);
                if (chunk != null && indexCompareAndSet(claimed, claimed + several * ONE)) {
                    storeAll(chunk, claimed >> FLAG_BITS, messages, from + added, several);
                    added += several;
                }
                continue;
            }
            Object message = Objects.requireNonNull(messages.get(from + added), "message");
            switch (offerSlowly(claimed, message, count - added)) {
                case ADDED -> added++;
                case REFUSED -> {
                    return added;
                }
                case AGAIN -> {}
            }
        }
        return added;
    }

    @Override
    public @Nullable Object offerDisplacing(Object message) {
        throw new UnsupportedOperationException("only the consumer takes messages out of it");
    }

    /** Offers at an index that has reached the limit: looks what the consumer has given back. */
    private Outcome offerSlowly(long claimed, Object message, int wanted) {
        @Nullable Object[] chunk = producerChunk;
        long next = claimed >> FLAG_BITS;
        long head = position;
        if (next - head >= capacity) {
            return Outcome.REFUSED;
        }
        if (chunk == null) {
            return enterChunk(claimed, message, null, head, wanted);
        }
        long end = Math.max(chunkEnd, head + room(chunk));
        if (next >= end) {
            return enterChunk(claimed, message, chunk, head, wanted);
        }
        if (!indexCompareAndSet(claimed, claimed + ONE)) {
            return Outcome.AGAIN;
        }
        limitOpaque(Math.min(end, head + capacity) << FLAG_BITS); // before the store, see 2.
        store(chunk, next, message);
        return Outcome.ADDED;
    }

    private Outcome enterChunk(
            long claimed,
            Object message,
            @Nullable Object @Nullable [] old,
            long head,
            int wanted) {
        @Nullable Object[] chunk = new Object[nextLength(old, wanted)];
        Jump jump = new Jump(chunk);
        if (!indexCompareAndSet(claimed, claimed | MARKED)) {
            return Outcome.AGAIN;
        }
        long next = claimed >> FLAG_BITS;
        long end = next + room(chunk);
        producerChunk = chunk;
        chunkEnd = end;
        limitOpaque(Math.min(end, head + capacity) << FLAG_BITS);
        if (old == null) {
            consumerChunkRelease(chunk);
        }
        indexRelease(claimed + ONE);
        store(chunk, next, message);
        if (old != null) {
            store(old, next, jump); // after the message: what a jump leads to is there
        }
        chunkEntered(chunk.length);
        return Outcome.ADDED;
    }

    /** Returns how many messages a chunk holds: one place is for the jump, if there will be one. */
    private int room(@Nullable Object[] chunk) {
        int length = chunk.length;
        return length == capacity ? length : length - 1;
    }

    private int nextLength(@Nullable Object @Nullable [] old, int wanted) {
        int length = old == null ? FIRST_CHUNK : old.length * 2;
        while (length <= wanted && length < MAX_CHUNK) {
            length *= 2;
        }
        return Math.min(Math.min(length, MAX_CHUNK), capacity);
    }

    /** Fills claimed places; those whose message the list does not give are given up. */
    private static void storeAll(
            @Nullable Object[] chunk, long first, List<?> messages, int from, int count) {
        int stored = 0;
        try {
            for (; stored < count; stored++) {
                Object message = Objects.requireNonNull(messages.get(from + stored), "message");
                store(chunk, first + stored, message);
            }
        } finally {
            for (; stored < count; stored++) {
                store(chunk, first + stored, GIVEN_UP);
            }
        }
    }

    private static void store(@Nullable Object[] chunk, long position, Object message) {
        PLACE.setRelease(chunk, (int) position & chunk.length - 1, message);
    }

    private static int pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
        return spins + 1;
    }

    // ---- the consumer

    @Override
    public @Nullable Object poll() {
        @Nullable Object[] chunk = consumerChunkAcquire();
        if (chunk == null) {
            return null;
        }
        long head = positionPlain();
        int place = (int) head & chunk.length - 1;
        Object message = PLACE.getAcquire(chunk, place);
        if (message == null) {
            return null;
        }
        if (message instanceof Jump) {
            return pollBehindJumps();
        }
        chunk[place] = null;
        positionRelease(head + 1);
        return message;
    }

    private @Nullable Object pollBehindJumps() {
        @Nullable Object[] chunk = Objects.requireNonNull(consumerChunk);
        long head = positionPlain();
        while (true) {
            int place = (int) head & chunk.length - 1;
            Object message = PLACE.getAcquire(chunk, place);
            if (message == null) {
                return null;
            }
            chunk[place] = null;
            if (message instanceof Jump jump && jump.next != null) {
                chunkLeft(chunk.length);
                chunk = jump.next;
                consumerChunkRelease(chunk);
                continue;
            }
            positionRelease(++head);
            if (!(message instanceof Jump)) {
                return message;
            }
        }
    }

    @Override
    public boolean hasClaimed() {
        return (index & ~CLOSED) != position << FLAG_BITS;
    }

    @Override
    public boolean drained() {
        return index == (position << FLAG_BITS | CLOSED);
    }

    @Override
    public boolean trim() {
        return trim(KEPT_CHUNK);
    }

    /** As {@link #trim()}, but tests may let it keep less. */
    boolean trim(int kept) {
        @Nullable Object[] chunk = consumerChunk;
        if (chunk == null || chunk.length <= kept) {
            return false;
        }
        long empty = positionPlain() << FLAG_BITS;
        if (!indexCompareAndSet(empty, empty | MARKED)) {
            return false; // not empty, or closed: then all of it is garbage soon
        }
        producerChunk = null;
        consumerChunkRelease(null);
        limitOpaque(empty + ONE);
        positionRelease((empty + ONE) >> FLAG_BITS);
        indexRelease(empty + ONE);
        chunkLeft(chunk.length);
        return true;
    }

    /** Gives the last chunk up, when all is drained; the consumer only. */
    final void leaveLastChunk() {
        @Nullable Object[] chunk = consumerChunk;
        if (chunk != null && drained()) {
            producerChunk = null; // of no use to those who come late: the queue is closed
            consumerChunkRelease(null);
            chunkLeft(chunk.length);
        }
    }

    // ---- for a queue that counts its memory

    /** A producer has entered a chunk of this length. */
    void chunkEntered(int length) {}

    /** The consumer has left a chunk of this length. */
    void chunkLeft(int length) {}

    // ---- any thread

    @Override
    public int size() {
        long head = position;
        while (true) {
            long next = index >> FLAG_BITS;
            long again = position;
            if (head == again) {
                return Math.clamp(next - head, 0, capacity);
            }
            head = again;
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public long close() {
        for (int spins = 0; ; ) {
            long last = index;
            if ((last & CLOSED) != 0
                    || (last & MARKED) == 0 && indexCompareAndSet(last, last | CLOSED)) {
                return last >> FLAG_BITS;
            }
            spins = pause(spins);
        }
    }

    /** Returns how many references the chunk has that the consumer reads from; for tests. */
    int chunkLength() {
        @Nullable Object[] chunk = consumerChunkAcquire();
        return chunk == null ? 0 : chunk.length;
    }

    // ---- ordered accesses; reads of index and position that are volatile go to the fields

    private boolean indexCompareAndSet(long expected, long value) {
        return INDEX.compareAndSet(this, expected, value);
    }

    private void indexRelease(long value) {
        INDEX.setRelease(this, value);
    }

    private long limitOpaque() {
        return (long) LIMIT.getOpaque(this);
    }

    private void limitOpaque(long value) {
        LIMIT.setOpaque(this, value);
    }

    private long positionPlain() {
        return (long) POSITION.get(this);
    }

    private void positionRelease(long value) {
        POSITION.setRelease(this, value);
    }

    private @Nullable Object @Nullable [] consumerChunkAcquire() {
        return (@Nullable Object[]) CONSUMER_CHUNK.getAcquire(this);
    }

    private void consumerChunkRelease(@Nullable Object @Nullable [] chunk) {
        CONSUMER_CHUNK.setRelease(this, chunk);
    }
}
