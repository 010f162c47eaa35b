package io.ringkernel.queue;

import static io.ringkernel.queue.RingLayout.CACHED_HEAD;
import static io.ringkernel.queue.RingLayout.TAIL;

/**
 * How several producers share the tail of a ring: each claims consecutive positions by a
 * compare-and-set, and is refused when the ring is full or closed. Lock-free; used by {@link
 * MpscRing} and {@link SlotProducer}, which publish the claimed slots each in its own way.
 */
final class Claims {

    /*
     * The tail is claimed by a compare-and-set, not an add, so that a full ring is refused, not waited for. The CAS is
     * sequentially consistent on purpose: RunState of the CPU backend relies on it.
     *
     * The head is cached because reading it costs a miss on a line that the consumer writes. The cache is shared by the
     * producers, hence release/acquire: who sees a cached head may overwrite what the consumer gave back with it. Two
     * producers may store it in the wrong order; an older head is only more cautious.
     */

    private static final long CLOSED_BIT = Long.MIN_VALUE;

    private final RingMemory memory;
    private final RingMemory headMemory;
    private final long headOffset;
    private final int capacity;

    /**
     * Makes the claims of one ring.
     *
     * @param memory holds the tail and the cached head, at their offsets in {@link RingLayout}
     * @param headMemory holds the head
     */
    Claims(RingMemory memory, RingMemory headMemory, long headOffset, int capacity) {
        this.memory = memory;
        this.headMemory = headMemory;
        this.headOffset = headOffset;
        this.capacity = capacity;
    }

    /**
     * Returns the first of {@code count} positions, or {@link Ring#FULL} or {@link Ring#CLOSED}.
     */
    long claim(int count) {
        assert count >= 1 && count <= capacity : "count=" + count + ", capacity=" + capacity;
        RingMemory ring = memory;
        while (true) {
            long claimed = ring.sequential(TAIL);
            if (claimed < 0) {
                return Ring.CLOSED;
            }
            long limit = claimed + count - capacity;
            if (limit > ring.acquire(CACHED_HEAD) && limit > refreshHead()) {
                return Ring.FULL;
            }
            if (ring.compareAndSet(TAIL, claimed, claimed + count)) {
                return claimed;
            }
        }
    }

    /**
     * Returns how many slots are free; an estimate while others work, and may be low unless it is
     * below {@code wanted}.
     */
    int free(int wanted) {
        long claimed = tail();
        long free = capacity - (claimed - memory.acquire(CACHED_HEAD));
        return (int) (free >= wanted ? free : Math.max(0, capacity - (claimed - refreshHead())));
    }

    /** Returns how many slots are claimed and not given back, from 0 to the capacity. */
    int size() {
        long head = headMemory.acquire(headOffset);
        return (int) Math.min(capacity, Math.max(0, tail() - head));
    }

    long tail() {
        return memory.sequential(TAIL) & ~CLOSED_BIT;
    }

    long close() {
        return memory.getAndBitwiseOr(TAIL, CLOSED_BIT) & ~CLOSED_BIT;
    }

    boolean isClosed() {
        return memory.sequential(TAIL) < 0;
    }

    private long refreshHead() {
        long head = headMemory.acquire(headOffset);
        memory.release(CACHED_HEAD, head);
        return head;
    }
}
