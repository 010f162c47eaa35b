package io.ringkernel.queue;

import java.util.concurrent.locks.LockSupport;

/**
 * A wait of bounded duration: {@link #pause} until what is waited for is there, then {@link #reset}
 * before the next one. The time runs from the first pause. Not thread-safe.
 *
 * <pre>{@code
 * Wait wait = WaitStrategy.ADAPTIVE.begin(Long.MAX_VALUE);
 * while (running) {
 *     if (ring.drain(reader, 64) > 0) {
 *         wait.reset();
 *     } else {
 *         wait.pause();
 *     }
 * }
 * }</pre>
 */
public final class Wait {

    private static final int SPINS = 128;
    private static final int MAX_SPINS = 4096;
    private static final int YIELDS = 64;
    private static final long MIN_PARK_NANOS = 2_000;
    private static final long MAX_PARK_NANOS = 500_000;
    private static final long PARK_NANOS = 50_000;

    private final WaitStrategy strategy;
    private final long nanos;
    private final int yields;
    private int spins;
    private int round;
    private long started;
    private long park = MIN_PARK_NANOS;

    Wait(WaitStrategy strategy, long nanos) {
        this.strategy = strategy;
        this.nanos = nanos;
        this.spins = strategy == WaitStrategy.PARK ? 0 : SPINS;
        this.yields =
                switch (strategy) {
                    case BUSY_SPIN, PARK -> 0;
                    case YIELD -> Integer.MAX_VALUE - SPINS;
                    case BACK_OFF, ADAPTIVE -> YIELDS;
                };
    }

    /**
     * Pauses for a moment. Returns false, at once, when the time is up or the thread was
     * interrupted; the interrupt stays set.
     */
    public boolean pause() {
        if (round == 0) {
            started = System.nanoTime();
        }
        if (round < spins) {
            round++;
            Thread.onSpinWait();
            return true;
        }
        long left = nanos - (System.nanoTime() - started);
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (strategy == WaitStrategy.BUSY_SPIN) {
            round = 1; // looks at the clock once in so many spins
            Thread.onSpinWait();
        } else if (round < spins + yields) {
            round++;
            Thread.yield();
        } else if (strategy == WaitStrategy.PARK) {
            round = 1;
            LockSupport.parkNanos(this, Math.min(left, PARK_NANOS));
        } else {
            round = MAX_SPINS + YIELDS;
            LockSupport.parkNanos(this, Math.min(left, park));
            park = Math.min(park * 2, MAX_PARK_NANOS);
        }
        return true;
    }

    /** Ends this wait and prepares the next; cheap if there was no pause since the last. */
    public void reset() {
        if (round != 0) {
            if (strategy == WaitStrategy.ADAPTIVE) {
                learn();
            }
            round = 0;
            park = MIN_PARK_NANOS;
        }
    }

    /** Returns how often it spins before it yields or parks. */
    int spins() {
        return spins;
    }

    /** Where spinning sufficed, twice what it took; where it did not, half as much as now. */
    private void learn() {
        int wanted = round <= spins ? 2 * round : spins / 2;
        int smoothed = (3 * spins + wanted + 3) / 4;
        spins = Math.clamp(smoothed, SPINS / 8, MAX_SPINS);
    }
}
