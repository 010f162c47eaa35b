package io.ringkernel.queue;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Callbacks at two fill levels of a ring, as for slowing down whoever feeds it. The high one is
 * called by the producer whose commit brings the size to {@code high} or above; then the low one,
 * once, by the consumer when it has brought the size to {@code low} or below, at the latest when it
 * finds the ring empty; and so on in turn. They run on the threads of the ring's ends, inside the
 * operation, and must not throw.
 *
 * <p>For one ring only. Thread-safe.
 */
public final class Watermarks {

    /*
     * The two calls alternate because each is guarded by a compare-and-set of `raised`. A consumer that drains the ring
     * at the moment when a producer raises may find nothing raised; it lowers when it next finds the ring empty.
     */

    private final int low;
    private final int high;
    private final Runnable onHigh;
    private final Runnable onLow;
    private final AtomicBoolean raised = new AtomicBoolean();

    /**
     * Makes watermarks.
     *
     * @param low in slots, from 0
     * @param high in slots, above {@code low} and at most the ring's capacity
     * @throws IllegalArgumentException if the levels are not in this order
     */
    public Watermarks(int low, int high, Runnable onHigh, Runnable onLow) {
        if (low < 0 || high <= low) {
            throw new IllegalArgumentException(
                    "watermarks must be 0 <= low < high: low=" + low + ", high=" + high);
        }
        this.low = low;
        this.high = high;
        this.onHigh = Objects.requireNonNull(onHigh, "onHigh");
        this.onLow = Objects.requireNonNull(onLow, "onLow");
    }

    /** Returns whether the high level was called and the low one not since. */
    public boolean isRaised() {
        return raised.get();
    }

    void checkCapacity(int capacity) {
        if (high > capacity) {
            throw new IllegalArgumentException(
                    "the high watermark must not be above the capacity: high="
                            + high
                            + ", capacity="
                            + capacity);
        }
    }

    /** Called behind a commit; {@code atMost} is the size by a head that may be old. */
    void committed(Ring ring, long atMost) {
        if (atMost >= high
                && !raised.getAcquire()
                && ring.size() >= high
                && raised.compareAndSet(false, true)) {
            onHigh.run();
        }
    }

    /** Called behind a release, and when the consumer finds nothing. */
    void released(Ring ring) {
        if (raised.get() && ring.size() <= low && raised.compareAndSet(true, false)) {
            onLow.run();
        }
    }
}
