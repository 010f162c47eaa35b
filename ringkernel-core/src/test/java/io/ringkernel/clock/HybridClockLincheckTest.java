package io.ringkernel.clock;

import io.ringkernel.internal.Lincheck;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Within a millisecond, the first raise included, the clock is a counter that merges, exact to the
 * last value. While time passes a draw can become a gap, which the audits allow for.
 */
public class HybridClockLincheckTest {

    private static final long NOW = 5L << Hlc.LOGICAL_BITS;

    private final HybridClock clock = new HybridClock(0, () -> 5, Duration.ofMillis(500));

    /** Ticks. */
    @Operation
    public long tick() {
        return clock.tick();
    }

    /** Reserves three. */
    @Operation
    public long tickThree() {
        return clock.tick(3);
    }

    /** Merges a stamp that is behind, at or ahead of the physical clock. */
    @Operation
    public long update(@Param(gen = IntGen.class, conf = "-2:12") int ahead) {
        return clock.update(NOW + ahead);
    }

    @Test
    void shouldBeLinearizableUnderTheModelChecker() {
        new ModelCheckingOptions()
                .iterations(6 * Lincheck.SCALE)
                .invocationsPerIteration(400)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(0) // the first raise is the race
                .sequentialSpecification(Counter.class)
                .check(getClass());
    }

    @Test
    void shouldBeLinearizableUnderStress() {
        new StressOptions()
                .iterations(8 * Lincheck.SCALE)
                .invocationsPerIteration(1000)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(0)
                .sequentialSpecification(Counter.class)
                .check(getClass());
    }

    /** The clock, one operation after the other. */
    public static class Counter {
        private long word;

        /** Ticks. */
        public long tick() {
            return from(NOW, 1);
        }

        /** Reserves three. */
        public long tickThree() {
            return from(NOW, 3);
        }

        /** Merges. */
        public long update(int ahead) {
            return from(Math.max(NOW, NOW + ahead + 1), 1);
        }

        private long from(long least, int count) {
            long first = Math.max(word + 1, least);
            word = first + count - 1;
            return first;
        }
    }
}
