package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.ringkernel.memory.CacheLine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A ring with both its ends, in memory of its own, and messages that can be checked: every long is
 * the message's number.
 */
record RingFixture(SlotRing ring, SlotProducer producer, SlotConsumer consumer) {

    static final int TYPE = 7;

    static RingFixture create(int capacity, int slotBytes) {
        Arena arena = Arena.ofAuto();
        SlotRing ring =
                SlotRing.create(
                        arena.allocate(SlotRing.bytes(capacity, slotBytes), CacheLine.BYTES),
                        capacity,
                        slotBytes);
        return new RingFixture(
                ring,
                new SlotProducer(ring),
                new SlotConsumer(ring, arena.allocate(slotBytes, CacheLine.BYTES)));
    }

    boolean offer(long number) {
        long position = producer.claim();
        if (position < 0) {
            return false;
        }
        write(position, number);
        return true;
    }

    void write(long position, long number) {
        MemorySegment memory = producer.memory();
        long payload = producer.payloadOffset(position);
        for (long at = 0; at < payloadBytes(); at += Long.BYTES) {
            memory.set(JAVA_LONG, payload + at, number);
        }
        producer.commit(position, TYPE, (int) number, (int) number + 1, (int) number + 2, 3);
    }

    /** Returns the number of the message polled last, or fails if it is torn. */
    long number() {
        MemorySegment scratch = consumer.scratch();
        long number = scratch.get(JAVA_LONG, SlotLayout.PAYLOAD_OFFSET);
        for (long at = 0; at < payloadBytes(); at += Long.BYTES) {
            long found = scratch.get(JAVA_LONG, SlotLayout.PAYLOAD_OFFSET + at);
            if (found != number) {
                throw new AssertionError(
                        "torn: number=" + number + ", at=" + at + ", found=" + found);
            }
        }
        if (consumer.type() != TYPE
                || consumer.correlation() != (int) number
                || consumer.sender() != (int) number + 2) {
            throw new AssertionError(
                    "wrong header: number="
                            + number
                            + ", type="
                            + consumer.type()
                            + ", correlation="
                            + consumer.correlation());
        }
        return number;
    }

    private long payloadBytes() {
        return SlotLayout.payloadBytes(ring.slotBytes());
    }
}
