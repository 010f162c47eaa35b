package io.ringkernel.internal.cpu.mailbox;

import io.ringkernel.internal.Lincheck;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The queue is a bounded queue, exact capacity, end and trims included. {@code poll} alone would
 * not be linearizable with several producers: a message that is claimed and not yet stored hides
 * those behind it. So the consumer looks again while {@code hasClaimed}.
 */
public class GrowingQueueLincheckTest {

    private static final int CAPACITY = 8;

    private final GrowingQueue queue = new GrowingQueue(CAPACITY);

    /** Sends. */
    @Operation
    public boolean offer(@Param(gen = IntGen.class, conf = "0:9") int number) {
        return queue.offer(number);
    }

    /** Receives. */
    @Operation(nonParallelGroup = "consumer")
    public Integer poll() {
        while (true) {
            Object message = queue.poll();
            if (message != null || !queue.hasClaimed()) {
                return (Integer) message;
            }
            Thread.onSpinWait();
        }
    }

    /** Gives memory back. */
    @Operation(nonParallelGroup = "consumer")
    public void trim() {
        queue.trim(0);
    }

    /** Looks for messages. */
    @Operation(nonParallelGroup = "consumer")
    public boolean hasClaimed() {
        return queue.hasClaimed();
    }

    /** Ends it. */
    @Operation(runOnce = true)
    public void close() {
        queue.close();
    }

    @Test
    void shouldBeLinearizableUnderTheModelChecker() {
        new ModelCheckingOptions()
                .iterations(8 * Lincheck.SCALE)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsBefore(4)
                .actorsPerThread(3)
                .sequentialSpecification(BoundedQueue.class)
                .check(getClass());
    }

    @Test
    void shouldBeLinearizableUnderStress() {
        new StressOptions()
                .iterations(10 * Lincheck.SCALE)
                .invocationsPerIteration(1000)
                .threads(3)
                .actorsBefore(4)
                .actorsPerThread(4)
                .sequentialSpecification(BoundedQueue.class)
                .check(getClass());
    }

    /** What the queue is, one operation after the other. */
    public static class BoundedQueue {
        private final Deque<Integer> queue = new ArrayDeque<>();
        private boolean closed;

        /** Sends. */
        public boolean offer(int number) {
            return !closed && queue.size() < CAPACITY && queue.add(number);
        }

        /** Receives. */
        public Integer poll() {
            return queue.poll();
        }

        /** Gives memory back. */
        public void trim() {}

        /** Looks for messages. */
        public boolean hasClaimed() {
            return !queue.isEmpty();
        }

        /** Ends it. */
        public void close() {
            closed = true;
        }
    }
}
