package io.ringkernel.bench.core;

import io.ringkernel.internal.cpu.sched.Carriers;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What scheduling a task costs on two carriers, beside a {@link ForkJoinPool} in asynchronous mode.
 * Tasks do nothing but schedule others; each benchmark counts them and ends when all have run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SchedulerBenchmark {

    private static final int TASKS = 100_000;
    private static final int THREADS = 2;

    /** Who runs the tasks. */
    @Param({"carriers", "forkJoinPool"})
    @SuppressWarnings("NullAway.Init") // by JMH
    public String scheduler;

    @SuppressWarnings("NullAway.Init") // by start
    private Scheduler tasks;

    private final Semaphore done = new Semaphore(0);

    /** Made by JMH. */
    public SchedulerBenchmark() {}

    /** Starts the threads. */
    @Setup
    public void start() {
        tasks = scheduler.equals("carriers") ? new OnCarriers() : new OnForkJoinPool();
    }

    /** Ends them. */
    @TearDown
    public void stop() {
        tasks.close();
    }

    /** Two tasks that wake each other in turn. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void pingPong() throws InterruptedException {
        Pinger ping = new Pinger();
        Pinger pong = new Pinger();
        ping.other = pong;
        pong.other = ping;
        tasks.execute(ping);
        done.acquire();
    }

    /** As many such pairs as make both carriers busy. */
    @Benchmark
    @OperationsPerInvocation(8 * TASKS)
    public void eightPingPongs() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            Pinger ping = new Pinger();
            Pinger pong = new Pinger();
            ping.other = pong;
            pong.other = ping;
            tasks.execute(ping);
        }
        done.acquire(8);
    }

    /** One task makes a hundred thousand runnable. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void burst() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(TASKS);
        tasks.execute(() -> {
            for (int i = 0; i < TASKS; i++) {
                tasks.execute(new Leaf(left));
            }
        });
        done.acquire();
    }

    /** A tree: every task makes two, 17 deep. */
    @Benchmark
    @OperationsPerInvocation((1 << 17) - 1)
    public void tree() throws InterruptedException {
        AtomicInteger leaves = new AtomicInteger(1 << 16);
        tasks.execute(new Node(16, leaves));
        done.acquire();
    }

    /** Tasks from a thread that is no carrier. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void injected() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(TASKS);
        for (int i = 0; i < TASKS; i++) {
            tasks.execute(new Leaf(left));
        }
        done.acquire();
    }

    /** One task from outside, and the wait for it: the carriers sleep in between. */
    @Benchmark
    public void roundTrip() throws InterruptedException {
        tasks.execute(done::release);
        done.acquire();
    }

    /** One of two tasks. */
    private final class Pinger implements Runnable {
        private Pinger other = this;
        private int left = TASKS / 2;

        @Override
        public void run() {
            if (--left > 0 || other.left > 0) {
                tasks.execute(other);
            } else {
                done.release();
            }
        }
    }

    /** Counts itself. */
    private final class Leaf implements Runnable {
        private final AtomicInteger left;

        Leaf(AtomicInteger left) {
            this.left = left;
        }

        @Override
        public void run() {
            if (left.decrementAndGet() == 0) {
                done.release();
            }
        }
    }

    /** Makes two, or counts itself. */
    private final class Node implements Runnable {
        private final int depth;
        private final AtomicInteger leaves;

        Node(int depth, AtomicInteger leaves) {
            this.depth = depth;
            this.leaves = leaves;
        }

        @Override
        public void run() {
            if (depth > 0) {
                tasks.execute(new Node(depth - 1, leaves));
                tasks.execute(new Node(depth - 1, leaves));
            } else if (leaves.decrementAndGet() == 0) {
                done.release();
            }
        }
    }

    /** What is measured. */
    private sealed interface Scheduler extends AutoCloseable {
        void execute(Runnable task);

        @Override
        void close();
    }

    /** Ours. */
    private static final class OnCarriers implements Scheduler {
        private final Carriers carriers = new Carriers("carrier-", THREADS);

        @Override
        public void execute(Runnable task) {
            carriers.execute(task);
        }

        @Override
        public void close() {
            carriers.shutdown(Duration.ofSeconds(1));
        }
    }

    /** The JDK's. */
    private static final class OnForkJoinPool implements Scheduler {
        private final ForkJoinPool pool =
                new ForkJoinPool(
                        THREADS, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);

        @Override
        public void execute(Runnable task) {
            pool.execute(task);
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }
}
