package io.ringkernel.bench.core;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a message costs in a queue of references, in nanoseconds a message.
 *
 * <p>{@code turn} and {@code burst} run on one thread, as actors do that share a carrier. In {@code
 * transfer} one or two producers send {@value #MESSAGES} messages to one consumer, each thread
 * yielding where it cannot go on; the time is until the last one is taken.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--sun-misc-unsafe-memory-access=allow")
public class QueueBenchmark {

    private static final int MESSAGES = 1 << 15;
    private static final int BURST = 100;
    private static final Integer MESSAGE = 1;

    /** Which queue. */
    @Param public QueueKind kind = QueueKind.GROWING;

    private QueueKind.Ends queue = kind.create();

    /** Made by JMH. */
    public QueueBenchmark() {}

    /** Makes the queue. */
    @Setup
    public void create() {
        queue = kind.create();
    }

    /** One in, one out. */
    @Benchmark
    public Object turn() {
        queue.offer(MESSAGE);
        return taken(queue);
    }

    /** A hundred in, a hundred out, and the actor goes idle. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void burst(Blackhole hole) {
        for (int i = 0; i < BURST; i++) {
            queue.offer(MESSAGE);
        }
        for (int i = 0; i < BURST; i++) {
            hole.consume(taken(queue));
        }
        queue.trim();
    }

    private static Object taken(QueueKind.Ends queue) {
        Object message = queue.poll();
        if (message == null) {
            throw new IllegalStateException("offered and not there");
        }
        return message;
    }

    /** From producers to a consumer. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void transfer(Producers producers, Blackhole hole) {
        producers.start(queue);
        for (int received = 0; received < MESSAGES; ) {
            Object message = queue.poll();
            if (message == null) {
                Thread.yield();
            } else {
                hole.consume(message);
                received++;
            }
        }
    }

    /** Threads that each send their part of a round. */
    @State(Scope.Benchmark)
    public static class Producers {

        /** How many. */
        @Param({"1", "2"})
        public int producers = 1;

        private Thread[] threads = {};
        private QueueKind.Ends queue = QueueKind.GROWING.create();
        private volatile int round;
        private volatile boolean done;

        /** Made by JMH. */
        public Producers() {}

        /** Starts the threads, which wait for the first round. */
        @Setup(Level.Trial)
        public void open() {
            done = false;
            round = 0;
            threads = new Thread[producers];
            for (int i = 0; i < producers; i++) {
                threads[i] = Thread.ofPlatform().daemon().name("producer-" + i).start(this::run);
            }
        }

        /** Ends them. */
        @TearDown(Level.Trial)
        public void close() throws InterruptedException {
            done = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }

        /** Starts a round; the one before is over. */
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
        void start(QueueKind.Ends to) {
            queue = to;
            round++;
        }

        private void run() {
            int sent = 0;
            while (!done) {
                if (sent == round) {
                    Thread.yield();
                    continue;
                }
                sent++;
                QueueKind.Ends to = queue;
                for (int i = 0; i < MESSAGES / producers; i++) {
                    while (!to.offer(MESSAGE)) {
                        Thread.yield();
                    }
                }
            }
        }
    }
}
