package io.ringkernel.queue;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Ring memory whose ordered words are in an array, where a model checker interleaves accesses; only
 * the payload of slots is in the segment. The array is sequentially consistent, as is the checker.
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
