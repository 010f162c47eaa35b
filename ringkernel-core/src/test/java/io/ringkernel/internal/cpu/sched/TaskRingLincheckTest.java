package io.ringkernel.internal.cpu.sched;

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
 * The owner and thieves that take one task each see a bounded queue. What a thief of half takes is
 * half of what was there a moment before, which no sequential queue does; the audit covers it.
 */
public class TaskRingLincheckTest {

    private static final int CAPACITY = 4;

    private final TaskRing ring = new TaskRing(CAPACITY);

    /** The owner adds. */
    @Operation(nonParallelGroup = "owner")
    public boolean push(@Param(gen = IntGen.class, conf = "0:9") int number) {
        return ring.push(new TaskRingTest.Numbered(number));
    }

    /** The owner takes. */
    @Operation(nonParallelGroup = "owner")
    public int pop() {
        return number(ring.pop());
    }

    /** Anybody takes. */
    @Operation
    public int poll() {
        return number(ring.poll());
    }

    @Test
    void shouldBeABoundedQueueForAModelChecker() {
        new ModelCheckingOptions()
                .iterations(8 * Lincheck.SCALE)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(BoundedQueue.class)
                .check(getClass());
    }

    @Test
    void shouldBeABoundedQueueUnderStress() {
        new StressOptions()
                .iterations(8 * Lincheck.SCALE)
                .invocationsPerIteration(1000)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(BoundedQueue.class)
                .check(getClass());
    }

    private static int number(Runnable task) {
        return task == null ? -1 : ((TaskRingTest.Numbered) task).number();
    }

    /** What the ring is, one operation after the other. */
    public static class BoundedQueue {
        private final Deque<Integer> queue = new ArrayDeque<>();

        /** Adds. */
        public boolean push(int number) {
            return queue.size() < CAPACITY && queue.add(number);
        }

        /** Takes. */
        public int pop() {
            return poll();
        }

        /** Takes. */
        public int poll() {
            return queue.isEmpty() ? -1 : queue.remove();
        }
    }
}
