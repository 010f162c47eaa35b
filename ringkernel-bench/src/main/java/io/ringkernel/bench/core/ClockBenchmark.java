package io.ringkernel.bench.core;

import io.ringkernel.clock.Hlc;
import io.ringkernel.clock.HybridClock;
import io.ringkernel.clock.TickBatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a stamp costs on one thread and on each of two that share the clock. Floors: the bare
 * reading of the physical clock, which every tick must do, and the bare addition to a shared word.
 * Peer: the usual loop of load and compare-and-set.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ClockBenchmark {

    private static final int BATCH = 64;
    private static final int WORD_INDEX = 24;

    private final HybridClock clock = new HybridClock(0);
    private final HybridClock fast =
            new HybridClock(
                    0, () -> System.currentTimeMillis() << 5, HybridClock.DEFAULT_MAX_DRIFT);
    private final AtomicLongArray word = new AtomicLongArray(2 * WORD_INDEX + 1);

    /** Made by JMH. */
    public ClockBenchmark() {}

    /** What one thread keeps. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls setUp
    public static class Reserved {
        private TickBatch batch;
        private TickBatch own;
        private long received;

        /** Made by JMH. */
        public Reserved() {}

        /** Makes it from the shared clock. */
        @Setup
        public void setUp(ClockBenchmark benchmark) {
            batch = benchmark.fast.batch(BATCH);
            own = benchmark.clock.batch(BATCH);
        }
    }

    /** Floor: the reading that a tick contains. */
    @Benchmark
    public long read1() {
        return System.currentTimeMillis();
    }

    /** Floor. */
    @Benchmark
    @Threads(2)
    public long read2() {
        return System.currentTimeMillis();
    }

    /** Floor: the addition that a tick contains. */
    @Benchmark
    public long add1() {
        return word.getAndIncrement(WORD_INDEX);
    }

    /** Floor. */
    @Benchmark
    @Threads(2)
    public long add2() {
        return word.getAndIncrement(WORD_INDEX);
    }

    /** A stamp. */
    @Benchmark
    public long tick1() {
        return clock.tick();
    }

    /** A stamp. */
    @Benchmark
    @Threads(2)
    public long tick2() {
        return clock.tick();
    }

    /** A stamp that is not behind the physical clock, out of the thread's own reservation of 64. */
    @Benchmark
    public long ownTick1(Reserved thread) {
        return thread.own.tick();
    }

    /** The same. */
    @Benchmark
    @Threads(2)
    public long ownTick2(Reserved thread) {
        return thread.own.tick();
    }

    /** A stamp for a message received from this process: the last stamp of this thread. */
    @Benchmark
    public long update1(Reserved thread) {
        long stamp = clock.update(thread.received);
        thread.received = stamp;
        return stamp;
    }

    /** The same. */
    @Benchmark
    @Threads(2)
    public long update2(Reserved thread) {
        long stamp = clock.update(thread.received);
        thread.received = stamp;
        return stamp;
    }

    /** 64 stamps at once, a stamp's share. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long reserve1() {
        return fast.tick(BATCH);
    }

    /** The same. */
    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(BATCH)
    public long reserve2() {
        return fast.tick(BATCH);
    }

    /** The same as long as one likes: 65,536 stamps a millisecond, which is 15.26 ns each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long sustained1() {
        return clock.tick(BATCH);
    }

    /** The same without reading the physical clock, reservations included. */
    @Benchmark
    public long batch1(Reserved thread) {
        return thread.batch.next();
    }

    /** The same. */
    @Benchmark
    @Threads(2)
    public long batch2(Reserved thread) {
        return thread.batch.next();
    }

    /** Peer: load and compare-and-set, again until it succeeds. */
    @Benchmark
    public long casLoop1() {
        return casLoop();
    }

    /** Peer. */
    @Benchmark
    @Threads(2)
    public long casLoop2() {
        return casLoop();
    }

    private long casLoop() {
        while (true) {
            long now = System.currentTimeMillis() << Hlc.LOGICAL_BITS;
            long seen = word.get(WORD_INDEX);
            long next = Math.max(seen + 1, now);
            if (word.compareAndSet(WORD_INDEX, seen, next)) {
                return next;
            }
        }
    }
}
