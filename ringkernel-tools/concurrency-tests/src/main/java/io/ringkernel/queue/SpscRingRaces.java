package io.ringkernel.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What the two ends of {@link SpscRing} see of each other. */
public final class SpscRingRaces {

    private SpscRingRaces() {}

    /** The tail is released behind the message and acquired before it is read. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "consumer -> producer")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "producer -> consumer")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "torn")
    @State
    public static class Publication {
        private final SpscRing ring = StressRings.spsc(2);

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

    /** A batch is published by one store. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "consumer -> producer")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "producer -> consumer")
    @Outcome(expect = FORBIDDEN, desc = "a part of the batch, or torn")
    @State
    public static class Batch {
        private final SpscRing ring = StressRings.spsc(2);
        private int whole;

        /** Sends two messages at once. */
        @Actor
        public void producer() {
            long position = ring.claim(2);
            StressRings.fill(ring, position, 7);
            StressRings.fill(ring, position + 1, 8);
            ring.commit(position, 2);
        }

        /** Receives all that is there; r is how many were whole, or -1. */
        @Actor
        public void consumer(I_Result r) {
            int drained = ring.drain(slot -> whole += StressRings.look(slot), 4);
            r.r1 = drained == whole ? drained : -1;
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
        private final SpscRing ring = StressRings.spsc(2);

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

    /** Weakened twin: the tail is published before the message is written. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE,
            desc = "as shipped")
    @Outcome(
            id = "2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "torn: what the order of message and tail prevents")
    @State
    public static class WeakenedCommitFirst {
        private final SpscRing ring = StressRings.spsc(2);

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
