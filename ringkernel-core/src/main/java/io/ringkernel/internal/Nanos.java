package io.ringkernel.internal;

import java.time.Duration;

/** Durations and deadlines in nanoseconds that saturate instead of overflowing. */
public final class Nanos {

    private static final long ORIGIN = System.nanoTime();

    private Nanos() {}

    /** Returns the duration in nanoseconds, or the longest that a long holds. */
    public static long of(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Returns the time since this class was loaded; never negative, so deadlines compare with
     * {@code <}.
     */
    public static long now() {
        return System.nanoTime() - ORIGIN;
    }

    /** Returns the time {@code nanos} from now. */
    public static long deadline(long nanos) {
        return after(now(), nanos);
    }

    /** Returns the time {@code nanos} after {@code start}; neither is negative. */
    public static long after(long start, long nanos) {
        long deadline = start + nanos;
        return deadline < 0 ? Long.MAX_VALUE : deadline;
    }
}
