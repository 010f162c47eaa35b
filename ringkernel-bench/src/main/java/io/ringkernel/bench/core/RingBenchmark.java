package io.ringkernel.bench.core;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Messages of 64 bytes, written and read field by field, through rings between threads and on one.
 *
 * <p>Of a group, JMH's own score adds up the calls of all its threads. What counts here is {@link
 * Received#messages}: what the consumer has read and checked. A call moves up to {@value #BATCH}
 * messages, so calls cost next to nothing; it waits where it must, and ends with the iteration,
 * when the other end may have gone.
 */
public class RingBenchmark {

    private static final int BATCH = 1024;

    private RingBenchmark() {}

    /** One producer, one consumer. */
    @State(Scope.Group)
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Fork(
            value = 3,
            jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"})
    @SuppressWarnings("NullAway.Init") // JMH calls create
    public static class Spsc {

        /** Which ring. */
        @Param({"SPSC", "SPSC_BATCH", "AGRONA_ONE", "JCTOOLS_FRESH", "JCTOOLS_REFERENCE", "UNSAFE"})
        public RingKind kind = RingKind.SPSC;

        private RingEnds ends;

        /** Made by JMH. */
        public Spsc() {}

        /** Makes the ring. */
        @Setup
        public void create() {
            ends = kind.create();
        }

        /** Sends. */
        @Benchmark
        @Group("spsc")
        public void send(Sender sender, Control control) {
            sender.send(ends, control);
        }

        /** Receives. */
        @Benchmark
        @Group("spsc")
        public void receive(Receiver receiver, Received received, Control control) {
            receiver.receive(ends, received, control);
        }
    }

    /** Several producers, one consumer. */
    @State(Scope.Group)
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Fork(value = 3, jvmArgsAppend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
    @SuppressWarnings("NullAway.Init") // JMH calls create
    public static class Mpsc {

        /** Which ring. */
        @Param({"MPSC", "MPSC_BATCH", "AGRONA_MANY"})
        public RingKind kind = RingKind.MPSC;

        private RingEnds ends;

        /** Made by JMH. */
        public Mpsc() {}

        /** Makes the ring. */
        @Setup
        public void create() {
            ends = kind.create();
        }

        /** Sends alone. */
        @Benchmark
        @Group("mpsc1")
        public void send1(Sender sender, Control control) {
            sender.send(ends, control);
        }

        /** Receives. */
        @Benchmark
        @Group("mpsc1")
        public void receive1(Receiver receiver, Received received, Control control) {
            receiver.receive(ends, received, control);
        }

        /** Sends, one of two. */
        @Benchmark
        @Group("mpsc2")
        @GroupThreads(2)
        public void send2(Sender sender, Control control) {
            sender.send(ends, control);
        }

        /** Receives. */
        @Benchmark
        @Group("mpsc2")
        public void receive2(Receiver receiver, Received received, Control control) {
            receiver.receive(ends, received, control);
        }
    }

    /** The floors in C++, for which a compiler must be there: {@code ring64.cpp}. */
    @State(Scope.Group)
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Fork(value = 3)
    @SuppressWarnings("NullAway.Init") // JMH calls create
    public static class Floor {

        /** Messages that are published at once. */
        @Param({"1", "64"})
        public int batch = 1;

        private RingEnds spsc;
        private RingEnds mpsc;

        /** Made by JMH. */
        public Floor() {}

        /** Makes the rings. */
        @Setup
        public void create() {
            spsc = FloorRing.spsc(batch);
            mpsc = FloorRing.mpsc(batch);
        }

        /** Sends. */
        @Benchmark
        @Group("floorSpsc")
        public void send(Sender sender, Control control) {
            sender.send(spsc, control);
        }

        /** Receives. */
        @Benchmark
        @Group("floorSpsc")
        public void receive(Receiver receiver, Received received, Control control) {
            receiver.receive(spsc, received, control);
        }

        /** Sends alone. */
        @Benchmark
        @Group("floorMpsc1")
        public void send1(Sender sender, Control control) {
            sender.send(mpsc, control);
        }

        /** Receives. */
        @Benchmark
        @Group("floorMpsc1")
        public void receive1(Receiver receiver, Received received, Control control) {
            receiver.receive(mpsc, received, control);
        }

        /** Sends, one of two. */
        @Benchmark
        @Group("floorMpsc2")
        @GroupThreads(2)
        public void send2(Sender sender, Control control) {
            sender.send(mpsc, control);
        }

        /** Receives. */
        @Benchmark
        @Group("floorMpsc2")
        public void receive2(Receiver receiver, Received received, Control control) {
            receiver.receive(mpsc, received, control);
        }
    }

    /** One in, one out, on one thread. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @Fork(value = 3, jvmArgsAppend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
    @SuppressWarnings("NullAway.Init") // JMH calls create
    public static class OneThread {

        /** Which ring. */
        @Param({"SPSC", "MPSC", "UNSAFE"})
        public RingKind kind = RingKind.SPSC;

        private final Tally tally = new Tally();
        private RingEnds ends;
        private long next;

        /** Made by JMH. */
        public OneThread() {}

        /** Makes the ring. */
        @Setup
        public void create() {
            ends = kind.create();
        }

        /** Sends and receives. */
        @Benchmark
        public void turn() {
            if (ends.send(next++, 1) + ends.receive(tally, 1) != 2) {
                throw new AssertionError("sent and not there");
            }
        }

        /** Checks what was received. */
        @TearDown
        public void check() {
            if (tally.check() != next) {
                throw new AssertionError("received=" + tally.check() + ", sent=" + next);
            }
        }
    }

    /** A producer. */
    @State(Scope.Thread)
    public static class Sender {
        private long next;

        /** Made by JMH. */
        public Sender() {}

        /** Numbers its messages. */
        @Setup
        public void number(ThreadParams params) {
            next = Tally.first(params.getSubgroupThreadIndex());
        }

        void send(RingEnds to, Control control) {
            int sent = to.send(next, BATCH);
            while (sent < BATCH && !control.stopMeasurement) {
                Thread.yield();
                sent += to.send(next + sent, BATCH - sent);
            }
            next += sent;
        }
    }

    /** The consumer. */
    @State(Scope.Thread)
    public static class Receiver {
        private final Tally tally = new Tally();

        /** Made by JMH. */
        public Receiver() {}

        void receive(RingEnds from, Received counter, Control control) {
            int received = from.receive(tally, BATCH);
            while (received < BATCH && !control.stopMeasurement) {
                Thread.yield();
                received += from.receive(tally, BATCH - received);
            }
            counter.messages += received;
        }

        /** Checks what was received. */
        @TearDown
        public void check() {
            long _ = tally.check();
        }
    }

    /** What was received in an iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Received {
        /** Messages read and checked. */
        public long messages;

        /** Made by JMH. */
        public Received() {}
    }
}
