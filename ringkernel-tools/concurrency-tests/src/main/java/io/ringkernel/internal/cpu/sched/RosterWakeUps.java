package io.ringkernel.internal.cpu.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A task becomes visible while carriers go to sleep, search or watch: somebody takes care of it.
 */
public final class RosterWakeUps {

    private RosterWakeUps() {}

    /** Results: the producer called; the carrier saw the task before it parked. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "lie down, look -> push, call")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "push, look at the word -> lie down, look")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both: one look for nothing")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "a task that waits while a carrier sleeps")
    @State
    public static class LyingDown {
        private final Office office = new Office(false);

        /** Adds a task and calls. */
        @Actor
        public void producer(II_Result r) {
            office.push();
            VarHandle.fullFence();
            r.r1 = office.call();
        }

        /** Lies down and looks. */
        @Actor
        public void carrier(II_Result r) {
            office.roster.lieDown(office.second, false);
            r.r2 = office.taskWaits();
        }
    }

    /** As before, the carrier searches until it lies down. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "lie down, look -> push, call")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "push, look at the word -> lie down, look")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both: one look for nothing")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "a task that waits while a carrier sleeps")
    @State
    public static class SearcherLyingDown {
        private final Office office = new Office(true);

        /** Adds a task and calls. */
        @Actor
        public void producer(II_Result r) {
            office.push();
            VarHandle.fullFence();
            r.r1 = office.call();
        }

        /** Lies down and looks. */
        @Actor
        public void carrier(II_Result r) {
            office.roster.lieDown(office.second, true);
            r.r2 = office.taskWaits();
        }
    }

    /** A searcher has found something else; a third carrier sleeps. Results: who called it. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "end of search -> push, call")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "push -> end of search, look, call")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "called twice")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "a task that waits while a carrier sleeps")
    @State
    public static class EndOfSearch {
        private final Office office = new Office(true);

        /** Puts the third to sleep. */
        public EndOfSearch() {
            office.roster.join(office.third);
            office.roster.lieDown(office.third, false);
        }

        /** Adds a task and calls. */
        @Actor
        public void producer(II_Result r) {
            office.push();
            VarHandle.fullFence();
            r.r1 = office.call();
        }

        /** Ends its search. */
        @Actor
        public void searcher(II_Result r) {
            r.r2 = office.roster.endSearch() && office.taskWaits() == 1 ? office.call() : 0;
        }
    }

    /** Two producers and one sleeper. Results: who called it. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "called twice")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "each left it to the other")
    @State
    public static class TwoCallers {
        private final Office office = new Office(false);

        /** Puts the carrier to sleep. */
        public TwoCallers() {
            office.roster.lieDown(office.second, false);
        }

        /** Calls. */
        @Actor
        public void first(II_Result r) {
            r.r1 = office.call();
        }

        /** Calls. */
        @Actor
        public void second(II_Result r) {
            r.r2 = office.call();
        }
    }

    /**
     * All sleep, one of them still as watcher; another gets up and fills its next slot. Results:
     * the watcher goes on; it was appointed anew.
     */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "get up -> look at the word: go on")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "look at the word: cease -> get up, appoint")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "nobody watches")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "appointed though it watches")
    @State
    public static class Watch {
        private final Office office = new Office(false);

        /** Puts both to sleep. */
        public Watch() {
            Roster roster = office.roster;
            roster.lieDown(office.second, false);
            if (!roster.watches(office.second)) {
                throw new AssertionError("the first is awake");
            }
            roster.lieDown(office.first, false);
        }

        /** Parks again. */
        @Actor
        public void watcher(II_Result r) {
            r.r1 = office.roster.watches(office.second) ? 1 : 0;
        }

        /** Gets up and fills its slot. */
        @Actor
        public void carrier(II_Result r) {
            office.roster.getUp(office.first);
            r.r2 =
                    Roster.wantsWatcher(office.roster.word()) && office.roster.callWatcher() != null
                            ? 1
                            : 0;
        }
    }

    /** Weakened twin: the carrier looks before it lies down. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "taken care of")
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "waits: what the second look prevents")
    @State
    public static class WeakenedLookFirst {
        private final Office office = new Office(false);

        /** Adds a task and calls. */
        @Actor
        public void producer(II_Result r) {
            office.push();
            VarHandle.fullFence();
            r.r1 = office.call();
        }

        /** Looks and lies down. */
        @Actor
        public void carrier(II_Result r) {
            r.r2 = office.taskWaits();
            office.roster.lieDown(office.second, false);
        }
    }

    /** Weakened twin: the producer calls without a fence. Breaks on x86, too. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "taken care of")
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "waits: what the fence between push and call prevents")
    @State
    public static class WeakenedNoFence {
        private final Office office = new Office(false);

        /** Adds a task and calls. */
        @Actor
        public void producer(II_Result r) {
            office.push();
            r.r1 = office.call();
        }

        /** Lies down and looks. */
        @Actor
        public void carrier(II_Result r) {
            office.roster.lieDown(office.second, false);
            r.r2 = office.taskWaits();
        }
    }

    /** Two carriers, awake, and the ring of the first. */
    private static final class Office {
        private final Roster roster = new Roster();
        private final TaskRing ring = new TaskRing(2);
        private final Sleeper first = new Sleeper(1, () -> {});
        private final Sleeper second = new Sleeper(2, () -> {});
        private final Sleeper third = new Sleeper(3, () -> {});

        Office(boolean searching) {
            roster.join(first);
            roster.join(second);
            if (searching && !roster.trySearch()) {
                throw new AssertionError("nobody searches yet");
            }
        }

        void push() {
            ring.push(() -> {});
        }

        int call() {
            return Roster.wantsCall(roster.word()) && roster.call() != null ? 1 : 0;
        }

        int taskWaits() {
            return ring.isEmpty() ? 0 : 1;
        }
    }
}
