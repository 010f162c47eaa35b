package io.ringkernel;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that the mailboxes of a runtime take, beside its {@linkplain MemoryBudget budget}.
 * Thread-safe.
 *
 * <p>On the CPU a mailbox takes memory in chunks. A chunk counts from its allocation until it is
 * given up: its array, and for each of its places the actor's largest message. On a device an
 * actor's rings and state count from spawn to termination. A runtime without a budget counts
 * nothing.
 */
public final class RuntimeMemory {

    /*
     * Chunks are counted in stripes, so that threads do not share a line. The sum is looked at when a stripe has moved
     * into another quantum, a 1024th of the budget: so the level lags behind by at most 1/64 of the budget.
     */

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeMemory.class);
    private static final int STRIPES = 16;
    private static final int QUANTA = 1024;

    /** Longs between stripes: two lines, as processors fetch them in pairs. */
    private static final int SPREAD = 16;

    private final @Nullable MemoryBudget budget;
    private final Supplier<List<MemoryPool>> pools;
    private final Consumer<MemoryLevel> backend;
    private final int quantum;
    private final AtomicLongArray stripes = new AtomicLongArray((STRIPES + 1) * SPREAD);
    private final AtomicLong peak = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final CopyOnWriteArrayList<Consumer<? super Change>> listeners =
            new CopyOnWriteArrayList<>();
    private volatile MemoryLevel level = MemoryLevel.NORMAL;

    /**
     * Another level was reached.
     *
     * @param from the level before
     * @param to the level from now on
     * @param used the bytes in use that made it so
     * @param budget the budget in bytes
     */
    public record Change(MemoryLevel from, MemoryLevel to, long used, long budget) {}

    /**
     * Starts at zero.
     *
     * @param budget null to count nothing
     * @param pools what the backend has taken
     * @param backend told of every change before the listeners
     */
    RuntimeMemory(
            @Nullable MemoryBudget budget,
            Supplier<List<MemoryPool>> pools,
            Consumer<MemoryLevel> backend) {
        this.budget = budget;
        this.pools = pools;
        this.backend = backend;
        long step = budget == null ? 1 : Math.max(1, budget.bytes() / QUANTA);
        this.quantum = Long.SIZE - 1 - Long.numberOfLeadingZeros(step);
    }

    /** Returns the budget in bytes; empty if there is none. */
    public OptionalLong budget() {
        return budget == null ? OptionalLong.empty() : OptionalLong.of(budget.bytes());
    }

    /** Returns the bytes in use, as of about now; 0 without a budget. */
    public long used() {
        long sum = 0;
        for (int stripe = 1; stripe <= STRIPES; stripe++) {
            sum += stripes.get(stripe * SPREAD);
        }
        return Math.max(0, sum);
    }

    /** Returns the most bytes that were seen in use. */
    public long peak() {
        return peak.accumulateAndGet(used(), Math::max);
    }

    /** Returns the level that was reached last; {@link MemoryLevel#NORMAL} without a budget. */
    public MemoryLevel level() {
        return level;
    }

    /** Returns the memory that the backend took when it was opened; none on the CPU. */
    public List<MemoryPool> pools() {
        return pools.get();
    }

    /**
     * Tells a listener about every change of the level from now on, one after the other. It is
     * called by whoever allocates, in the middle of a send perhaps: it must be short and must not
     * block. What it throws is logged and harms nothing.
     */
    public void addListener(Consumer<? super Change> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Stops telling a listener; no effect if it is not there. */
    public void removeListener(Consumer<? super Change> listener) {
        listeners.remove(listener);
    }

    @Override
    public String toString() {
        return "RuntimeMemory[used="
                + used()
                + ", peak="
                + peak()
                + ", level="
                + level
                + ", budget="
                + budget
                + "]";
    }

    // ---- for the runtime

    boolean isCounted() {
        return budget != null;
    }

    /** Counts an allocation, or with a negative number its end. */
    void add(long bytes) {
        if (budget == null) {
            return;
        }
        int stripe = 1 + (int) (Thread.currentThread().threadId() % STRIPES);
        long now = stripes.addAndGet(stripe * SPREAD, bytes);
        if (now >> quantum != now - bytes >> quantum) {
            look();
        }
    }

    /** Throws if no actor may be spawned. */
    void requireFor(String actor) {
        MemoryBudget bounds = budget;
        if (bounds == null || level != MemoryLevel.EXHAUSTED) {
            return;
        }
        look();
        if (level == MemoryLevel.EXHAUSTED) {
            throw new MemoryExhaustedException(
                    "memory budget exhausted, no actor is spawned: actor="
                            + actor
                            + ", used="
                            + used()
                            + ", exhausted from="
                            + bounds.exhaustedPercent()
                            + " %, budget="
                            + bounds.bytes()
                            + "; wait until messages are handled, terminate actors, or raise"
                            + " memoryBudget of the builder");
        }
    }

    /**
     * Finds the level; one thread at a time does, and looks again for those that came meanwhile.
     */
    private void look() {
        if (looks.getAndIncrement() != 0) {
            return;
        }
        MemoryBudget bounds = Objects.requireNonNull(budget, "counted");
        for (int seen = 1; seen != 0; ) {
            long used = used();
            peak.accumulateAndGet(used, Math::max);
            MemoryLevel from = level;
            MemoryLevel to = bounds.level(used, from);
            if (to != from) {
                level = to;
                tell(new Change(from, to, used, bounds.bytes()));
            }
            seen = looks.addAndGet(-seen);
        }
    }

    private void tell(Change change) {
        backend.accept(change.to());
        LOG.info("memory level changed: {}", change);
        for (Consumer<? super Change> listener : listeners) {
            try {
                listener.accept(change);
            } catch (Exception | Error e) {
                LOG.warn("listener failed: change={}", change, e);
            }
        }
    }
}
