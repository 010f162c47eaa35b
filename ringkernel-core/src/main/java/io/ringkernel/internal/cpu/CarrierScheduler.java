package io.ringkernel.internal.cpu;

import io.ringkernel.internal.Nanos;
import io.ringkernel.internal.cpu.sched.CarrierStatus;
import io.ringkernel.internal.cpu.sched.Carriers;
import io.ringkernel.spi.CpuScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The runtime's own scheduler: carrier threads, and a thread for what is due later. */
final class CarrierScheduler implements CpuScheduler, CpuScheduler.Workers {

    private static final Timer NONE = () -> {};

    private final int threads;
    private final Carriers carriers;
    private final ScheduledThreadPoolExecutor clock;

    CarrierScheduler(int threads) {
        this.threads = threads;
        this.carriers = new Carriers("ringkernel-cpu-", threads);
        this.clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("ringkernel-cpu-timer").factory());
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    static String describe(int threads) {
        return threads
                + " carrier thread"
                + (threads == 1 ? "" : "s")
                + " of Java "
                + Runtime.version().feature()
                + " on "
                + System.getProperty("os.arch");
    }

    @Override
    public void execute(Runnable task) {
        carriers.execute(task);
    }

    @Override
    public void requeue(Runnable task) {
        carriers.yield(task);
    }

    @Override
    public @Nullable Runnable current() {
        return carriers.current();
    }

    @Override
    public long nanoTime() {
        return Nanos.now();
    }

    @Override
    public Timer schedule(Runnable action, long delayNanos) {
        try {
            Future<?> future = clock.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) { // closed: nothing is due any more
            return NONE;
        }
    }

    @Override
    public Workers workers() {
        return this;
    }

    @Override
    public List<Running> running() {
        List<Running> all = new ArrayList<>();
        for (CarrierStatus status : carriers.status()) {
            Runnable task = status.task();
            if (task != null) {
                all.add(new Running(task, status.thread(), status.begun()));
            }
        }
        return all;
    }

    @Override
    public boolean standIn(Running stuck) {
        return carriers.compensate(stuck.thread(), stuck.turn());
    }

    @Override
    public boolean interrupt(Running stuck) {
        return carriers.interrupt(stuck.thread(), stuck.turn());
    }

    @Override
    public String describe() {
        return describe(threads);
    }

    @Override
    public void close() {
        clock.shutdown();
        carriers.close();
    }
}
