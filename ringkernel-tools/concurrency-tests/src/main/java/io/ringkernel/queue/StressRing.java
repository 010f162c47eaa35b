package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * A small ring on the heap, cheap enough to make one for every race, and messages that show when
 * they are torn.
 */
final class StressRing {

    /** No message was there. */
    static final int NOTHING = 0;

    /** A whole message was there. */
    static final int WHOLE = 1;

    /** A message was there, but not all of it. */
    static final int TORN = 2;

    final SlotRing ring;
    final SlotProducer producer;
    final SlotConsumer consumer;
    private final long payloadBytes;

    StressRing(int capacity, int slotBytes) {
        ring = SlotRing.create(heap(SlotRing.bytes(capacity, slotBytes)), capacity, slotBytes);
        producer = new SlotProducer(ring);
        consumer = new SlotConsumer(ring, heap(slotBytes));
        payloadBytes = SlotLayout.payloadBytes(slotBytes);
    }

    /**
     * Goes once around the ring, so that every slot holds the tags and the payload of the lap
     * before.
     */
    StressRing afterOneLap() {
        for (int i = 0; i < ring.capacity(); i++) {
            send(-1);
            if (receive() != WHOLE) {
                throw new AssertionError("single-threaded lap failed");
            }
        }
        consumer.publishHead();
        return this;
    }

    void send(long value) {
        long position = producer.claim();
        fill(position, value);
        producer.commit(position, 1, 0);
    }

    void fill(long position, long value) {
        MemorySegment memory = producer.memory();
        long payload = producer.payloadOffset(position);
        for (long at = 0; at < payloadBytes; at += Long.BYTES) {
            memory.set(JAVA_LONG, payload + at, value);
        }
    }

    int receive() {
        if (!consumer.poll()) {
            return NOTHING;
        }
        MemorySegment scratch = consumer.scratch();
        long value = scratch.get(JAVA_LONG, SlotLayout.PAYLOAD_OFFSET);
        for (long at = 0; at < payloadBytes; at += Long.BYTES) {
            if (scratch.get(JAVA_LONG, SlotLayout.PAYLOAD_OFFSET + at) != value) {
                return TORN;
            }
        }
        return value == 0 ? TORN : WHOLE;
    }

    private static MemorySegment heap(long bytes) {
        return MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]);
    }
}
