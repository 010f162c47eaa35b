package io.ringkernel.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.internal.Lincheck;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ring with one producer and one consumer is a bounded queue, exact capacity included. The model
 * checker explores the algorithm over an array of longs, and finds the weakened twins of it; stress
 * mode covers the shipped ring. The ring of many producers is one as well while only one of them
 * sends single messages; else a slot that is claimed and not committed hides those behind it, by
 * design, and the audits cover that.
 */
public class RingLincheckTest {

    /** One producer, one consumer. */
    public abstract static class Operations {
        final Ring ring;

        Operations(Ring ring) {
            this.ring = ring;
        }

        /** Sends. */
        @Operation(nonParallelGroup = "producer")
        public boolean offer(@Param(gen = IntGen.class, conf = "0:9") int number) {
            long position = ring.claim();
            if (position < 0) {
                return false;
            }
            send(position, number);
            return true;
        }

        /** Receives, or returns -1. */
        @Operation(nonParallelGroup = "consumer")
        public long poll() {
            long position = ring.peek();
            return position < 0 ? -1 : receive(position);
        }

        void send(long position, long number) {
            write(position, number);
            ring.commit(position);
        }

        long receive(long position) {
            long number = read(position);
            ring.release(position);
            return number;
        }

        void write(long position, long number) {
            RingContract.write(ring.slot(position), number);
        }

        /** Returns the message, or fails if it is torn. */
        long read(long position) {
            return RingContract.read(ring.slot(position));
        }
    }

    /** The batches of one producer appear at once. */
    public abstract static class SpscOperations extends Operations {
        SpscOperations(Ring ring) {
            super(ring);
        }

        /** Sends two at once, or none. */
        @Operation(nonParallelGroup = "producer")
        public boolean offerTwo(@Param(gen = IntGen.class, conf = "0:9") int number) {
            long position = ring.claim(2);
            if (position < 0) {
                return false;
            }
            write(position, number);
            write(position + 1, number + 1);
            ring.commit(position, 2);
            return true;
        }
    }

    /** The algorithm; what the messages hold is interleaved as well. */
    public static class OnArray extends SpscOperations {
        private final Payload payload = new Payload();

        /** Makes a small ring. */
        public OnArray() {
            super(ArrayRingMemory.spsc(2, 16));
        }

        @Override
        void write(long position, long number) {
            payload.write(position, number);
        }

        @Override
        long read(long position) {
            return payload.read(position);
        }
    }

    /** The algorithm of the other ring, used by one producer. */
    public static class MpscOnArray extends Operations {
        private final Payload payload = new Payload();

        /** Makes a small ring. */
        public MpscOnArray() {
            super(ArrayRingMemory.mpsc(2, 16));
        }

        @Override
        void write(long position, long number) {
            payload.write(position, number);
        }

        @Override
        long read(long position) {
            return payload.read(position);
        }
    }

    /** Weakened twin: publishes first, as a store without release may. */
    public static class EarlyCommit extends OnArray {
        /** Makes a small ring. */
        public EarlyCommit() {}

        @Override
        void send(long position, long number) {
            ring.commit(position);
            write(position, number);
        }
    }

    /** Weakened twin of the other ring. */
    public static class MpscEarlyCommit extends MpscOnArray {
        /** Makes a small ring. */
        public MpscEarlyCommit() {}

        @Override
        void send(long position, long number) {
            ring.commit(position);
            write(position, number);
        }
    }

    /** Weakened twin: gives back first, as a store without release may. */
    public static class EarlyRelease extends OnArray {
        /** Makes a small ring. */
        public EarlyRelease() {}

        @Override
        long receive(long position) {
            ring.release(position);
            return read(position);
        }
    }

    /** Two longs for each of two slots. */
    private static final class Payload {
        private final RingMemory words = ArrayRingMemory.of(32);

        void write(long position, long number) {
            long at = position % 2 * 16;
            words.plain(at, number);
            words.plain(at + 8, number);
        }

        long read(long position) {
            long at = position % 2 * 16;
            long number = words.plain(at);
            return number == words.plain(at + 8) ? number : Long.MIN_VALUE;
        }
    }

    /** Several producers claim: each position once, however the accesses interleave. */
    public static class Claiming {
        private final MpscRing ring;

