package io.ringkernel.internal.cpu;

import io.ringkernel.spi.CpuScheduler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Expires the asks of the actors that have some; does nothing while none has. Thread-safe. */
final class AskTimer implements AutoCloseable {

    private static final long TICK_NANOS = 1_000_000;

    private final CpuScheduler scheduler;
    private final Set<CpuCell<?, ?>> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile boolean closed;

    AskTimer(CpuScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Called after an ask entered the actor's table. */
    void watch(CpuCell<?, ?> cell) {
        if (!watched.contains(cell) && watched.add(cell)) {
            tickLater();
        }
    }

    private void tickLater() {
        if (!closed && ticking.compareAndSet(false, true)) {
            scheduler.schedule(this::tick, TICK_NANOS);
        }
    }

    private void tick() {
        long now = scheduler.nanoTime();
        watched.forEach(cell -> {
            cell.expireAsks(now);
            if (!cell.asking()) {
                unwatch(cell);
            }
        });
        ticking.set(false);
        if (!watched.isEmpty()) {
            tickLater();
        }
    }

    private void unwatch(CpuCell<?, ?> cell) {
        watched.remove(cell);
        if (cell.asking()) { // entered after the first look, and found the cell still watched
            watched.add(cell);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
