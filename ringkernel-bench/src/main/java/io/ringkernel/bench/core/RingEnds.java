package io.ringkernel.bench.core;

/**
 * A ring of 64-byte messages that is measured, with its two ends. Each end works until it has moved
 * what was asked, or has found the ring full or empty for {@link #SPINS} times in a row, with
 * pauses of the processor after each: all of them wait alike.
 */
abstract class RingEnds {

    static final int SPINS = 256;

    /** Pauses of the processor at a time: about as long as a line travels between cores. */
    static final int PAUSES = 8;

    /** Slots of every ring; Agrona's has the same bytes, and a header in each message. */
    static final int CAPACITY = 4096;

    static final int MESSAGE_BYTES = 64;

    /** Messages that are published at once, where they are sent in batches. */
    static final int BATCH = 64;

    /**
     * Writes numbered messages, field by field. A producer.
     *
     * @return how many
     */
    abstract int send(long first, int count);

    /**
     * Reads messages, field by field. The consumer.
     *
     * @return how many
     */
    abstract int receive(Tally tally, int count);

    /** Waits a moment; returns false if there were enough. */
    static boolean pause(int idle) {
        for (int i = 0; i < PAUSES; i++) {
            Thread.onSpinWait();
        }
        return idle <= SPINS;
    }
}
