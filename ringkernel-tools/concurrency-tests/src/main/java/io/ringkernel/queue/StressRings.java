package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** Rings on the heap, and messages that show when they are torn: as {@link StressRing} has them. */
final class StressRings {

    static final int SLOT_BYTES = 64;

    private StressRings() {}

    static SpscRing spsc(int capacity) {
        return SpscRing.create(heap(SpscRing.bytes(capacity, SLOT_BYTES)), capacity, SLOT_BYTES);
    }

    static MpscRing mpsc(int capacity) {
        return MpscRing.create(heap(MpscRing.bytes(capacity, SLOT_BYTES)), capacity, SLOT_BYTES);
    }

    /** Sends a message; returns its position, or that there was no room. */
    static long send(Ring ring, long value) {
        long position = ring.claim();
        if (position >= 0) {
            fill(ring, position, value);
            ring.commit(position);
        }
        return position;
    }

    static void fill(Ring ring, long position, long value) {
        MemorySegment slot = ring.slot(position);
        for (long at = 0; at < SLOT_BYTES; at += Long.BYTES) {
            slot.set(JAVA_LONG, at, value);
        }
    }

    static int receive(Ring ring) {
        long position = ring.peek();
        if (position < 0) {
            return StressRing.NOTHING;
        }
        int seen = look(ring.slot(position));
        ring.release(position);
        return seen;
    }

    static int look(MemorySegment slot) {
        long value = slot.get(JAVA_LONG, 0);
        for (long at = 0; at < SLOT_BYTES; at += Long.BYTES) {
            if (slot.get(JAVA_LONG, at) != value) {
                return StressRing.TORN;
            }
        }
        return value == 0 ? StressRing.TORN : StressRing.WHOLE;
    }

    private static MemorySegment heap(long bytes) {
        return MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]);
    }
}
