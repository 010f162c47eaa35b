package io.ringkernel.bench.core;

import io.ringkernel.queue.Ring;

/** Our rings by {@link Ring#fill} and {@link Ring#drain}. */
final class OurRingInBatches extends RingEnds {

    private final Ring ring;

    OurRingInBatches(Ring ring) {
        this.ring = ring;
    }

    @Override
    int send(long first, int count) {
        Ring to = ring;
        int sent = 0;
        for (int idle = 0; sent < count; ) {
            long next = first + sent;
            int filled =
                    to.fill(
                            (slot, index) -> OurRing.write(slot, next + index),
                            Math.min(BATCH, count - sent));
            if (filled == 0) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            sent += filled;
        }
        return sent;
    }

    @Override
    int receive(Tally tally, int count) {
        Ring from = ring;
        int received = 0;
        for (int idle = 0; received < count; ) {
            int drained =
                    from.drain(
                            slot -> OurRing.read(slot, tally), Math.min(BATCH, count - received));
            if (drained == 0) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            received += drained;
        }
        return received;
    }
}
