package io.ringkernel.queue;

import io.ringkernel.internal.Lincheck;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * One producer and one consumer see a bounded queue, exact capacity included. With several
 * producers the ring is not linearizable, by design: a slot that is claimed and not yet committed
 * hides the committed ones behind it; the audits cover that case. Stress mode, because the model
 * checker does not interleave accesses of memory segments.
 */
public class SlotRingLincheckTest {

    private final RingFixture fixture = RingFixture.create(4, 64);

    /** Sends. */
    @Operation(nonParallelGroup = "producer")
    public boolean offer(@Param(gen = IntGen.class, conf = "0:9") int number) {
        return fixture.offer(number);
    }

    /** Receives, or returns the lowest number if nothing is there. */
    @Operation(nonParallelGroup = "consumer")
    public long poll() {
        return fixture.consumer().poll() ? fixture.number() : Long.MIN_VALUE;
    }

    @Test
    void shouldBeABoundedQueueUnderStress() {
        new StressOptions()
                .iterations(6 * Lincheck.SCALE)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(4)
                .sequentialSpecification(BoundedQueue.class)
                .check(getClass());
    }

    /** What the ring is, one operation after the other. */
    public static class BoundedQueue {
        private final Deque<Long> queue = new ArrayDeque<>();

        /** Sends. */
        public boolean offer(int number) {
            return queue.size() < 4 && queue.add((long) number);
        }

        /** Receives. */
        public long poll() {
            return queue.isEmpty() ? Long.MIN_VALUE : queue.remove();
        }
    }
}
