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
    public static final int MAX_CAPACITY = 1 << 30;

    private final MemorySegment memory;
    private final int capacity;
    private final int slotBytes;
    private final int shift;
    private final int slotShift;
    private final long mask;

    private SlotRing(MemorySegment memory, int capacity, int slotBytes) {
        this.memory = memory;
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
        checkCapacity(capacity);
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
        if (memory.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    "memory too small for the ring: needed="
                            + bytes
                            + ", given="
                            + memory.byteSize());
        }
        if (memory.address() % CacheLine.BYTES != 0) {
            throw new IllegalArgumentException(
                    "ring memory must be aligned to "
                            + CacheLine.BYTES
                            + " bytes: address=0x"
                            + Long.toHexString(memory.address()));
        }
        MemorySegment exact = memory.asSlice(0, bytes);
        exact.fill((byte) 0);
        return new SlotRing(exact, capacity, slotBytes);
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
        return (long) SlotLayout.LONG.getAcquire(memory, SlotLayout.HEAD);
    }

    void headRelease(long position) {
        SlotLayout.LONG.setRelease(memory, SlotLayout.HEAD, position);
    }

    private static void checkCapacity(int capacity) {
        if (capacity < 2 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity must be a power of two from 2 to "
                            + MAX_CAPACITY
                            + ": capacity="
                            + capacity);
        }
    }
}
