package io.ringkernel.queue;

import io.ringkernel.memory.CacheLine;
import java.lang.foreign.MemorySegment;

/**
 * A ring of fixed slots laid over a memory segment: geometry and the consumer's head, shared by the
 * two ends. Either end may be a kernel that sees the same memory.
 *
 * <pre>
 *   0        head: u64, slots consumed so far; written by the consumer only; alone on its line
 *   128      slot 0
 *   128 + s  slot 1        s = slotBytes; the slot of position p is p &amp; (capacity - 1)
 *   ...
 * </pre>
 *
 * <p>There is no shared tail: every slot publishes itself through its commit tags, see {@link
 * SlotLayout}. Positions are 64-bit, start at 0, only grow, and are never reset.
 *
 * <p>The ring does not own its memory: whoever made the segment keeps it alive for as long as the
 * ring is in use.
 */
public final class SlotRing {

    /** The largest number of slots. */
    public static final int MAX_CAPACITY = RingLayout.MAX_CAPACITY;

    private final RingMemory words;
    private final MemorySegment memory;
    private final int capacity;
    private final int slotBytes;
    private final int shift;
    private final int slotShift;
    private final long mask;

    private SlotRing(RingMemory words, int capacity, int slotBytes) {
        this.words = words;
        this.memory = words.segment();
        this.capacity = capacity;
        this.slotBytes = slotBytes;
        this.shift = Integer.numberOfTrailingZeros(capacity);
        this.slotShift = Integer.numberOfTrailingZeros(slotBytes);
        this.mask = capacity - 1L;
    }

    /**
     * Returns the bytes that a ring takes.
     *
     * @param capacity the number of slots, a power of two
     * @param slotBytes the size of a slot, a power of two from 64 to 4096
     */
    public static long bytes(int capacity, int slotBytes) {
        RingLayout.checkCapacity(capacity);
        SlotLayout.checkSlotBytes(slotBytes);
        return SlotLayout.SLOTS + (long) capacity * slotBytes;
    }

    /**
     * Lays an empty ring over {@code memory} and zeroes it.
     *
     * @param memory at least {@link #bytes} long and aligned to {@link CacheLine#BYTES}
     */
    public static SlotRing create(MemorySegment memory, int capacity, int slotBytes) {
        long bytes = bytes(capacity, slotBytes);
        RingLayout.checkFits(memory, bytes);
        MemorySegment exact = memory.asSlice(0, bytes);
        exact.fill((byte) 0);
        return new SlotRing(RingMemory.of(exact), capacity, slotBytes);
    }

    /** Returns the memory, cut to the ring's size. */
    public MemorySegment memory() {
        return memory;
    }

    /** Returns the number of slots. */
    public int capacity() {
        return capacity;
    }

    /** Returns the size of a slot in bytes. */
    public int slotBytes() {
        return slotBytes;
    }

    /** Returns log2 of the capacity. */
    public int shift() {
        return shift;
    }

    /** Returns where in {@link #memory()} the slot of a position starts. */
    public long offset(long position) {
        return SlotLayout.SLOTS + ((position & mask) << slotShift);
    }

    /** Returns the commit tag of a position. */
    public short tag(long position) {
        return SlotLayout.tag(position, shift);
    }

    /** Returns how many slots the consumer has given back. */
    public long headAcquire() {
        return words.acquire(SlotLayout.HEAD);
    }

    void headRelease(long position) {
        words.release(SlotLayout.HEAD, position);
    }

    /** Returns what claims positions of this ring, with a tail that lives in other memory. */
    Claims claims(RingMemory tail) {
        return new Claims(tail, words, SlotLayout.HEAD, capacity);
    }
}
