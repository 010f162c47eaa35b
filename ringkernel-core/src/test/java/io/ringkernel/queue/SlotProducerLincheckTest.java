package io.ringkernel.queue;

import io.ringkernel.internal.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Claims are linearizable: the positions are those of one counter that a limit and an end stop.
 * This is {@link Claims}, which {@link MpscRing} uses as well. The model checker explores the
 * interleavings of tail and cached head, here in an array; the head itself is in a memory segment,
 * which it does not interleave, so the stress mode covers that one.
 */
public class SlotProducerLincheckTest {

    /** Producers, a consumer that gives back, and the end. */
    public abstract static class Operations {
        private final RingFixture fixture = RingFixture.create(4, 64);
        private final SlotProducer producer;

        Operations(@Nullable RingMemory tail) {
            producer = tail == null ? fixture.producer() : new SlotProducer(fixture.ring(), tail);
        }

        /** Claims one slot. */
        @Operation
        public long claim() {
            return producer.claim();
        }

        /** Claims three slots. */
        @Operation
        public long claimThree() {
            return producer.claim(3);
        }

        /** Gives one slot back, as the consumer would. */
        @Operation(nonParallelGroup = "consumer")
        public long giveBack() {
            long head = fixture.ring().headAcquire();
            if (head < producer.tail()) {
                fixture.ring().headRelease(head + 1);
            }
            return 0;
        }

        /** Ends it. */
        @Operation(runOnce = true)
        public long close() {
            return producer.close();
        }
    }

    /** With its tail in an array. */
    public static class OnArray extends Operations {
        /** Makes it. */
        public OnArray() {
            super(ArrayRingMemory.of(RingLayout.HEAD));
        }
    }

    /** As shipped. */
    public static class OnSegment extends Operations {
        /** Makes it. */
        public OnSegment() {
            super(null);
        }
    }

    @Test
    void shouldBeLinearizableUnderTheModelChecker() {
        new ModelCheckingOptions()
                .iterations(6 * Lincheck.SCALE)
                .invocationsPerIteration(400)
                .threads(2)
                .actorsPerThread(3)
                .sequentialSpecification(Counter.class)
                .check(OnArray.class);
    }

    @Test
    void shouldBeLinearizableUnderStress() {
        new StressOptions()
                .iterations(8 * Lincheck.SCALE)
                .invocationsPerIteration(1000)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(Counter.class)
                .check(OnSegment.class);
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
