package io.ringkernel.internal.cpu;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.ringkernel.internal.cpu.mailbox.GrowingQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A sender finds a mailbox full and waits for room in {@link Waiters}, while the carrier empties
 * the mailbox and goes idle. Results: accepted at once; called by itself; called by the carrier.
 */
public final class WaitersCalls {

    private WaitersCalls() {}

    /** As {@link CpuCell} does it. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "room -> offer")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "offer -> room: it sees it itself")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "add -> idle: the carrier calls it")
    @Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "a sender that waits unseen")
    @Outcome(expect = FORBIDDEN, desc = "called twice, or without waiting")
    @State
    public static class Shipped {
        private final Race race = new Race();

        /** Sends one message, or waits. */
        @Actor
        public void sender(III_Result r) {
            race.send(r);
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            race.empty();
            race.state.idle();
            r.r3 = race.call();
        }
    }

    /** Weakened twin: nothing orders what the carrier gives back before its look for waiters. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "0, 1, 0", "0, 0, 1"},
            expect = ACCEPTABLE,
            desc = "as shipped")
    @Outcome(
            id = "0, 0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "waits unseen: what sequential consistency prevents")
    @Outcome(expect = FORBIDDEN, desc = "called twice, or without waiting")
    @State
    public static class WeakenedNoIdle {
        private final Race race = new Race();

        /** Sends one message, or waits. */
        @Actor
        public void sender(III_Result r) {
            race.send(r);
        }

        /** Ends a batch. */
        @Actor
        public void carrier(III_Result r) {
            race.empty();
            r.r3 = race.call();
        }
    }

    private static final class Race {
        private static final Object SENDER = new Object();

        private final GrowingQueue queue = new GrowingQueue(2);
        private final Waiters<Object> waiters = new Waiters<>();
        private final RunState state = new RunState();

        Race() {
            queue.offer(1);
            queue.offer(2);
            if (!state.tryStart() || queue.offer(3)) {
                throw new AssertionError("the mailbox is full and its actor runs");
            }
        }

        void send(III_Result r) {
            r.r1 = queue.offer(3) ? 1 : 0;
            if (r.r1 == 0) {
                waiters.add(SENDER);
                r.r2 = call();
            }
        }

        void empty() {
            queue.poll();
            queue.poll();
        }

        /** As {@code CpuCell.callWaiters}; returns how many were called. */
        int call() {
            int room = queue.capacity() - queue.size();
            int[] called = {0};
            if (room >= queue.capacity() / 2) {
                waiters.call(room, _ -> called[0]++);
            }
            return called[0];
        }
    }
}
