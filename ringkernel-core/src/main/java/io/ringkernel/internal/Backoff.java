package io.ringkernel.internal;

import java.util.concurrent.locks.LockSupport;

/** One bounded wait: spins, then yields, then parks for longer and longer. Not thread-safe. */
public final class Backoff {

    private static final int SPINS = 128;
    private static final int YIELDS = 64;
    private static final long MIN_PARK_NANOS = 2_000;
    private static final long MAX_PARK_NANOS = 500_000;

    private final long deadline;
    private int round;
    private long park = MIN_PARK_NANOS;

    /** Starts a wait of at most {@code nanos}. */
    public Backoff(long nanos) {
        this.deadline = Nanos.deadline(nanos);
    }

    /**
     * Pauses for a moment. Returns false, at once, when the time is up or the thread was
     * interrupted; the interrupt stays set.
     */
    public boolean pause() {
        if (round < SPINS) {
            round++;
            Thread.onSpinWait();
            return true;
        }
        long left = deadline - Nanos.now();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (round < SPINS + YIELDS) {
            round++;
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, Math.min(left, park));
            park = Math.min(park * 2, MAX_PARK_NANOS);
        }
        return true;
    }
}
