package io.ringkernel.clock;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Audits of threads that share a clock: millions of stamps, all of them looked at. */
class HybridClockAuditTest {

    private static final int EACH = 2_000_000;
    private static final int ROUNDS = 200_000;

    /** Physical clocks of different manners. */
    enum Manner {
        MACHINE {
            @Override
            TimeSource source() {
                return TimeSource.system();
            }
        },
        /**
         * Each thread reads another time, up to three milliseconds apart, so it steps back often.
         */
        UNSTEADY {
            @Override
            TimeSource source() {
                return () -> System.currentTimeMillis() + ThreadLocalRandom.current().nextInt(4);
            }
        },
        /** A millisecond of time in about 16,000 readings: most ticks carry on by themselves. */
        SLOW {
            @Override
            TimeSource source() {
                return () -> System.nanoTime() >>> 24;
            }
        };

        abstract TimeSource source();
    }

    private volatile long ball;

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void shouldIssueEveryStampOnceAndInOrderOnEachThread(Manner manner) throws Exception {
        HybridClock clock = new HybridClock(0, manner.source(), Duration.ofMinutes(10));
        List<long[]> issued;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<long[]>> working = new ArrayList<>();
            working.add(threads.submit(() -> tick(clock)));
            working.add(threads.submit(() -> reserve(clock)));
            working.add(threads.submit(() -> update(clock)));
            working.add(threads.submit(() -> batch(clock)));
            issued = new ArrayList<>();
            for (Future<long[]> future : working) {
                issued.add(future.get(100, SECONDS));
            }
        }
        for (long[] ofThread : issued) {
            requireIncreasing(ofThread);
        }
        long[] all = new long[4 * EACH];
        for (int i = 0; i < issued.size(); i++) {
            System.arraycopy(issued.get(i), 0, all, i * EACH, EACH);
        }
        Arrays.sort(all);
        requireIncreasing(all);
        assertThat(clock.latest()).isGreaterThanOrEqualTo(all[all.length - 1]);
    }

    private static long[] tick(HybridClock clock) {
        long[] stamps = new long[EACH];
        for (int i = 0; i < EACH; i++) {
            stamps[i] = clock.tick();
        }
        return stamps;
    }

    private static long[] reserve(HybridClock clock) {
        long[] stamps = new long[EACH];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < EACH; ) {
            int count = Math.min(EACH - i, random.nextInt(1, 20));
            long first = clock.tick(count);
            for (int k = 0; k < count; k++) {
                stamps[i++] = first + k;
            }
        }
        return stamps;
    }

    /** Merges stamps that are a little behind or ahead of the clock. */
    private static long[] update(HybridClock clock) {
        long[] stamps = new long[EACH];
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < EACH; i++) {
            long remote = Math.max(0, clock.latest() + random.nextInt(-50, 50));
            stamps[i] = clock.update(remote);
            if (stamps[i] <= remote) {
                throw new AssertionError("not after: remote=" + remote + ", stamp=" + stamps[i]);
            }
        }
        return stamps;
    }

    private static long[] batch(HybridClock clock) {
        long[] stamps = new long[EACH];
        SplittableRandom random = new SplittableRandom(9);
        TickBatch batch = clock.batch(16);
        for (int i = 0; i < EACH; i++) {
            int kind = random.nextInt(8);
            if (kind != 0) {
                stamps[i] = kind < 4 ? batch.next() : batch.tick();
                continue;
            }
            long remote = clock.latest();
            stamps[i] = batch.update(remote);
            if (stamps[i] <= remote) {
                throw new AssertionError("not after: remote=" + remote + ", stamp=" + stamps[i]);
            }
        }
        return stamps;
    }

    private static void requireIncreasing(long[] stamps) {
        for (int i = 1; i < stamps.length; i++) {
            if (stamps[i] <= stamps[i - 1]) {
                throw new AssertionError(
                        "not increasing: index="
                                + i
                                + ", before="
                                + Hlc.toString(stamps[i - 1])
                                + ", after="
                                + Hlc.toString(stamps[i]));
            }
        }
    }

    /**
     * Two threads play a ball; nothing but the ball tells the clock that one is after the other.
     */
    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void shouldOrderWhatOneThreadDoesAfterAnother(Manner manner) throws Exception {
        HybridClock clock = new HybridClock(0, manner.source(), Duration.ofMinutes(10));
        ball = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> play(clock, 0));
            Future<?> other = threads.submit(() -> play(clock, 1));
            one.get(100, SECONDS);
            other.get(100, SECONDS);
        }
        assertThat(ball >>> 1).isLessThanOrEqualTo(clock.latest());
    }

    /** The ball is a stamp and, in its lowest bit, whose turn it is. */
    private void play(HybridClock clock, long self) {
        for (int i = 0; i < ROUNDS; i++) {
            long taken = ball;
            for (int spins = 0; (taken & 1) != self; spins++) {
                if (spins < 1000) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
                taken = ball;
            }
            long stamp = clock.tick();
            if (stamp <= taken >>> 1) {
                ball = 1 - self; // lets the other one end
                throw new AssertionError(
                        "before what it follows: stamp="
                                + Hlc.toString(stamp)
                                + ", taken="
                                + Hlc.toString(taken >>> 1));
            }
            ball = stamp << 1 | (1 - self);
        }
    }

    /** Threads at the bound wait for their own stamps and get them in turn. */
    @Test
    @Timeout(60)
    void shouldStayWithinTheBoundWhenThreadsDrawFasterThanTimePasses() throws Exception {
        int maxDrift = 3;
        HybridClock clock = new HybridClock(0, TimeSource.system(), Duration.ofMillis(maxDrift));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<long[]>> working = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                working.add(threads.submit(() -> drawFull(clock, maxDrift)));
            }
            List<Long> firsts = new ArrayList<>();
            for (Future<long[]> future : working) {
                Arrays.stream(future.get(50, SECONDS)).forEach(firsts::add);
            }
            firsts.sort(null);
            for (int i = 1; i < firsts.size(); i++) {
                assertThat(firsts.get(i) - firsts.get(i - 1))
                        .isGreaterThanOrEqualTo(HybridClock.MAX_BATCH);
            }
        }
    }

    private static long[] drawFull(HybridClock clock, int maxDrift) {
        long[] firsts = new long[300];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = clock.tick(HybridClock.MAX_BATCH);
            long last = firsts[i] + HybridClock.MAX_BATCH - 1;
            long ahead = Hlc.millis(last) - System.currentTimeMillis();
            if (ahead > maxDrift) {
                throw new AssertionError("beyond the bound: ahead=" + ahead);
            }
        }
        return firsts;
    }
}
