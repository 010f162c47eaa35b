package io.ringkernel.bench.core;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.ringkernel.queue.Ring;
import java.lang.foreign.MemorySegment;

/** Our rings, message by message in place. */
final class OurRing extends RingEnds {

    private final Ring ring;

    OurRing(Ring ring) {
        this.ring = ring;
    }

    @Override
    int send(long first, int count) {
        Ring to = ring;
        int sent = 0;
        for (int idle = 0; sent < count; ) {
            long position = to.claim();
            if (position < 0) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            write(to.slot(position), first + sent++);
            to.commit(position);
        }
        return sent;
    }

    @Override
    int receive(Tally tally, int count) {
        Ring from = ring;
        int received = 0;
        for (int idle = 0; received < count; ) {
            long position = from.peek();
            if (position < 0) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            read(from.slot(position), tally);
            from.release(position);
            received++;
        }
        return received;
    }

    static void write(MemorySegment slot, long number) {
        slot.set(JAVA_LONG_UNALIGNED, 0, number);
        slot.set(JAVA_LONG_UNALIGNED, 8, number + 1);
        slot.set(JAVA_LONG_UNALIGNED, 16, number + 2);
        slot.set(JAVA_LONG_UNALIGNED, 24, number + 3);
        slot.set(JAVA_LONG_UNALIGNED, 32, number + 4);
        slot.set(JAVA_LONG_UNALIGNED, 40, number + 5);
        slot.set(JAVA_LONG_UNALIGNED, 48, number + 6);
        slot.set(JAVA_LONG_UNALIGNED, 56, number + 7);
    }

    static void read(MemorySegment slot, Tally tally) {
        tally.accept(
                slot.get(JAVA_LONG_UNALIGNED, 0),
                slot.get(JAVA_LONG_UNALIGNED, 8),
                slot.get(JAVA_LONG_UNALIGNED, 16),
                slot.get(JAVA_LONG_UNALIGNED, 24),
                slot.get(JAVA_LONG_UNALIGNED, 32),
                slot.get(JAVA_LONG_UNALIGNED, 40),
                slot.get(JAVA_LONG_UNALIGNED, 48),
                slot.get(JAVA_LONG_UNALIGNED, 56));
    }
}
