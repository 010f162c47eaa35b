package io.ringkernel.queue;

/**
 * What went through a ring since it was made. Read from the ring's positions, so counting costs
 * nothing; {@code produced == delivered + skipped + size} when nobody works.
 *
 * @param capacity slots
 * @param size slots taken now, from 0 to the capacity
 * @param produced positions that producers have taken
 * @param delivered messages that the consumer has taken
 * @param skipped positions without a message: aborted, healed or passed over
 * @param healed those of them whose producers never committed them
 */
public record RingStats(
        int capacity, int size, long produced, long delivered, long skipped, long healed) {}
