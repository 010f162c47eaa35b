package io.ringkernel.bench.core;

import org.agrona.UnsafeApi;

/**
 * The layout and the protocol of {@code SpscRing} by Unsafe, in Agrona's wrapping: no check of
 * anything. What Java can reach.
 */
final class UnsafeRing extends RingEnds {

    private static final long TAIL = 128;
    private static final long CACHED_HEAD = TAIL + 8;
    private static final long HEAD = 256;
    private static final long CACHED_TAIL = HEAD + 8;
    private static final long SLOTS = 384;
    private static final long MASK = CAPACITY - 1;

    private final long ring;

    /** Takes memory for the rest of the process: benchmarks run in JVMs of their own. */
    UnsafeRing() {
        long bytes = SLOTS + (long) CAPACITY * MESSAGE_BYTES + TAIL;
        long memory = UnsafeApi.allocateMemory(bytes);
        UnsafeApi.setMemory(memory, bytes, (byte) 0);
        ring = memory + TAIL - 1 & -TAIL;
    }

    @Override
    int send(long first, int count) {
        int sent = 0;
        for (int idle = 0; sent < count; ) {
            long tail = UnsafeApi.getLong(ring + TAIL);
            long limit = tail - CAPACITY;
            if (limit >= UnsafeApi.getLong(ring + CACHED_HEAD)
                    && limit >= refresh(CACHED_HEAD, HEAD)) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            write(ring + SLOTS + (tail & MASK) * MESSAGE_BYTES, first + sent++);
            UnsafeApi.putLongRelease(null, ring + TAIL, tail + 1);
        }
        return sent;
    }

    @Override
    int receive(Tally tally, int count) {
        int received = 0;
        for (int idle = 0; received < count; ) {
            long head = UnsafeApi.getLong(ring + HEAD);
            if (head >= UnsafeApi.getLong(ring + CACHED_TAIL)
                    && head >= refresh(CACHED_TAIL, TAIL)) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            read(ring + SLOTS + (head & MASK) * MESSAGE_BYTES, tally);
            UnsafeApi.putLongRelease(null, ring + HEAD, head + 1);
            received++;
        }
        return received;
    }

    private long refresh(long cache, long index) {
        long value = UnsafeApi.getLongAcquire(null, ring + index);
        UnsafeApi.putLong(ring + cache, value);
        return value;
    }

    private static void write(long slot, long number) {
        UnsafeApi.putLong(slot, number);
        UnsafeApi.putLong(slot + 8, number + 1);
        UnsafeApi.putLong(slot + 16, number + 2);
        UnsafeApi.putLong(slot + 24, number + 3);
        UnsafeApi.putLong(slot + 32, number + 4);
        UnsafeApi.putLong(slot + 40, number + 5);
        UnsafeApi.putLong(slot + 48, number + 6);
        UnsafeApi.putLong(slot + 56, number + 7);
    }

    private static void read(long slot, Tally tally) {
        tally.accept(
                UnsafeApi.getLong(slot),
                UnsafeApi.getLong(slot + 8),
                UnsafeApi.getLong(slot + 16),
                UnsafeApi.getLong(slot + 24),
                UnsafeApi.getLong(slot + 32),
                UnsafeApi.getLong(slot + 40),
                UnsafeApi.getLong(slot + 48),
                UnsafeApi.getLong(slot + 56));
    }
}
