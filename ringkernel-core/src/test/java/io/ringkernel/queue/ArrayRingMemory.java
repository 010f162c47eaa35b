package io.ringkernel.queue;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Ring memory in an array, where a model checker interleaves accesses. The array is sequentially
 * consistent, as is the checker. The slots that a ring hands out are in the segment, which the
 * checker does not interleave; a test that wants the payload interleaved, too, keeps it in the
 * words.
 */
class ArrayRingMemory extends RingMemory {

    private final AtomicLongArray words;

    ArrayRingMemory(long bytes) {
        super(MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]));
        words = new AtomicLongArray((int) (bytes / Long.BYTES));
    }

    static RingMemory of(long bytes) {
        return new ArrayRingMemory(bytes);
    }

    static SpscRing spsc(int capacity, int slotBytes) {
        RingMemory memory = of(SpscRing.bytes(capacity, slotBytes));
        return new SpscRing(
                RingLayout.format(RingLayout.Kind.SPSC, memory, capacity, slotBytes), null);
    }

    static MpscRing mpsc(int capacity, int slotBytes) {
        RingMemory memory = of(MpscRing.bytes(capacity, slotBytes));
        return new MpscRing(
                RingLayout.format(RingLayout.Kind.MPSC, memory, capacity, slotBytes), null);
    }

    @Override
    MemorySegment slice(long offset, long bytes) {
        return segment().asSlice(offset, bytes);
    }

    @Override
    long plain(long offset) {
        return words.get(at(offset));
    }

    @Override
    void plain(long offset, long value) {
        words.set(at(offset), value);
    }

    @Override
    long opaque(long offset) {
        return words.get(at(offset));
    }

    @Override
    void opaque(long offset, long value) {
        words.set(at(offset), value);
    }

    @Override
    long acquire(long offset) {
        return words.get(at(offset));
    }

    @Override
    void release(long offset, long value) {
        words.set(at(offset), value);
    }

    @Override
    long sequential(long offset) {
        return words.get(at(offset));
    }

    @Override
    boolean compareAndSet(long offset, long expected, long value) {
        return words.compareAndSet(at(offset), expected, value);
    }

    @Override
    long getAndBitwiseOr(long offset, long mask) {
        return words.getAndUpdate(at(offset), value -> value | mask);
    }

    private static int at(long offset) {
        return (int) (offset / Long.BYTES);
    }
}
