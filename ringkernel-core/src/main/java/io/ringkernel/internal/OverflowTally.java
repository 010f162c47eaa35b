package io.ringkernel.internal;

import io.ringkernel.OverflowCounts;
import io.ringkernel.OverflowCounts.Kind;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/** Counts what became of sends that did not go at once. Thread-safe. */
public final class OverflowTally {

    /** What is told of an actor for which nothing was counted. */
    static final OverflowCounts NONE = new OverflowCounts(0, 0, 0, 0, 0);

    private final AtomicLongArray counts = new AtomicLongArray(Kind.values().length);
    private final Consumer<Kind> whole;

    /**
     * Starts at zero.
     *
     * @param whole told of each as well: what this is a part of
     */
    public OverflowTally(Consumer<Kind> whole) {
        this.whole = whole;
    }

    /** Counts one. */
    public void count(Kind kind) {
        counts.incrementAndGet(kind.ordinal());
        whole.accept(kind);
    }

    /** Returns the counts so far. */
    public OverflowCounts counts() {
        return new OverflowCounts(
                of(Kind.WAITED),
                of(Kind.TIMED_OUT),
                of(Kind.FAILED),
                of(Kind.DEAD_LETTERED),
                of(Kind.DISPLACED));
    }

    private long of(Kind kind) {
        return counts.get(kind.ordinal());
    }
}
