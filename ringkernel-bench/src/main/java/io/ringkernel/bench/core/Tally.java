package io.ringkernel.bench.core;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a consumer counts: the number that it expects next of each producer, and the sum of all
 * fields. A message is eight longs, {@code n} to {@code n + 7}, where the upper eight bits of n say
 * which producer it is from. Confined to the consumer.
 */
final class Tally {

    private static final int PRODUCER_SHIFT = 56;
    private static final int PRODUCERS = 4;
    private static final int FIELDS = 8;

    private final long[] next = new long[PRODUCERS];
    private long sum;

    Tally() {
        for (int producer = 0; producer < PRODUCERS; producer++) {
            next[producer] = first(producer);
        }
    }

    /** Returns the number of a producer's first message. */
    static long first(int producer) {
        return (long) producer << PRODUCER_SHIFT;
    }

    void accept(long n, long b, long c, long d, long e, long f, long g, long h) {
        int producer = (int) (n >>> PRODUCER_SHIFT) & PRODUCERS - 1;
        if (n != next[producer]) {
            throw new AssertionError(
                    "message out of order: expected=" + next[producer] + ", found=" + n);
        }
        next[producer] = n + 1;
        sum += n + b + c + d + e + f + g + h;
    }

    /** Returns how many messages were counted; checks that all their fields were right. */
    long check() {
        long messages = 0;
        long expected = 0;
        for (int producer = 0; producer < PRODUCERS; producer++) {
            long first = first(producer);
            long count = next[producer] - first;
            long pairs = count % 2 == 0 ? count / 2 * (count - 1) : (count - 1) / 2 * count;
            expected += FIELDS * (count * first + pairs) + count * (FIELDS * (FIELDS - 1) / 2);
            messages += count;
        }
        if (sum != expected) {
            throw new AssertionError("fields are wrong: sum=" + sum + ", expected=" + expected);
        }
        return messages;
    }

    /** Returns a copy for the floor, see {@code Tally} in ring64.cpp. */
    MemorySegment toNative() {
        MemorySegment copy = Arena.ofAuto().allocate(JAVA_LONG, PRODUCERS + 1);
        MemorySegment.copy(next, 0, copy, JAVA_LONG, 0, PRODUCERS);
        copy.setAtIndex(JAVA_LONG, PRODUCERS, sum);
        return copy;
    }

    void fromNative(MemorySegment copy) {
        MemorySegment.copy(copy, JAVA_LONG, 0, next, 0, PRODUCERS);
        sum = copy.getAtIndex(JAVA_LONG, PRODUCERS);
    }
}
