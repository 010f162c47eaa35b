package io.ringkernel.queue;

import static io.ringkernel.queue.RingLayout.CACHED_HEAD;
import static io.ringkernel.queue.RingLayout.CACHED_TAIL;
import static io.ringkernel.queue.RingLayout.HEAD;
import static io.ringkernel.queue.RingLayout.SLOTS;
import static io.ringkernel.queue.RingLayout.TAIL;

import io.ringkernel.queue.RingLayout.Kind;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A ring for one producer thread and one consumer thread; every operation is wait-free. Whoever
 * hands an end from thread to thread provides the happens-before.
 *
 * <p>The algorithm is Lamport's (Proving the correctness of multiprocess programs, 1977): the
 * producer owns the tail, the consumer the head. Each keeps the other's index as it last saw it and
 * looks again only when that says full or empty, as in FastForward and MCRingBuffer (Lee, Bu,
 * Chandranmenon, 2010).
 *
 * <p>A claim is invisible until it is committed. So a producer that dies in between leaves nothing
 * behind to heal: who takes over from it claims the same positions again. For the same reason
 * {@link #claim()} returns the same position until that is committed, and {@link #abort} has
 * nothing to do.
 *
 * <p>Its memory: {@code 384 + capacity * slotBytes} bytes, aligned to 128.
 */
public final class SpscRing implements Ring {

    /*
     * All that changes lies in the ring's memory, each end's words on a line of its own. Fields of this object would be
     * no faster, and two ends that write fields of one object share its line: that cost half of the throughput.
     */

    private final RingMemory memory;
    private final int capacity;
    private final int slotBytes;
    private final int mask;
    private final @Nullable Watermarks watermarks;

    SpscRing(RingMemory memory, @Nullable Watermarks watermarks) {
        this.memory = memory;
        this.capacity = RingLayout.capacity(memory);
        this.slotBytes = RingLayout.slotBytes(memory);
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
        return RingLayout.bytes(Kind.SPSC, capacity, slotBytes);
    }

    /** Makes a ring in native memory of its own, which is freed when the ring is unreachable. */
    public static SpscRing allocate(int capacity, int slotBytes) {
        RingMemory memory = RingMemory.allocate(bytes(capacity, slotBytes));
        return new SpscRing(RingLayout.format(Kind.SPSC, memory, capacity, slotBytes), null);
    }

    /**
     * Lays an empty ring over memory, which it zeroes: native, mapped from a file, pinned, or a
     * {@code long[]}. The ring does not own it.
     *
     * @param memory at least {@link #bytes} long, aligned to 128 and writable
     * @throws IllegalArgumentException if the memory or a number does not fit
     */
    public static SpscRing create(MemorySegment memory, int capacity, int slotBytes) {
        return new SpscRing(
                RingLayout.create(
                        Kind.SPSC, memory, capacity, slotBytes, RingLayout.NO_FINGERPRINT),
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
    public static SpscRing create(
            MemorySegment memory, int capacity, int slotBytes, long fingerprint) {
        RingLayout.checkFingerprint(fingerprint);
        return new SpscRing(
                RingLayout.create(Kind.SPSC, memory, capacity, slotBytes, fingerprint), null);
    }

    /**
     * Finds the ring that was created in this memory, by another thread or another process.
     *
     * @throws IllegalArgumentException if there is none, or one of another kind or version
     */
    public static SpscRing attach(MemorySegment memory) {
        return new SpscRing(RingLayout.attach(Kind.SPSC, memory), null);
    }

    /**
     * Does the same for one who expects messages of a certain schema there.
     *
     * @param fingerprint of that schema; not 0
     * @throws IllegalArgumentException if there is no ring, or one of another kind or version
     * @throws io.ringkernel.SchemaMismatchException if the ring was created with another
     *     fingerprint, or without one
     */
    public static SpscRing attach(MemorySegment memory, long fingerprint) {
        return new SpscRing(RingLayout.attach(Kind.SPSC, memory, fingerprint), null);
    }

    @Override
    public SpscRing withWatermarks(Watermarks levels) {
        levels.checkCapacity(capacity);
        return new SpscRing(memory, levels);
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

    // ---- producer

    @Override
    public long claim() {
        return claim(1);
    }

    @Override
    public long claim(int count) {
        assert count >= 1 && count <= capacity : "count=" + count + ", capacity=" + capacity;
        RingMemory ring = memory;
        long tail = ring.plain(TAIL);
        long limit = tail + count - capacity;
        return limit > ring.plain(CACHED_HEAD) && limit > refreshHead() ? FULL : tail;
    }

    @Override
    public MemorySegment slot(long position) {
        int index = (int) position & mask & RingLayout.MAX_CAPACITY - 1;
        int bytes = slotBytes;
        return bytes == RingLayout.USUAL_SLOT_BYTES
                ? memory.slice(
                        SLOTS + (long) index * RingLayout.USUAL_SLOT_BYTES,
                        RingLayout.USUAL_SLOT_BYTES)
                : memory.slice(SLOTS + (long) index * bytes, bytes);
    }

    @Override
    public void commit(long position) {
        commit(position, 1);
    }

    @Override
    public void commit(long position, int count) {
        RingMemory ring = memory;
        assert position == ring.plain(TAIL)
                        && position + count - ring.plain(CACHED_HEAD) <= capacity
                : "not claimed: position=" + position + ", tail=" + ring.plain(TAIL);
        ring.release(TAIL, position + count);
        Watermarks levels = watermarks;
        if (levels != null) {
            levels.committed(this, position + count - ring.plain(CACHED_HEAD));
        }
    }

    @Override
    public void abort(long position) {
        assert position == memory.plain(TAIL)
                : "not claimed: position=" + position + ", tail=" + memory.plain(TAIL);
    }

    @Override
    public boolean offer(MemorySegment message) {
        long length = message.byteSize();
        if (length > slotBytes) {
            throw Messages.tooLong(length, slotBytes);
        }
        long position = claim(1);
        if (position < 0) {
            return false;
        }
        MemorySegment.copy(message, 0, slot(position), 0, length);
        commit(position, 1);
        return true;
    }

    @Override
    public int fill(Writer writer, int limit) {
        long tail = memory.plain(TAIL);
        int count = Math.min(limit, free(tail, limit));
        int written = 0;
        try {
            while (written < count) {
                writer.write(slot(tail + written), written);
                written++;
            }
        } finally {
            if (written > 0) {
                commit(tail, written);
            }
        }
        return written;
    }

    private int free(long tail, int wanted) {
        long free = capacity - (tail - memory.plain(CACHED_HEAD));
        return (int) (free >= wanted ? free : capacity - (tail - refreshHead()));
    }

    private long refreshHead() {
        long head = memory.acquire(HEAD);
        memory.plain(CACHED_HEAD, head);
        return head;
    }

    // ---- consumer

    @Override
    public long peek() {
        RingMemory ring = memory;
        long head = ring.plain(HEAD);
        return head < ring.plain(CACHED_TAIL) || head < refreshTail() ? head : empty();
    }

    @Override
    public void release(long position) {
        release(position, 1);
    }

    private void release(long position, int count) {
        RingMemory ring = memory;
        assert position == ring.plain(HEAD) && position + count <= ring.plain(CACHED_TAIL)
                : "not peeked: position=" + position + ", head=" + ring.plain(HEAD);
        ring.release(HEAD, position + count);
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
        release(position, 1);
        return true;
    }

    @Override
    public int drain(Reader reader, int limit) {
        long head = memory.plain(HEAD);
        int count = (int) Math.min(limit, refreshTail() - head);
        if (count <= 0) {
            empty();
            return 0;
        }
        int taken = 0;
        try {
            while (taken < count) {
                taken++;
                reader.read(slot(head + taken - 1));
            }
        } finally {
            release(head, taken);
        }
        return taken;
    }

    private long refreshTail() {
        long tail = memory.acquire(TAIL);
        memory.plain(CACHED_TAIL, tail);
        return tail;
    }

    private long empty() {
        Watermarks levels = watermarks;
        if (levels != null) {
            levels.released(this);
        }
        return EMPTY;
    }

    // ---- any thread

    @Override
    public int size() {
        long head = memory.acquire(HEAD);
        return (int) Math.min(capacity, Math.max(0, memory.acquire(TAIL) - head));
    }

    @Override
    public RingStats stats() {
        long head = memory.acquire(HEAD);
        long tail = memory.acquire(TAIL);
        int size = (int) Math.min(capacity, tail - head);
        return new RingStats(capacity, size, tail, head, 0, 0);
    }
}
