package io.ringkernel.internal.cpu;

import io.ringkernel.internal.Nanos;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Expires the asks of the actors that have some; sleeps while none has. One daemon thread for each
 * runtime.
 */
final class AskTimer implements Runnable, AutoCloseable {

    private static final long TICK_NANOS = 1_000_000;

    private final Set<CpuCell<?, ?>> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    AskTimer() {
        thread = Thread.ofPlatform().daemon().name("ringkernel-cpu-timer").unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Called after an ask entered the actor's table. */
    void watch(CpuCell<?, ?> cell) {
        if (!watched.contains(cell) && watched.add(cell)) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (!closed) {
            if (watched.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TICK_NANOS);
                tick(Nanos.now());
            }
        }
    }

    private void tick(long now) {
        watched.forEach(cell -> {
            cell.expireAsks(now);
            if (!cell.hasAsks()) {
                unwatch(cell);
            }
        });
    }

    private void unwatch(CpuCell<?, ?> cell) {
        watched.remove(cell);
        if (cell.hasAsks()) { // entered after the first look, and found the cell still watched
            watched.add(cell);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
