package io.ringkernel.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * A ring with one producer and one consumer is a bounded queue, exact capacity included. The model
 * checker explores the algorithm over an array of longs, stress mode the shipped ring. The ring of
 * many producers is one as well while only one of them sends single messages; else a slot that is
 * claimed and not committed hides those behind it, by design, and the audits cover that.
 */
public class RingLincheckTest {

    /** One producer, one consumer. */
    public abstract static class Operations {
        private final Ring ring;

        Operations(Ring ring) {
            this.ring = ring;
        }

        /** Sends. */
        @Operation(nonParallelGroup = "producer")
        public boolean offer(@Param(gen = IntGen.class, conf = "0:9") int number) {
            return RingContract.offer(ring, number);
        }

        /** Receives, or returns -1. */
        @Operation(nonParallelGroup = "consumer")
        public long poll() {
            return RingContract.poll(ring);
        }
    }

    /** The batches of one producer appear at once. */
    public abstract static class SpscOperations extends Operations {
        private final Ring ring;

        SpscOperations(Ring ring) {
            super(ring);
            this.ring = ring;
        }

        /** Sends two at once, or none. */
        @Operation(nonParallelGroup = "producer")
        public boolean offerTwo(@Param(gen = IntGen.class, conf = "0:9") int number) {
            long position = ring.claim(2);
            if (position < 0) {
                return false;
            }
            RingContract.write(ring.slot(position), number);
            RingContract.write(ring.slot(position + 1), number + 1);
            ring.commit(position, 2);
            return true;
        }
    }

    /** The algorithm. */
    public static class OnArray extends SpscOperations {
        /** Makes a small ring. */
        public OnArray() {
            super(ArrayRingMemory.spsc(2, 16));
        }
    }

    /** The algorithm of the other ring, used by one producer. */
    public static class MpscOnArray extends Operations {
        /** Makes a small ring. */
        public MpscOnArray() {
            super(ArrayRingMemory.mpsc(2, 16));
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

    private static void modelCheck(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(8)
                .invocationsPerIteration(250)
                .threads(2)
                .actorsPerThread(3)
                .sequentialSpecification(BoundedQueue.class)
                .check(operations);
    }

    private static void stress(Class<?> operations) {
        new StressOptions()
                .iterations(6)
                .invocationsPerIteration(1000)
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
