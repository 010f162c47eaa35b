package io.ringkernel.internal.cpu;

import io.ringkernel.spi.CpuScheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of one actor. Confined to the carrier that runs it. */
final class CpuTimers {

    private static final long ONCE = 0;

    private record Entry(
            long generation, Object message, long interval, CpuScheduler.Timer timer) {}

    private final CpuCell<?, ?> cell;
    private final Map<Object, Entry> entries = new HashMap<>();
    private long generation;
    private long idleNanos;
    private long idleGeneration;
    private long lastMessage;
    private CpuScheduler.@Nullable Timer idleTimer;

    CpuTimers(CpuCell<?, ?> cell) {
        this.cell = cell;
    }

    void start(Object key, Object message, long delay, boolean periodic) {
        cancel(key);
        start(key, message, delay, periodic ? delay : ONCE);
    }

    private void start(Object key, Object message, long delay, long interval) {
        long mine = ++generation;
        CpuScheduler.Timer timer =
                scheduler().schedule(() -> cell.post(new Notice.Due(key, mine)), delay);
        entries.put(key, new Entry(mine, message, interval, timer));
    }

    boolean cancel(Object key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            entry.timer().cancel();
        }
        return entry != null;
    }

    /** Hands over the message of a timer, unless it was replaced or cancelled meanwhile. */
    void due(Notice.Due due, Consumer<Object> messages) {
        Entry entry = entries.get(due.key());
        if (entry == null || entry.generation() != due.generation()) {
            return;
        }
        if (entry.interval() == ONCE) {
            entries.remove(due.key());
        } else {
            start(due.key(), entry.message(), entry.interval(), entry.interval());
        }
        messages.accept(entry.message());
    }

    void cancelAll() {
        entries.values().forEach(entry -> entry.timer().cancel());
        entries.clear();
        receiveTimeout(0);
    }

    // ---- receive timeout

    /** Zero ends it. */
    void receiveTimeout(long nanos) {
        if (idleTimer != null) {
            idleTimer.cancel();
            idleTimer = null;
        }
        idleNanos = nanos;
        idleGeneration++;
        lastMessage = scheduler().nanoTime();
        awaitIdle(nanos);
    }

    void messageCame() {
        if (idleNanos > 0) {
            lastMessage = scheduler().nanoTime();
        }
    }

    /** Returns whether the time without a message is over; looks again later if not. */
    boolean isIdle(Notice.Idle idle) {
        if (idleNanos == 0 || idle.generation() != idleGeneration) {
            return false;
        }
        long left = lastMessage + idleNanos - scheduler().nanoTime();
        if (left > 0) {
            awaitIdle(left);
            return false;
        }
        lastMessage = scheduler().nanoTime();
        awaitIdle(idleNanos);
        return true;
    }

    private void awaitIdle(long nanos) {
        if (nanos > 0) {
            long mine = idleGeneration;
            idleTimer = scheduler().schedule(() -> cell.post(new Notice.Idle(mine)), nanos);
        }
    }

    private CpuScheduler scheduler() {
        return cell.backend().scheduler();
    }
}
