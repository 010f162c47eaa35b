package io.ringkernel.internal.cpu.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The owner of a ring pushes and takes while thieves take: every task is taken once, and whole.
 * Results of the counting tests: how often each of three tasks was taken.
 */
public final class TaskRingTakes {

    private TaskRingTakes() {}

    /** Three tasks, three who want them. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "each once")
    @Outcome(expect = FORBIDDEN, desc = "lost or taken twice")
    @State
    public static class OwnerAgainstThieves {
        private final Race race = new Race(4, 3);

        /** Takes one. */
        @Actor
        public void owner() {
            race.owner(race.ring.pop());
        }

        /** Takes one. */
        @Actor
        public void thiefOfOne() {
            race.thief(race.ring.poll());
        }

        /** Takes half. */
        @Actor
        public void thiefOfHalf() {
            race.half(race.ring.stealInto(race.mine));
        }

        /** Counts. */
        @Arbiter
        public void count(III_Result r) {
            race.count(r);
        }
    }

    /** A full ring: the owner writes slots again while a thief reads them. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "each once")
    @Outcome(expect = FORBIDDEN, desc = "lost or taken twice")
    @State
    public static class SlotsUsedAgain {
        private final Race race = new Race(2, 2);

        /** Takes one and adds one in its place. */
        @Actor
        public void owner() {
            race.owner(race.ring.pop());
            race.push(2);
        }

        /** Takes half. */
        @Actor
        public void thief() {
            race.half(race.ring.stealInto(race.mine));
        }

        /** Counts. */
        @Arbiter
        public void count(III_Result r) {
            race.count(r);
        }
    }

    /** A full ring: the owner makes room while a thief takes. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "each once")
    @Outcome(expect = FORBIDDEN, desc = "lost or taken twice")
    @State
    public static class Overflow {
        private final Race race = new Race(2, 2);

        /** Adds one, after making room if there is none. */
        @Actor
        public void owner() {
            Runnable[] half = new Runnable[1];
            if (!race.ring.push(race.tasks[2])) {
                race.owner(race.ring.popHalf(half) == 1 ? half[0] : null);
                race.push(2);
            }
        }

        /** Takes one. */
        @Actor
        public void thief() {
            race.thief(race.ring.poll());
        }

        /** Counts. */
        @Arbiter
        public void count(III_Result r) {
            race.count(r);
        }
    }

    /** What was written before the push is there after the theft. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "thief -> owner")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "owner -> thief")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "a task without its content")
    @State
    public static class Publication {
        private final TaskRing ring = new TaskRing(2);

        /** Makes a task and adds it. */
        @Actor
        public void owner() {
            Content content = new Content();
            content.value = 7;
            ring.push(content);
        }

        /** Takes it, if it is there. */
        @Actor
        public void thief(I_Result r) {
            Content taken = (Content) ring.poll();
            r.r1 = taken == null ? 0 : taken.value == 7 ? 1 : 2;
        }
    }

    /** Next slot: the owner displaces and takes while a thief steals. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "each once")
    @Outcome(expect = FORBIDDEN, desc = "lost or taken twice")
    @State
    public static class NextSlotTakes {
        private final Race race = new Race(2, 0);
        private final NextSlot next = new NextSlot();

        /** Fills the slot. */
        public NextSlotTakes() {
            next.put(race.tasks[0]);
        }

        /** Puts one, which may displace the other, and takes. */
        @Actor
        public void owner() {
            Runnable displaced = next.put(race.tasks[1]);
            if (displaced != null) {
                race.ring.push(displaced);
            }
            race.owner(next.take());
        }

        /** Steals. */
        @Actor
        public void thief() {
            race.thief(next.steal());
        }

        /** Counts. */
        @Arbiter
        public void count(III_Result r) {
            Runnable left = next.steal();
            if (left != null) {
                race.ring.push(left);
            }
            race.count(r);
        }
    }

    /** Weakened twin: the head moves by a store instead of a compare-and-set. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "one of the two")
    @Outcome(
            id = "2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "both: what the compare-and-set prevents")
    @State
    public static class WeakenedHeadStored {
        private volatile int head;
        private int first;
        private int second;

        /** Takes. */
        @Actor
        public void owner() {
            first = take();
        }

        /** Takes. */
        @Actor
        public void thief() {
            second = take();
        }

        /** Counts. */
        @Arbiter
        public void count(I_Result r) {
            r.r1 = first + second;
        }

        private int take() {
            int at = head;
            if (at == 1) {
                return 0;
            }
            head = at + 1;
            return 1;
        }
    }

    /** A task with a plain field. */
    private static final class Content implements Runnable {
        private int value;

        @Override
        public void run() {}
    }

    /** A ring, three tasks, and what each thread took. */
    private static final class Race {
        private final TaskRing ring;
        private final TaskRing mine;
        private final Runnable[] tasks = {new Content(), new Content(), new Content()};
        private @Nullable Runnable owners;
        private @Nullable Runnable thiefs;
        private @Nullable Runnable halfs;
        private @Nullable Runnable refused;

        Race(int capacity, int present) {
            ring = new TaskRing(capacity);
            mine = new TaskRing(capacity);
            ring.push(tasks[2]);
            ring.poll();
            for (int i = 0; i < present; i++) {
                ring.push(tasks[i]);
            }
        }

        void push(int task) {
            if (!ring.push(tasks[task])) {
                refused = tasks[task];
            }
        }

        void owner(@Nullable Runnable task) {
            owners = task;
        }

        void thief(@Nullable Runnable task) {
            thiefs = task;
        }

        void half(@Nullable Runnable task) {
            halfs = task;
        }

        void count(III_Result r) {
            int[] counts = new int[3];
            add(counts, owners);
            add(counts, thiefs);
            add(counts, halfs);
            add(counts, refused);
            for (int i = 0; i < 3; i++) {
                add(counts, ring.poll());
                add(counts, mine.poll());
            }
            r.r1 = counts[0];
            r.r2 = counts[1];
            r.r3 = counts[2];
        }

        @SuppressWarnings("ReferenceEquality") // which of the three it is
        private void add(int[] counts, @Nullable Runnable task) {
            for (int i = 0; i < 3; i++) {
                counts[i] += task == tasks[i] ? 1 : 0;
            }
        }
    }
}