        /** Makes a small ring. */
        public Claiming() {
            this(ArrayRingMemory.of(MpscRing.bytes(4, 16)));
        }

        Claiming(RingMemory memory) {
            ring = new MpscRing(RingLayout.format(RingLayout.Kind.MPSC, memory, 4, 16), null);
        }

        /** Claims one. */
        @Operation
        public long claim() {
            return ring.claim();
        }

        /** Claims two. */
        @Operation
        public long claimTwo() {
            return ring.claim(2);
        }
    }

    /** Weakened twin: compares, then sets. */
    public static class ClaimingInTwoSteps extends Claiming {
        /** Makes a small ring. */
        public ClaimingInTwoSteps() {
            super(
                    new ArrayRingMemory(MpscRing.bytes(4, 16)) {
                        @Override
                        boolean compareAndSet(long offset, long expected, long value) {
                            boolean equal = sequential(offset) == expected;
                            if (equal) {
                                release(offset, value);
                            }
                            return equal;
                        }
                    });
        }
    }

    /** What claims of a ring of four are, one after the other. */
    public static class Counter {
        private long tail;

        /** Claims one. */
        public long claim() {
            return claim(1);
        }

        /** Claims two. */
        public long claimTwo() {
            return claim(2);
        }

        private long claim(int count) {
            if (tail + count > 4) {
                return Ring.FULL;
            }
            tail += count;
            return tail - count;
        }
    }

    /** What is shipped. */
    public static class OnSegment extends SpscOperations {
        /** Makes a small ring. */
        public OnSegment() {
            super(SpscRing.allocate(2, 16));
        }
    }

    /** What is shipped. */
    public static class MpscOnSegment extends Operations {
        /** Makes a small ring. */
        public MpscOnSegment() {
            super(MpscRing.allocate(2, 16));
        }
    }

    @Test
    void shouldBeABoundedQueueUnderTheModelChecker() {
        modelCheck(OnArray.class);
    }

    @Test
    void shouldBeABoundedQueueUnderTheModelCheckerWithOneOfManyProducers() {
        modelCheck(MpscOnArray.class);
    }

    @Test
    void shouldBeABoundedQueueUnderStress() {
        stress(OnSegment.class);
    }

    @Test
    void shouldBeABoundedQueueUnderStressWithOneOfManyProducers() {
        stress(MpscOnSegment.class);
    }

    @Test
    void shouldClaimEachPositionOnceUnderTheModelChecker() {
        modelCheck(Claiming.class, Counter.class);
    }

    /** So the model checker looks at what it passes above. */
    @ParameterizedTest
    @ValueSource(classes = {EarlyCommit.class, MpscEarlyCommit.class, EarlyRelease.class})
    void shouldFindAWeakenedOrder(Class<?> twin) {
        assertThatThrownBy(() -> find(twin, BoundedQueue.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    @Test
    void shouldFindAClaimInTwoSteps() {
        assertThatThrownBy(() -> find(ClaimingInTwoSteps.class, Counter.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    private static void modelCheck(Class<?> operations) {
        modelCheck(operations, BoundedQueue.class);
    }

    private static void modelCheck(Class<?> operations, Class<?> specification) {
        options(specification).check(operations);
    }

    /** Does the same, and does not look for the smallest scenario that fails. */
    private static void find(Class<?> twin, Class<?> specification) {
        options(specification).minimizeFailedScenario(false).check(twin);
    }

    private static ModelCheckingOptions options(Class<?> specification) {
        return new ModelCheckingOptions()
                .iterations(6 * Lincheck.SCALE)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(3)
                .sequentialSpecification(specification);
    }

    private static void stress(Class<?> operations) {
        new StressOptions()
                .iterations(4 * Lincheck.SCALE)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(4)
                .sequentialSpecification(BoundedQueue.class)
                .check(operations);
    }

    /** What the ring is, one operation after the other. */
    public static class BoundedQueue {
        private final Deque<Long> queue = new ArrayDeque<>();

        /** Sends. */
        public boolean offer(int number) {
            return queue.size() < 2 && queue.add((long) number);
        }

        /** Sends two. */
        public boolean offerTwo(int number) {
            return queue.isEmpty() && offer(number) && offer(number + 1);
        }

        /** Receives. */
        public long poll() {
            return queue.isEmpty() ? -1 : queue.remove();
        }
    }
}
