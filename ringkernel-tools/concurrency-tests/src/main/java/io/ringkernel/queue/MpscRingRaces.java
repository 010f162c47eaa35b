package io.ringkernel.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What producers and the consumer of {@link MpscRing} see of each other. */
public final class MpscRingRaces {

    private MpscRingRaces() {}

    /** A slot's state is released behind the message and acquired before it is read. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "consumer -> producer")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "producer -> consumer")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "torn")
    @State
    public static class Publication {
        private final MpscRing ring = StressRings.mpsc(2);

        /** Sends one message. */
        @Actor
        public void producer() {
            StressRings.send(ring, 7);
        }

        /** Receives it, if it is there. */
        @Actor
        public void consumer(I_Result r) {
            r.r1 = StressRings.receive(ring);
        }
    }

    /** Two producers get a position each, and both messages arrive. */
    @JCStressTest
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "first -> second")
    @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "second -> first")
    @Outcome(expect = FORBIDDEN, desc = "a position twice, a gap, or a message lost or torn")
    @State
    public static class TwoProducers {
        private final MpscRing ring = StressRings.mpsc(4);

        /** Sends one. */
        @Actor
        public void first(III_Result r) {
            r.r1 = (int) StressRings.send(ring, 7);
        }

        /** Sends one. */
        @Actor
        public void second(III_Result r) {
            r.r2 = (int) StressRings.send(ring, 8);
        }

        /** Counts what arrived whole. */
        @Arbiter
        public void consumer(III_Result r) {
            for (int seen; (seen = StressRings.receive(ring)) != StressRing.NOTHING; ) {
                r.r3 += seen == StressRing.WHOLE ? 1 : 100;
            }
        }
    }

    /** The head is released behind the reading of a slot and acquired before it is overwritten. */
    @JCStressTest
    @Outcome(
            id = "1, 1",
            expect = ACCEPTABLE,
            desc = "received whole; the slot was free for the third message")
    @Outcome(
            id = "1, 0",
            expect = ACCEPTABLE,
            desc = "received whole; the third message was refused")
    @Outcome(id = "2, [01]", expect = FORBIDDEN, desc = "overwritten while it was read")
    @State
    public static class Reuse {
        private final MpscRing ring = StressRings.mpsc(2);

        /** Fills the ring. */
        public Reuse() {
            StressRings.send(ring, 1);
            StressRings.send(ring, 2);
        }

        /** Sends into the first slot if it is free. */
        @Actor
        public void producer(II_Result r) {
            r.r2 = StressRings.send(ring, 3) < 0 ? 0 : 1;
        }

        /** Receives the first message. */
        @Actor
        public void consumer(II_Result r) {
            r.r1 = StressRings.receive(ring);
        }
    }

    /** A living producer commits while the consumer takes its slot for lost. */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "commit -> heal: received")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "heal -> commit: lost, and counted")
    @Outcome(
            expect = FORBIDDEN,
            desc = "received and counted as lost, neither, or a slot out of use")
    @State
    public static class HealAgainstCommit {
        private final MpscRing ring = StressRings.mpsc(2);
        private final long position = ring.claim();

        /** Commits late. */
        @Actor
        public void producer() {
            StressRings.fill(ring, position, 7);
            ring.commit(position);
        }

        /** Heals at once, then receives; r is how many were healed, and received. */
        @Actor
        public void consumer(III_Result r) {
            r.r1 = ring.heal(0);
            r.r2 = StressRings.receive(ring);
        }

        /** Goes once around the ring. */
        @Arbiter
        public void lap(III_Result r) {
            boolean all = true;
            for (int i = 0; i < 2; i++) {
                all &= StressRings.send(ring, 9) >= 0;
                all &= StressRings.receive(ring) == StressRing.WHOLE;
            }
            r.r3 = all ? 1 : 0;
        }
    }

    /** Weakened twin: the state is published before the message is written. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE,
            desc = "as shipped")
    @Outcome(
            id = "2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "torn: what the order of message and state prevents")
    @State
    public static class WeakenedCommitFirst {
        private final MpscRing ring = StressRings.mpsc(2);

        /** Sends one message the wrong way round. */
        @Actor
        public void producer() {
            long position = ring.claim();
            ring.commit(position);
            StressRings.fill(ring, position, 7);
        }

        /** Receives it, if it is there. */
        @Actor
        public void consumer(I_Result r) {
            r.r1 = StressRings.receive(ring);
        }
    }
}
