package io.ringkernel.queue;

import static io.ringkernel.queue.RingLayout.CACHED_HEAD;
import static io.ringkernel.queue.RingLayout.HEAD;
import static io.ringkernel.queue.RingLayout.HEALED;
import static io.ringkernel.queue.RingLayout.RETIRED;
import static io.ringkernel.queue.RingLayout.SKIPPED;
import static io.ringkernel.queue.RingLayout.SLOTS;

import io.ringkernel.queue.RingLayout.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A ring for any number of producer threads and one consumer thread. Claiming is lock-free,
 * everything else wait-free.
 *
 * <p>Producers claim positions of a common tail by compare-and-set, and each slot publishes itself
 * by a word that names its position, as in Vyukov's bounded queue and the LMAX Disruptor's
 * multi-producer sequencer. The consumer never reads the tail. A claimed slot that is not committed
 * hides those behind it; {@link #heal} passes over one whose producer has died.
 *
 * <p>Its memory: {@code 384 + capacity * (slotBytes + 16)} bytes, aligned to 128.
 */
public final class MpscRing implements Ring {

    /*
     *   slot:  | state: u64 | owner: u64 | the user's bytes ...
     *
     * The state is 2(p + 1) when position p is committed there, 2(p + 1) + 1 when it was aborted, and -(p + 1) when it
     * was retired (below). Positions are never repeated, so nothing needs to be cleared when a slot is given back.
     *
     * The owner says who claimed it, see Owner: written plainly, read only to heal.
     *
     * Healing. The consumer stands at p, which is claimed and not committed.
     *  - Its owner is known to be gone (thread or process ended): nobody will write there any more, so the consumer
     *    marks it as aborted and skips it.
     *  - Its owner may live, and the time is up: it may still write, even into the payload, a lap later. So the slot is
     *    *retired*: the consumer marks it and passes. Whoever claims the slot for a later position q finds the mark and
     *    leaves the slot alone: it writes "passed over" for q to the owner word, which the late producer no longer
     *    touches, and claims again. The late producer's own commit or abort replaces the mark by the state of p, which
     *    is an ordinary old state: the slot is in use again. Its message is lost, which `healed` has counted; no other
     *    is. What claims pay for this is one load of RETIRED, a word that is written once at most.
     *  - A producer that finds the mark of its own position was late itself. It replaces the mark, as an abort does: nobody
     *    else would, and the slot would be out of use for ever (found by tla/MpscRing).
     *  - A producer that stops between its compare-and-set and the owner word, for a timeout, may overwrite "passed
     *    over" by its own name; then q is retired in its turn, after another timeout. Rare twice over; costs one slot.
     */

    private static final int STATE = 0;
    private static final int OWNER = Long.BYTES;
    private static final int PREFIX = 2 * Long.BYTES;

    private final RingMemory memory;
    private final Claims claims;
    private final int capacity;
    private final int slotBytes;
    private final int stride;
    private final int shift;
    private final int mask;
    private final @Nullable Watermarks watermarks;

    /**
     * Positions below this one were claimed before that time; the consumer's, for {@link #heal}.
     */
    private long claimedTail;

    private long claimedSince;

    MpscRing(RingMemory memory, @Nullable Watermarks watermarks) {
        this.memory = memory;
        this.capacity = RingLayout.capacity(memory);
        this.slotBytes = RingLayout.slotBytes(memory);
        this.claims = new Claims(memory, memory, HEAD, capacity);
        this.stride = slotBytes + Kind.MPSC.prefix;
        this.shift = Integer.numberOfTrailingZeros(capacity);
        this.mask = capacity - 1;
        this.watermarks = watermarks;
    }

    /**
     * Returns the bytes that a ring takes.
     *
     * @param capacity slots, a power of two from 2 to 2^30
     * @param slotBytes a multiple of 8 from 8 to 2^20
     * @throws IllegalArgumentException if one of them is not
     */
    public static long bytes(int capacity, int slotBytes) {
        return RingLayout.bytes(Kind.MPSC, capacity, slotBytes);
    }

    /** Makes a ring in native memory of its own, which is freed when the ring is unreachable. */
    public static MpscRing allocate(int capacity, int slotBytes) {
        RingMemory memory = RingMemory.allocate(bytes(capacity, slotBytes));
        return new MpscRing(RingLayout.format(Kind.MPSC, memory, capacity, slotBytes), null);
    }

    /**
     * Lays an empty ring over memory, which it zeroes: native, mapped from a file, pinned, or a
     * {@code long[]}. The ring does not own it.
     *
     * @param memory at least {@link #bytes} long, aligned to 128 and writable
     * @throws IllegalArgumentException if the memory or a number does not fit
     */
    public static MpscRing create(MemorySegment memory, int capacity, int slotBytes) {
        return new MpscRing(
                RingLayout.create(
                        Kind.MPSC, memory, capacity, slotBytes, RingLayout.NO_FINGERPRINT),
                null);
    }

    /**
     * Does the same, and notes which messages the ring carries, for {@link #attach(MemorySegment,
     * long)} to check.
     *
     * @param fingerprint of their schema, see {@link io.ringkernel.message.Schema#fingerprint}; not
     *     0
     * @throws IllegalArgumentException if the memory or a number does not fit
     */
    public static MpscRing create(
            MemorySegment memory, int capacity, int slotBytes, long fingerprint) {
        RingLayout.checkFingerprint(fingerprint);
        return new MpscRing(
                RingLayout.create(Kind.MPSC, memory, capacity, slotBytes, fingerprint), null);
    }

    /**
     * Finds the ring that was created in this memory, by another thread or another process. For
     * {@link #heal}, processes must see each other's process ids.
     *
     * @throws IllegalArgumentException if there is none, or one of another kind or version
     */
    public static MpscRing attach(MemorySegment memory) {
        return new MpscRing(RingLayout.attach(Kind.MPSC, memory), null);
    }

    /**
     * Does the same for one who expects messages of a certain schema there.
     *
     * @param fingerprint of that schema; not 0
     * @throws IllegalArgumentException if there is no ring, or one of another kind or version
     * @throws io.ringkernel.SchemaMismatchException if the ring was created with another
     *     fingerprint, or without one
     */
    public static MpscRing attach(MemorySegment memory, long fingerprint) {
        return new MpscRing(RingLayout.attach(Kind.MPSC, memory, fingerprint), null);
    }

    @Override
    public MpscRing withWatermarks(Watermarks levels) {
        levels.checkCapacity(capacity);
        return new MpscRing(memory, levels);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int slotBytes() {
        return slotBytes;
    }

    @Override
    public long fingerprint() {
        return RingLayout.fingerprint(memory);
    }

    // ---- producers

    @Override
    public long claim() {
        RingMemory ring = memory;
        while (true) {
            long position = claims.claim(1);
            if (position < 0) {
                return position;
            }
            long state = ring.opaque(RETIRED) == 0 ? 0 : state(position);
            if (state >= 0) {
                ring.opaque(at(position) + OWNER, Owner.current(tag(position)));
                return position;
            }
            passOver(position, state);
        }
    }

    @Override
    public long claim(int count) {
        RingMemory ring = memory;
        long position = claims.claim(count);
        if (position < 0) {
            return position;
        }
        if (ring.opaque(RETIRED) != 0 && !areUsable(position, count)) {
            for (int i = 0; i < count; i++) {
                passOver(position + i, state(position + i));
            }
            return FULL;
        }
        for (int i = 0; i < count; i++) {
            ring.opaque(at(position + i) + OWNER, Owner.current(tag(position + i)));
        }
        return position;
    }

    @Override
    public MemorySegment slot(long position) {
        int bytes = slotBytes;
        return bytes == RingLayout.USUAL_SLOT_BYTES
                ? memory.slice(usualAt(position) + PREFIX, RingLayout.USUAL_SLOT_BYTES)
                : memory.slice(at(position) + PREFIX, bytes);
    }

    @Override
    public void commit(long position) {
        RingMemory ring = memory;
        assert position >= 0 && position < claims.tail()
                : "not claimed: position=" + position + ", tail=" + claims.tail();
        ring.release(at(position) + STATE, committed(position));
        Watermarks levels = watermarks;
        if (levels != null) {
            levels.committed(this, position + 1 - ring.acquire(CACHED_HEAD));
        }
    }

    @Override
    public void commit(long position, int count) {
        RingMemory ring = memory;
        assert position >= 0 && position + count <= claims.tail()
                : "not claimed: position=" + position + ", tail=" + claims.tail();
        VarHandle.releaseFence();
        for (long next = position; next < position + count; next++) {
            ring.opaque(at(next) + STATE, committed(next));
        }
        Watermarks levels = watermarks;
        if (levels != null) {
            levels.committed(this, position + count - ring.acquire(CACHED_HEAD));
        }
    }

    @Override
    public void abort(long position) {
        assert position >= 0 && position < claims.tail()
                : "not claimed: position=" + position + ", tail=" + claims.tail();
        memory.release(at(position) + STATE, aborted(position));
    }

    @Override
    public boolean offer(MemorySegment message) {
        long length = message.byteSize();
        if (length > slotBytes) {
            throw Messages.tooLong(length, slotBytes);
        }
        long position = claim();
        if (position < 0) {
            return false;
        }
        boolean done = false;
        try {
            MemorySegment.copy(message, 0, slot(position), 0, length);
            done = true;
        } finally {
            if (!done) { // the message's arena is closed, or another thread's
                abort(position);
            }
        }
        commit(position);
        return true;
    }

    @Override
    public int fill(Writer writer, int limit) {
        int count = Math.min(limit, claims.free(limit));
        if (count <= 0) {
            return 0;
        }
        long position = claim(count);
        if (position < 0) { // others were faster
            count = 1;
            position = claim();
            if (position < 0) {
                return 0;
            }
        }
        int written = 0;
        try {
            while (written < count) {
                writer.write(slot(position + written), written);
                written++;
            }
        } finally {
            commit(position, written);
            for (int i = written; i < count; i++) {
                abort(position + i);
            }
        }
        return written;
    }

    /**
     * Ends sending: every later claim returns {@link #CLOSED}. What was claimed before may still be
     * committed. Any thread; idempotent.
     *
     * @return how many positions were ever claimed: when {@link #head} reaches it, all is consumed
     */
    public long close() {
        return claims.close();
    }

    private boolean areUsable(long position, int count) {
        for (int i = 0; i < count; i++) {
            if (state(position + i) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the state of the position's slot; negative if a late producer may write to it. */
    private long state(long position) {
        return memory.acquire(at(position) + STATE);
    }

    /** Gives up a claimed position whose slot was found in this state. */
    private void passOver(long position, long state) {
        if (state >= 0 || state == retired(position)) {
            memory.release(at(position) + STATE, aborted(position));
        } else {
            memory.release(at(position) + OWNER, Owner.nobody(tag(position)));
        }
    }

    // ---- consumer

    @Override
    public long peek() {
        RingMemory ring = memory;
        long head = ring.plain(HEAD);
        return ring.acquire(at(head) + STATE) == committed(head) ? head : peekSlowly(head);
    }

    private long peekSlowly(long from) {
        long head = from;
        while (true) {
            long state = memory.acquire(at(head) + STATE);
            if (state == committed(head)) {
                return head;
            }
            if (state != aborted(head) && !isPassedOver(head)) {
                Watermarks levels = watermarks;
                if (levels != null) {
                    levels.released(this);
                }
                return EMPTY;
            }
            skip(head++);
        }
    }

    private boolean isPassedOver(long head) {
        return memory.opaque(RETIRED) != 0
                && memory.acquire(at(head) + OWNER) == Owner.nobody(tag(head));
    }

    private void skip(long position) {
        memory.opaque(SKIPPED, memory.plain(SKIPPED) + 1);
        memory.release(HEAD, position + 1);
    }

    @Override
    public void release(long position) {
        RingMemory ring = memory;
        assert position == ring.plain(HEAD)
                : "not peeked: position=" + position + ", head=" + ring.plain(HEAD);
        ring.release(HEAD, position + 1);
        Watermarks levels = watermarks;
        if (levels != null) {
            levels.released(this);
        }
    }

    @Override
    public boolean poll(MemorySegment target) {
        if (target.byteSize() < slotBytes) {
            throw Messages.tooShort(target.byteSize(), slotBytes);
        }
        long position = peek();
        if (position < 0) {
            return false;
        }
        MemorySegment.copy(slot(position), 0, target, 0, slotBytes);
        release(position);
        return true;
    }

    @Override
    public int drain(Reader reader, int limit) {
        int taken = 0;
        while (taken < limit) {
            long head = peek();
            if (head < 0) {
                break;
            }
            taken += drainRun(reader, head, Math.min(limit - taken, Math.max(1, capacity / 4)));
        }
        return taken;
    }

    /**
     * Reads committed slots from the head on, the first of which is there; gives back all at once.
     */
    private int drainRun(Reader reader, long head, int limit) {
        RingMemory ring = memory;
        long next = head;
        try {
            do {
                reader.read(slot(next++));
            } while (next - head < limit && ring.acquire(at(next) + STATE) == committed(next));
        } finally {
            ring.release(HEAD, next);
            Watermarks levels = watermarks;
            if (levels != null) {
                levels.released(this);
            }
        }
        return (int) (next - head);
    }

    /**
     * Returns the position that is consumed next, which counts every position consumed so far. Any
     * thread.
     */
    public long head() {
        return memory.acquire(HEAD);
    }

    /**
     * Passes over claimed slots that their producers will not commit. To be called by the consumer
     * now and then when {@link #peek} finds nothing; it looks only at the slots where the consumer
     * stands. A slot whose producer thread or process has ended is passed over at once, one whose
     * producer may live when the timeout has passed since heal first found the ring waiting for
     * claimed slots, that one among them (virtual threads count as living). A producer that commits
     * after that loses this one message and nothing else: its slot stays out of use until then.
     *
     * <p>Enumerates the threads of the JVM when it finds such a slot; allocates.
     *
     * @param timeoutNanos longer than any live producer takes from claim to commit
     * @return how many slots were passed over; {@link RingStats#healed} sums them up
     */
    public int heal(long timeoutNanos) {
        int count = 0;
        while (peek() == EMPTY) {
            long head = memory.plain(HEAD);
            if (claims.tail() == head) {
                break;
            }
            boolean gone = Owner.isGone(memory.acquire(at(head) + OWNER), tag(head));
            if (!gone && claimedFor(head) < timeoutNanos) {
                break;
            }
            if (take(head, gone)) {
                count++;
            }
        }
        return count;
    }

    /** Returns for how long at least the position has been claimed, as far as heal has seen. */
    private long claimedFor(long position) {
        long now = System.nanoTime();
        if (position >= claimedTail) {
            claimedTail = claims.tail();
            claimedSince = now;
        }
        return now - claimedSince;
    }

    /** Takes a claimed slot from its producer, unless that has been quicker. */
    private boolean take(long head, boolean gone) {
        RingMemory ring = memory;
        long state = ring.acquire(at(head) + STATE);
        if (state == committed(head) || state == aborted(head)) {
            return false;
        }
        if (!gone) {
            ring.release(RETIRED, 1);
        }
        if (!ring.compareAndSet(at(head) + STATE, state, gone ? aborted(head) : retired(head))) {
            return false;
        }
        ring.opaque(HEALED, ring.plain(HEALED) + 1);
        skip(head);
        return true;
    }

    // ---- any thread

    @Override
    public int size() {
        return claims.size();
    }

    @Override
    public RingStats stats() {
        long skipped = memory.opaque(SKIPPED);
        long healed = memory.opaque(HEALED);
        long head = memory.acquire(HEAD);
        long tail = claims.tail();
        int size = (int) Math.min(capacity, tail - head);
        return new RingStats(capacity, size, tail, head - skipped, skipped, healed);
    }

    private long at(long position) {
        return slotBytes == RingLayout.USUAL_SLOT_BYTES
                ? usualAt(position)
                : SLOTS + (((long) index(position) * (stride >> 3)) << 3);
    }

    private long usualAt(long position) {
        return SLOTS + (long) index(position) * (RingLayout.USUAL_SLOT_BYTES + PREFIX);
    }

    private int index(long position) {
        return (int) position & mask & RingLayout.MAX_CAPACITY - 1;
    }

    /** Returns the number of the lap, in 16 bits. */
    private long tag(long position) {
        return (position >>> shift) + 1 & 0xFFFF;
    }

    private static long committed(long position) {
        return position + 1 << 1;
    }

    private static long aborted(long position) {
        return (position + 1 << 1) + 1;
    }

    private static long retired(long position) {
        return -(position + 1);
    }
}
