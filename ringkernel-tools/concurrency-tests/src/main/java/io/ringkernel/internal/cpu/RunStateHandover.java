package io.ringkernel.internal.cpu;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A sender commits a message while the carrier runs out of messages and goes idle. The message is
 * handled, or exactly one of the two starts the actor again. Results: handled; started by the
 * sender; started by the carrier.
 */
public final class RunStateHandover {

    private RunStateHandover() {}

    /** The shipped protocol. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "send -> poll")
    @Outcome(
            id = "1, 1, 0",
            expect = ACCEPTABLE,
            desc = "commit -> poll -> idle -> check: one run for nothing")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "poll -> idle -> send")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "poll -> send -> idle -> look at the tail")
    @Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "a message that waits unseen")
    @Outcome(id = "[01], 1, 1", expect = FORBIDDEN, desc = "run twice at once")
    @Outcome(id = "1, 0, 1", expect = FORBIDDEN, desc = "started though nothing is left")
    @State
    public static class Shipped {
        private final Race race = new Race();

        /** Sends one message. */
        @Actor
        public void sender(III_Result r) {
            race.send();
            r.r2 = race.state.tryStart() ? 1 : 0;
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            r.r1 = race.consumer.poll() ? 1 : 0;
            long head = race.consumer.head();
            race.state.idle();
            r.r3 = race.producer.tail() != head && race.state.tryStart() ? 1 : 0;
        }
    }

    /** Weakened twin: the carrier does not look again after it went idle. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "send -> poll")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "commit -> poll -> idle -> check")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "poll -> idle -> send")
    @Outcome(
            id = "0, 0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "waits unseen: what the second look prevents")
    @State
    public static class WeakenedNoSecondLook {
        private final Race race = new Race();

        /** Sends one message. */
        @Actor
        public void sender(III_Result r) {
            race.send();
            r.r2 = race.state.tryStart() ? 1 : 0;
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            r.r1 = race.consumer.poll() ? 1 : 0;
            race.state.idle();
        }
    }

    /** An actor on a carrier, with an empty mailbox. */
    private static final class Race {
        private final SlotProducer producer;
        private final SlotConsumer consumer;
        private final RunState state = new RunState();

        Race() {
            SlotRing ring = SlotRing.create(heap(SlotRing.bytes(2, 64)), 2, 64);
            producer = new SlotProducer(ring);
            consumer = new SlotConsumer(ring, heap(64));
            if (!state.tryStart()) {
                throw new AssertionError("a new actor is idle");
            }
        }

        void send() {
            producer.commit(producer.claim(), 1, 0);
        }

        private static MemorySegment heap(long bytes) {
            return MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]);
        }
    }
}
