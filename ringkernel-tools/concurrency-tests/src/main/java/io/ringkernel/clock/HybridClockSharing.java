package io.ringkernel.clock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Stamps of threads that share a clock are distinct and agree with the order of the threads' calls.
 * Each state begins with a new clock behind its physical clock, so that the raise is raced too.
 * Results are stamps less the first one of the physical clock's millisecond.
 */
public final class HybridClockSharing {

    private static final long MILLIS = 5;
    private static final long FIRST = MILLIS << Hlc.LOGICAL_BITS;
    private static final Duration MAX_DRIFT = Duration.ofMillis(500);

    private HybridClockSharing() {}

    private static HybridClock clock() {
        return new HybridClock(0, () -> MILLIS, MAX_DRIFT);
    }

    /** Three threads tick. */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 2", "0, 2, 1", "1, 0, 2", "1, 2, 0", "2, 0, 1", "2, 1, 0"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "a stamp twice, skipped, or behind the physical clock")
    @State
    public static class ThreeTick {
        private final HybridClock clock = clock();

        /** Ticks. */
        @Actor
        public void first(JJJ_Result r) {
            r.r1 = clock.tick() - FIRST;
        }

        /** Ticks. */
        @Actor
        public void second(JJJ_Result r) {
            r.r2 = clock.tick() - FIRST;
        }

        /** Ticks. */
        @Actor
        public void third(JJJ_Result r) {
            r.r3 = clock.tick() - FIRST;
        }
    }

    /** A tick against a batch. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "tick -> batch")
    @Outcome(id = "3, 0", expect = ACCEPTABLE, desc = "batch of 0, 1, 2 -> tick")
    @Outcome(expect = FORBIDDEN, desc = "a stamp of the batch twice, or a gap")
    @State
    public static class TickAgainstBatch {
        private final HybridClock clock = clock();

        /** Ticks. */
        @Actor
        public void tick(JJ_Result r) {
            r.r1 = clock.tick() - FIRST;
        }

        /** Reserves three. */
        @Actor
        public void batch(JJ_Result r) {
            r.r2 = clock.tick(3) - FIRST;
        }
    }

    /** A tick against the receipt of a stamp that is ahead by ten. */
    @JCStressTest
    @Outcome(id = "0, 11", expect = ACCEPTABLE, desc = "tick -> update")
    @Outcome(id = "12, 11", expect = ACCEPTABLE, desc = "update -> tick")
    @Outcome(expect = FORBIDDEN, desc = "not after the remote stamp, twice, or a gap")
    @State
    public static class TickAgainstUpdate {
        private final HybridClock clock = clock();

        /** Ticks. */
        @Actor
        public void tick(JJ_Result r) {
            r.r1 = clock.tick() - FIRST;
        }

        /** Merges. */
        @Actor
        public void update(JJ_Result r) {
            r.r2 = clock.update(FIRST + 10) - FIRST;
        }
    }

    /** Two receipts, of stamps that are ahead by ten and by twelve. */
    @JCStressTest
    @Outcome(id = "11, 13", expect = ACCEPTABLE, desc = "ten -> twelve")
    @Outcome(id = "14, 13", expect = ACCEPTABLE, desc = "twelve -> ten")
    @Outcome(expect = FORBIDDEN, desc = "one not after its remote stamp, twice, or a gap")
    @State
    public static class TwoUpdate {
        private final HybridClock clock = clock();

        /** Merges. */
        @Actor
        public void ten(JJ_Result r) {
            r.r1 = clock.update(FIRST + 10) - FIRST;
        }

        /** Merges. */
        @Actor
        public void twelve(JJ_Result r) {
            r.r2 = clock.update(FIRST + 12) - FIRST;
        }
    }

    /**
     * Time passes between the readings, a millisecond each, so that every tick raises: 1 if the
     * thread's two stamps increase, -1 if one of them is also the other thread's.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "distinct and increasing")
    @Outcome(expect = FORBIDDEN, desc = "not increasing, or a stamp twice")
    @State
    public static class TimePasses {
        private final AtomicLong millis = new AtomicLong(MILLIS);
        private final HybridClock clock = new HybridClock(0, millis::incrementAndGet, MAX_DRIFT);
        private final long[] firsts = new long[2];
        private final long[] seconds = new long[2];

        /** Ticks twice. */
        @Actor
        public void first(II_Result r) {
            r.r1 = twice(firsts);
        }

        /** Ticks twice. */
        @Actor
        public void second(II_Result r) {
            r.r2 = twice(seconds);
        }

        /** Compares across the threads. */
        @Arbiter
        public void arbiter(II_Result r) {
            for (long stamp : firsts) {
                if (stamp == seconds[0] || stamp == seconds[1]) {
                    r.r1 = -1;
                }
            }
        }

        private int twice(long[] stamps) {
            stamps[0] = clock.tick();
            stamps[1] = clock.tick();
            return stamps[1] > stamps[0] ? 1 : 0;
        }
    }

    /**
     * One thread ticks and tells another its stamp; the other does not merge it and ticks. First
     * result: whether it saw the stamp; second: whether its own is greater.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "seen, and after it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "not seen")
    @Outcome(expect = FORBIDDEN, desc = "a tick that follows another has the smaller stamp")
    @State
    public static class TellsAnother {
        private final HybridClock clock = clock();
        private volatile long told;

        /** Ticks and tells. */
        @Actor
        public void sender(II_Result r) {
            told = clock.tick();
        }

        /** Looks and ticks. */
        @Actor
        public void receiver(II_Result r) {
            long seen = told;
            r.r2 = clock.tick() > seen ? 1 : 0;
            r.r1 = seen != 0 ? 1 : 0;
        }
    }

    /** Weakened twin: raises the word by a store instead of a compare-and-set. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "twice: what the compare-and-set prevents")
    @State
    public static class WeakenedRaise {
        private final AtomicLong word = new AtomicLong();

        /** Ticks. */
        @Actor
        public void first(JJ_Result r) {
            r.r1 = tick() - FIRST;
        }

        /** Ticks. */
        @Actor
        public void second(JJ_Result r) {
            r.r2 = tick() - FIRST;
        }

        private long tick() {
            long stamp = word.incrementAndGet();
            if (stamp < FIRST) {
                word.set(FIRST);
                return FIRST;
            }
            return stamp;
        }
    }

    /**
     * Weakened twin: physical and logical part in two words, as in RingKernel for Rust. The
     * exchange of the physical part succeeds for both threads when the millisecond is the same.
     */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(
            id = "1, 1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "twice: what the single word prevents")
    @State
    public static class WeakenedTwoWords {
        private final AtomicLong physical = new AtomicLong(MILLIS);
        private final AtomicLong logical = new AtomicLong();

        /** Ticks. */
        @Actor
        public void first(JJ_Result r) {
            r.r1 = tick();
        }

        /** Ticks. */
        @Actor
        public void second(JJ_Result r) {
            r.r2 = tick();
        }

        private long tick() {
            while (true) {
                long old = physical.get();
                long next = logical.get() + 1;
                if (physical.compareAndSet(old, old)) {
                    logical.set(next);
                    return next;
                }
            }
        }
    }
}
