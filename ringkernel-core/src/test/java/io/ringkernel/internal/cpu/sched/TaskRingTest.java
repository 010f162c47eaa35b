package io.ringkernel.internal.cpu.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskRingTest {

    private final TaskRing ring = new TaskRing();

    @Test
    void shouldBeFirstInFirstOut() {
        for (int lap = 0; lap < 3; lap++) {
            for (int i = 0; i < TaskRing.CAPACITY; i++) {
                assertThat(ring.push(new Numbered(i))).isTrue();
            }
            assertThat(ring.push(new Numbered(-1))).as("full").isFalse();
            assertThat(ring.size()).isEqualTo(TaskRing.CAPACITY);
            for (int i = 0; i < TaskRing.CAPACITY; i++) {
                assertThat(i % 2 == 0 ? ring.pop() : ring.poll()).isEqualTo(new Numbered(i));
            }
            assertThat(ring.pop()).isNull();
            assertThat(ring.poll()).isNull();
            assertThat(ring.isEmpty()).isTrue();
            ring.forgetTaken();
        }
    }

    @Test
    void shouldGiveAThiefTheOlderHalfRoundedUp() {
        for (int size = 0; size <= TaskRing.CAPACITY; size++) {
            TaskRing mine = new TaskRing();
            for (int i = 0; i < size; i++) {
                ring.push(new Numbered(i));
            }
            int half = size - size / 2;
            assertThat(ring.stealInto(mine)).isEqualTo(half == 0 ? null : new Numbered(half - 1));
            assertThat(numbers(mine)).isEqualTo(range(0, half - 1));
            assertThat(numbers(ring)).isEqualTo(range(half, size));
        }
    }

    @Test
    void shouldMakeRoomOnlyWhenFull() {
        Runnable[] taken = new Runnable[TaskRing.CAPACITY / 2];
        for (int i = 0; i < TaskRing.CAPACITY - 1; i++) {
            ring.push(new Numbered(i));
        }
        assertThat(ring.popHalf(taken)).isZero();
        ring.push(new Numbered(TaskRing.CAPACITY - 1));
        assertThat(ring.popHalf(taken)).isEqualTo(TaskRing.CAPACITY / 2);
        assertThat(taken).contains(new Numbered(0), new Numbered(TaskRing.CAPACITY / 2 - 1));
        assertThat(numbers(ring)).isEqualTo(range(TaskRing.CAPACITY / 2, TaskRing.CAPACITY));
    }

    /** An owner that pushes and takes at random, and thieves; the ring is small and often full. */
    @Test
    @Timeout(60)
    void shouldGiveEveryTaskToOneTaker() throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("TaskRingTest: seed=" + seed);
        int tasks = 2_000_000;
        TaskRing small = new TaskRing(16);
        AtomicIntegerArray taken = new AtomicIntegerArray(tasks);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> thieves = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            boolean half = i == 0;
            thieves.add(Thread.ofPlatform().start(() -> steal(small, half, taken, over)));
        }
        SplittableRandom random = new SplittableRandom(seed);
        Runnable[] some = new Runnable[8];
        for (int next = 0; next < tasks; ) {
            int choice = random.nextInt(8);
            if (choice < 5 && small.push(new Numbered(next))) {
                next++;
            } else if (choice == 7) {
                int count = small.popHalf(some);
                for (int k = 0; k < count; k++) {
                    count(some[k], taken);
                }
            } else {
                count(small.pop(), taken);
            }
        }
        over.set(true);
        for (Thread thief : thieves) {
            thief.join();
        }
        while (!small.isEmpty()) {
            count(small.pop(), taken);
        }
        for (int i = 0; i < tasks; i++) {
            assertThat(taken.get(i)).as("task=%s, seed=%s", i, seed).isEqualTo(1);
        }
    }

    private static void steal(
            TaskRing from, boolean half, AtomicIntegerArray taken, AtomicBoolean over) {
        TaskRing mine = new TaskRing(16);
        while (!over.get()) {
            if (half) {
                count(from.stealInto(mine), taken);
                for (Runnable task = mine.pop(); task != null; task = mine.pop()) {
                    count(task, taken);
                }
            } else {
                count(from.poll(), taken);
            }
        }
    }

    private static void count(Runnable task, AtomicIntegerArray taken) {
        if (task != null) {
            taken.incrementAndGet(((Numbered) task).number);
        }
    }

    private static List<Integer> numbers(TaskRing ring) {
        List<Integer> numbers = new ArrayList<>();
        for (Runnable task = ring.pop(); task != null; task = ring.pop()) {
            numbers.add(((Numbered) task).number);
        }
        return numbers;
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** A task with a name. */
    record Numbered(int number) implements Runnable {
        @Override
        public void run() {}
    }
}
