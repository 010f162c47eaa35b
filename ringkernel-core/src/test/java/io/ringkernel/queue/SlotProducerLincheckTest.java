package io.ringkernel.queue;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Claims are linearizable: the positions are those of one counter that a limit and an end stop. The
 * model checker explores the interleavings of tail and cached head; the head itself is in a memory
 * segment, which it does not interleave, so the stress mode covers that one.
 */
public class SlotProducerLincheckTest {

    private final RingFixture fixture = RingFixture.create(4, 64);

    /** Claims one slot. */
    @Operation
    public long claim() {
        return fixture.producer().claim();
    }

    /** Claims three slots. */
    @Operation
    public long claimThree() {
        return fixture.producer().claim(3);
    }

    /** Gives one slot back, as the consumer would. */
    @Operation(nonParallelGroup = "consumer")
    public long giveBack() {
        long head = fixture.ring().headAcquire();
        if (head < fixture.producer().tail()) {
            fixture.ring().headRelease(head + 1);
        }
        return 0;
    }

    /** Ends it. */
    @Operation(runOnce = true)
    public long close() {
        return fixture.producer().close();
    }

    @Test
    void shouldBeLinearizableUnderTheModelChecker() {
        new ModelCheckingOptions()
                .iterations(15)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(3)
                .sequentialSpecification(Counter.class)
                .check(getClass());
    }

    @Test
    void shouldBeLinearizableUnderStress() {
        new StressOptions()
                .iterations(15)
                .invocationsPerIteration(2000)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(Counter.class)
                .check(getClass());
    }

    /** What claims look like one after the other. */
    public static class Counter {
        private long head;
        private long tail;
        private boolean closed;

        /** Claims one. */
        public long claim() {
            return claim(1);
        }

        /** Claims three. */
        public long claimThree() {
            return claim(3);
        }

        /** Gives one back. */
        public long giveBack() {
            if (head < tail) {
                head++;
            }
            return 0;
        }

        /** Ends it. */
        public long close() {
            closed = true;
            return tail;
        }

        private long claim(int count) {
            if (closed) {
                return SlotProducer.CLOSED;
            }
            if (tail + count - head > 4) {
                return SlotProducer.FULL;
            }
            tail += count;
            return tail - count;
        }
    }
}
