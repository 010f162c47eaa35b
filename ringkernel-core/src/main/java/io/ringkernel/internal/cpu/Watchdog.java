package io.ringkernel.internal.cpu;

import io.ringkernel.ActorFault;
import io.ringkernel.internal.Faults;
import io.ringkernel.spi.CpuScheduler;
import io.ringkernel.spi.CpuScheduler.Running;
import io.ringkernel.spi.CpuScheduler.Workers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices handlers that do not return. Runs on the scheduler's timer, four times within the stall
 * timeout, and only there.
 *
 * <p>A turn is up to 256 messages, so its length says nothing about one handler. Whoever is found
 * in the same turn twice is therefore asked for a sign of life, which it gives between two
 * messages: actors that are never asked pay nothing. Only an actor that has not answered for the
 * timeout, and is still in that turn, has stalled.
 *
 * <p>No estimate is involved, as of Hayashibara et al., "The phi accrual failure detector" (SRDS
 * 2004): that is for heartbeats which a network delays or loses. Here the watchdog sees the very
 * thread.
 */
final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int TICKS_A_TIMEOUT = 4;

    /** What the last look at a thread saw. */
    private record Look(Running running, @Nullable Heartbeat beat) {}

    private final CpuScheduler scheduler;
    private final Workers workers;
    private final long timeout;
    private final int failAfter;
    private Map<Thread, Look> looks = new HashMap<>();
    private volatile boolean closed;

    /**
     * Makes one; {@link #start} sets it going.
     *
     * @param timeout in nanoseconds
     * @param failAfter timeouts after which a stall is a failure; 0 for never
     */
    Watchdog(CpuScheduler scheduler, Workers workers, long timeout, int failAfter) {
        this.scheduler = scheduler;
        this.workers = workers;
        this.timeout = timeout;
        this.failAfter = failAfter;
    }

    void start() {
        scheduler.schedule(this::tick, Math.max(1, timeout / TICKS_A_TIMEOUT));
    }

    @Override
    public void close() {
        closed = true;
    }

    private void tick() {
        if (closed) {
            return;
        }
        try {
            long now = scheduler.nanoTime();
            looks =
                    workers.running().stream()
                            .collect(Collectors.toMap(Running::thread, each -> look(each, now)));
        } catch (RuntimeException | Error e) { // must not end the watch
            LOG.error("watchdog failed; it goes on", e);
        } finally {
            start();
        }
    }

    private Look look(Running running, long now) {
        Look last = looks.get(running.thread());
        if (last == null
                || !last.running().equals(running)
                || !(running.task() instanceof CpuCell<?, ?> cell)) {
            return new Look(running, null);
        }
        Heartbeat beat = last.beat();
        if (beat == null || !beat.isOpen()) {
            Heartbeat next = new Heartbeat(cell, now);
            cell.post(new Notice.Beat(next));
            return new Look(running, next);
        }
        long age = beat.age(now);
        if (!beat.isStalled()) {
            if (age >= timeout) {
                stalled(running, beat, age);
            }
        } else if (failAfter > 0 && age / timeout >= failAfter) {
            beat.fail(() -> workers.interrupt(running));
        }
        return last;
    }

    private void stalled(Running running, Heartbeat beat, long age) {
        CpuCell<?, ?> cell = beat.cell();
        StackTraceElement[] stack = running.thread().getStackTrace();
        ActorFault where = Faults.stalled(stack, age, cell.type().actorClass());
        boolean stalled = beat.stall(where, () -> cell.life().stalled(where));
        if (stalled) {
            boolean standsIn = workers.standIn(running);
            LOG.warn(
                    "actor stalled: actor={}, thread={}, standIn={}, where={}, stack={}",
                    cell.name(),
                    running.thread().getName(),
                    standsIn,
                    where,
                    List.of(stack));
        }
    }
}
