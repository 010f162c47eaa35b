package io.ringkernel.clock;

import java.time.Instant;

/**
 * The word of a hybrid logical clock, and what is in it.
 *
 * <pre>
 *    63  62                                            16  15               0
 *   +---+------------------------------------------------+------------------+
 *   | 0 |  milliseconds since 1970-01-01T00:00Z (47 bits) | logical (16 bits) |
 *   +---+------------------------------------------------+------------------+
 * </pre>
 *
 * <p>The sign bit stays 0, so words compare as signed and as unsigned numbers alike, on the host
 * and on a device. No clock issues the word 0, so 0 can stand for "no stamp".
 *
 * <p>Why milliseconds: 47 bits of them last until the year 6429, and the 65,536 stamps of each are
 * 65.5 million a second, more than two threads draw one by one (49 million); faster draws carry,
 * then wait. Microseconds would last 4.5 years from an epoch of our own, leave most of the logical
 * part unused (a microsecond has time for 40 ticks), and raise the word a thousand times as often,
 * where most ticks just add to it.
 */
public final class Hlc {

    /** How many low bits of a word are logical. */
    public static final int LOGICAL_BITS = 16;

    /** The largest logical part. */
    public static final int MAX_LOGICAL = (1 << LOGICAL_BITS) - 1;

    /** The largest physical part, in the year 6429. */
    public static final long MAX_MILLIS = Long.MAX_VALUE >>> LOGICAL_BITS;

    private Hlc() {}

    /**
     * Makes a word.
     *
     * @param millis the physical part, milliseconds since 1970
     * @param logical the logical part
     * @throws IllegalArgumentException if a part does not fit
     */
    public static long of(long millis, int logical) {
        if (millis < 0 || millis > MAX_MILLIS || logical < 0 || logical > MAX_LOGICAL) {
            throw new IllegalArgumentException(
                    "does not fit into a stamp: millis=" + millis + ", logical=" + logical);
        }
        return millis << LOGICAL_BITS | logical;
    }

    /** Returns the physical part: milliseconds since 1970. */
    public static long millis(long word) {
        return word >>> LOGICAL_BITS;
    }

    /** Returns the logical part. */
    public static int logical(long word) {
        return (int) word & MAX_LOGICAL;
    }

    /** Returns the physical part as a time of day. */
    public static Instant instant(long word) {
        return Instant.ofEpochMilli(millis(word));
    }

    /**
     * Compares two words: negative if {@code left} is earlier. {@code left < right} does the same.
     */
    public static int compare(long left, long right) {
        return Long.compare(left, right);
    }

    /** Returns a word for people: {@code 2026-11-22T19:06:44.123Z+17}. */
    public static String toString(long word) {
        return instant(word) + "+" + logical(word);
    }

    /** Returns the word, or throws if no clock can have made it. */
    static long checked(long word) {
        if (word < 0) {
            throw new IllegalArgumentException(
                    "not a stamp, as its sign bit is set: word=0x" + Long.toHexString(word));
        }
        return word;
    }
}
