package io.ringkernel.internal.cpu.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every task runs once: millions of them, from carriers, from outside and by yielding, in an order
 * that a seed decides. {@code -Dtest.seed=N} repeats one.
 */
@Timeout(120)
class CarriersAuditTest {

    private static final long SEED = Long.getLong("test.seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource({"1,1,400000", "2,1,1000000", "2,3,1000000", "4,2,1000000", "7,0,400000"})
    void shouldRunEveryTaskOnce(int threads, int outside, int tasks) throws Exception {
        System.out.println("CarriersAuditTest: seed=" + SEED);
        Audit audit = new Audit(tasks);
        Carriers carriers = new Carriers("audit-", threads);
        List<Thread> senders = new ArrayList<>();
        int parts = outside + 1;
        for (int i = 0; i < outside; i++) {
            int first = (int) ((long) tasks * i / parts);
            int end = (int) ((long) tasks * (i + 1) / parts);
            SplittableRandom random = new SplittableRandom(SEED + i);
            senders.add(Thread.ofPlatform().start(() -> audit.send(carriers, first, end, random)));
        }
        int first = (int) ((long) tasks * outside / parts);
        carriers.execute(new Range(audit, carriers, first, tasks, SEED));
        for (Thread sender : senders) {
            sender.join();
        }
        CarriersTest.await(audit.left);
        assertThat(carriers.shutdown(Duration.ofSeconds(20))).isEmpty();
        audit.check();
    }

    /** Bursts with idle times between them: the wake-ups are what is tested. */
    @ParameterizedTest
    @CsvSource({"1,20000", "2,20000", "3,10000"})
    void shouldWakeUpForEveryTask(int threads, int rounds) {
        try (Carriers carriers = new Carriers("audit-", threads)) {
            for (int round = 0; round < rounds; round++) {
                CountDownLatch done = new CountDownLatch(3);
                carriers.execute(() -> {
                    carriers.execute(done::countDown);
                    carriers.execute(done::countDown);
                });
                carriers.execute(done::countDown);
                CarriersTest.await(done);
            }
        }
    }

    /** Whoever closes in the middle: run, handed back or rejected, and only one of them. */
    @Test
    void shouldAccountForEveryTaskWhenClosedInTheMiddle() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            Carriers carriers = new Carriers("audit-", 2);
            int each = 2000;
            Audit audit = new Audit(2 * each);
            AtomicInteger rejected = new AtomicInteger();
            Thread[] senders = new Thread[2];
            CountDownLatch go = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                int first = i * each;
                senders[i] =
                        Thread.ofPlatform()
                                .start(() -> {
                                    CarriersTest.await(go);
                                    for (int k = first; k < first + each; k++) {
                                        try {
                                            carriers.execute(new Leaf(audit, k));
                                        } catch (RejectedExecutionException e) {
                                            rejected.incrementAndGet();
                                        }
                                    }
                                });
            }
            go.countDown();
            int patience = random.nextInt(20_000);
            for (int i = 0; i < patience; i++) {
                Thread.onSpinWait();
            }
            List<Runnable> left = new ArrayList<>(carriers.shutdown(Duration.ofSeconds(20)));
            for (Thread sender : senders) {
                sender.join();
            }
            left.addAll(carriers.shutdown(Duration.ZERO));
            Map<Runnable, Boolean> different = new IdentityHashMap<>();
            left.forEach(task -> different.put(task, true));
            assertThat(different).hasSize(left.size());
            assertThat(audit.ran() + left.size() + rejected.get())
                    .as("round=%s, seed=%s", round, SEED)
                    .isEqualTo(2 * each);
        }
    }

    /** How often each task ran. */
    private static final class Audit {
        private final AtomicIntegerArray runs;
        private final CountDownLatch left;

        Audit(int tasks) {
            runs = new AtomicIntegerArray(tasks);
            left = new CountDownLatch(tasks);
        }

        void ran(int task) {
            runs.incrementAndGet(task);
            left.countDown();
        }

        int ran() {
            int sum = 0;
            for (int i = 0; i < runs.length(); i++) {
                assertThat(runs.get(i)).isLessThanOrEqualTo(1);
                sum += runs.get(i);
            }
            return sum;
        }

        void check() {
            for (int i = 0; i < runs.length(); i++) {
                if (runs.get(i) != 1) {
                    throw new AssertionError(
                            "task=" + i + ", runs=" + runs.get(i) + ", seed=" + SEED);
                }
            }
        }

        void send(Carriers carriers, int first, int end, SplittableRandom random) {
            for (int i = first; i < end; i++) {
                carriers.execute(new Leaf(this, i));
                if (random.nextInt(1000) == 0) {
                    Thread.yield(); // lets the carriers run out of tasks
                }
            }
        }
    }

    /** Counts itself. */
    private record Leaf(Audit audit, int number) implements Runnable {
        @Override
        public void run() {
            audit.ran(number);
        }
    }

    /**
     * Splits its numbers at random into other ranges and leaves; yields now and then; runs some of
     * them from the middle of a burst.
     */
    private static final class Range implements Runnable {
        private final Audit audit;
        private final Carriers carriers;
        private final int end;
        private final SplittableRandom random;
        private int first;

        Range(Audit audit, Carriers carriers, int first, int end, long seed) {
            this.audit = audit;
            this.carriers = carriers;
            this.first = first;
            this.end = end;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public void run() {
            while (first < end) {
                int size = end - first;
                int choice = random.nextInt(100);
                if (choice < 5) {
                    carriers.yield(this);
                    return;
                }
                int part = choice < 40 ? Math.min(size, 1 + random.nextInt(700)) : size / 2;
                if (part == size || size < 20) {
                    while (first < end) {
                        carriers.execute(new Leaf(audit, first++));
                    }
                    return;
                }
                if (part > 0) {
                    int from = first;
                    first += part;
                    carriers.execute(new Range(audit, carriers, from, first, random.nextLong()));
                }
            }
        }
    }
}
