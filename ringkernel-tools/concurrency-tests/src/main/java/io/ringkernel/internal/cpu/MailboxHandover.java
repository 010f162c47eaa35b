package io.ringkernel.internal.cpu;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.ringkernel.internal.cpu.mailbox.GrowingQueue;
import io.ringkernel.internal.cpu.mailbox.LockedQueue;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * What {@link RunState} says, with the queues that it is used with: a sender offers while the
 * carrier runs out of messages and goes idle. Results: handled; started by the sender; started by
 * the carrier.
 */
public final class MailboxHandover {

    private MailboxHandover() {}

    /** The claim is in a chunk that is there. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "offer -> poll")
    @Outcome(
            id = "1, 1, 0",
            expect = ACCEPTABLE,
            desc = "store -> poll -> idle -> check: one run for nothing")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "poll -> idle -> offer")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "poll -> claim -> idle -> hasClaimed")
    @Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "a message that waits unseen")
    @Outcome(id = "[01], 1, 1", expect = FORBIDDEN, desc = "run twice at once")
    @Outcome(id = "1, 0, 1", expect = FORBIDDEN, desc = "started though nothing is left")
    @State
    public static class Claim {
        private final Race race = new Race(withChunk());

        /** Sends one message. */
        @Actor
        public void sender(III_Result r) {
            race.send(r);
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            race.goIdle(r);
        }
    }

    /** The claim is the mark of a producer that makes a chunk. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "offer -> poll")
    @Outcome(
            id = "1, 1, 0",
            expect = ACCEPTABLE,
            desc = "store -> poll -> idle -> check: one run for nothing")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "poll -> idle -> offer")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "poll -> mark -> idle -> hasClaimed")
    @Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "a message that waits unseen")
    @Outcome(id = "[01], 1, 1", expect = FORBIDDEN, desc = "run twice at once")
    @Outcome(id = "1, 0, 1", expect = FORBIDDEN, desc = "started though nothing is left")
    @State
    public static class Mark {
        private final Race race = new Race(new GrowingQueue(16));

        /** Sends one message. */
        @Actor
        public void sender(III_Result r) {
            race.send(r);
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            race.goIdle(r);
        }
    }

    /** The queue is under a lock. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "offer -> poll")
    @Outcome(
            id = "1, 1, 0",
            expect = ACCEPTABLE,
            desc = "offer -> poll -> idle -> check: one run for nothing")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "poll -> idle -> offer")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "poll -> offer -> idle -> hasClaimed")
    @Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "a message that waits unseen")
    @Outcome(id = "[01], 1, 1", expect = FORBIDDEN, desc = "run twice at once")
    @Outcome(id = "1, 0, 1", expect = FORBIDDEN, desc = "started though nothing is left")
    @State
    public static class Lock {
        private final Race race = new Race(LockedQueue.fifo(16));

        /** Sends one message. */
        @Actor
        public void sender(III_Result r) {
            race.send(r);
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            race.goIdle(r);
        }
    }

    /** Weakened twin: idle is a release only, which x86, too, lets the next load overtake. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "1, 1, 0", "0, 1, 0", "0, 0, 1"},
            expect = ACCEPTABLE,
            desc = "as shipped")
    @Outcome(
            id = "0, 0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "waits unseen: what sequential consistency prevents")
    @Outcome(id = "[01], 1, 1", expect = FORBIDDEN, desc = "run twice at once")
    @Outcome(id = "1, 0, 1", expect = FORBIDDEN, desc = "started though nothing is left")
    @State
    public static class WeakenedIdleRelease {
        private final MessageQueue queue = withChunk();
        private final AtomicInteger scheduled = new AtomicInteger(1);

        /** Sends one message. */
        @Actor
        public void sender(III_Result r) {
            queue.offer(7);
            r.r2 = tryStart() ? 1 : 0;
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            r.r1 = queue.poll() == null ? 0 : 1;
            scheduled.setRelease(0);
            r.r3 = queue.hasClaimed() && tryStart() ? 1 : 0;
        }

        private boolean tryStart() {
            return scheduled.get() == 0 && scheduled.compareAndSet(0, 1);
        }
    }

    /** Returns an empty queue that was used before. */
    private static GrowingQueue withChunk() {
        GrowingQueue queue = new GrowingQueue(16);
        queue.offer(9);
        queue.poll();
        return queue;
    }

    /** The shipped protocol. */
    private static final class Race {
        private final MessageQueue queue;
        private final RunState state = new RunState();

        Race(MessageQueue queue) {
            this.queue = queue;
            if (!state.tryStart()) {
                throw new AssertionError("a new actor is idle");
            }
        }

        void send(III_Result r) {
            queue.offer(7);
            r.r2 = state.tryStart() ? 1 : 0;
        }

        void goIdle(III_Result r) {
            r.r1 = queue.poll() == null ? 0 : 1;
            state.idle();
            r.r3 = queue.hasClaimed() && state.tryStart() ? 1 : 0;
        }
    }
}
