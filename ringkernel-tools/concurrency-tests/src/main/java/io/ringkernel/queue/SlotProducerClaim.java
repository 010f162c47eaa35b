package io.ringkernel.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * No position is claimed twice, none is skipped, and none is claimed after the end that close
 * reported.
 */
public final class SlotProducerClaim {

    private SlotProducerClaim() {}

    /** Two producers of the shipped ring. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "first -> second")
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "second -> first")
    @Outcome(expect = FORBIDDEN, desc = "a position twice, or a gap")
    @State
    public static class TwoProducers {
        private final StressRing ring = new StressRing(4, 64);

        /** Claims one. */
        @Actor
        public void first(JJ_Result r) {
            r.r1 = ring.producer.claim();
        }

        /** Claims two. */
        @Actor
        public void second(JJ_Result r) {
            r.r2 = ring.producer.claim(2);
        }
    }

    /** The last free slot goes to one of two. */
    @JCStressTest
    @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "first got it")
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "second got it")
    @Outcome(expect = FORBIDDEN, desc = "both or none")
    @State
    public static class LastSlot {
        private final StressRing ring = new StressRing(2, 64);

        /** Leaves one slot free. */
        public LastSlot() {
            ring.send(1);
        }

        /** Claims. */
        @Actor
        public void first(JJ_Result r) {
            r.r1 = ring.producer.claim();
        }

        /** Claims. */
        @Actor
        public void second(JJ_Result r) {
            r.r2 = ring.producer.claim();
        }
    }

    /** A claim is before the end or refused. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "claim -> close")
    @Outcome(id = "-2, 0", expect = ACCEPTABLE, desc = "close -> claim")
    @Outcome(expect = FORBIDDEN, desc = "a claim that close did not see")
    @State
    public static class ClaimAgainstClose {
        private final StressRing ring = new StressRing(2, 64);

        /** Claims. */
        @Actor
        public void claim(JJ_Result r) {
            r.r1 = ring.producer.claim();
        }

        /** Closes. */
        @Actor
        public void close(JJ_Result r) {
            r.r2 = ring.producer.close();
        }
    }

    /** Weakened twin: read and add instead of compare-and-set. */
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
    public static class WeakenedPlainTail {
        private volatile long tail;

        /** Claims. */
        @Actor
        public void first(JJ_Result r) {
            r.r1 = tail;
            tail = r.r1 + 1;
        }

        /** Claims. */
        @Actor
        public void second(JJ_Result r) {
            r.r2 = tail;
            tail = r.r2 + 1;
        }
    }
}
