package io.ringkernel.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * One thread, random operations, a physical clock that runs, stops and jumps both ways: every stamp
 * is greater than the last, not behind the physical clock, and within the bound. Repeat one with
 * {@code -Dtest.argLine=-Dtest.seed=N}.
 */
class HybridClockModelTest {

    private static final long START = 1_795_374_404_123L;
    private static final int STEPS = 20_000;
    private static final int MAX_DRIFT = 50;

    @RepeatedTest(20)
    void shouldKeepItsPromises(RepetitionInfo info) {
        long seed = Long.getLong("test.seed", System.nanoTime() + info.getCurrentRepetition());
        Random random = new Random(seed);
        ManualTime time = new ManualTime(START);
        HybridClock clock = new HybridClock(0, time, Duration.ofMillis(MAX_DRIFT));
        long last = 0;
        long reference = START; // the physical clock without its steps back
        for (int step = 0; step < STEPS; step++) {
            long by = moveOf(random);
            time.move(by);
            reference = Math.max(reference + Math.max(by, 0), time.millis());
            long now = time.millis();
            long before = clock.latest();
            long remote = Hlc.of(now + aheadOf(random), random.nextInt(65536));
            int count = 1 + random.nextInt(500);
            long first;
            String what = "seed=" + seed + ", step=" + step;
            try {
                first =
                        switch (random.nextInt(3)) {
                            case 0 -> clock.tick(count = 1);
                            case 1 -> clock.tick(count);
                            default -> {
                                count = 1;
                                long merged = clock.update(remote);
                                assertThat(merged).as(what).isGreaterThan(remote);
                                yield merged;
                            }
                        };
            } catch (ClockDriftException refused) {
                assertThat(Hlc.millis(remote) - now).as(what).isGreaterThan(MAX_DRIFT);
                assertThat(remote).as(what).isGreaterThan(before);
                assertThat(clock.latest()).as(what).isEqualTo(before);
                continue;
            }
            assertThat(first).as(what).isGreaterThan(last);
            assertThat(Hlc.millis(first)).as(what).isGreaterThanOrEqualTo(now);
            last = first + count - 1;
            assertThat(Hlc.millis(last)).as(what).isLessThanOrEqualTo(reference + MAX_DRIFT);
            assertThat(clock.latest()).as(what).isEqualTo(last);
        }
    }

    /**
     * Mostly near, now and then refused; never so near to the bound that standing time exhausts it.
     */
    private static long aheadOf(Random random) {
        return random.nextInt(10) == 0
                ? random.nextInt(MAX_DRIFT + 1, 2 * MAX_DRIFT)
                : random.nextInt(-40, MAX_DRIFT - 2);
    }

    private static long moveOf(Random random) {
        return switch (random.nextInt(100)) {
            case 0 -> -random.nextInt(5_000);
            case 1 -> random.nextInt(5_000);
            case 2, 3, 4 -> -random.nextInt(3);
            default -> random.nextInt(100) < 30 ? 1 : 0;
        };
    }
}
