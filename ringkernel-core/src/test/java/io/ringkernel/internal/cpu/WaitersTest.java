package io.ringkernel.internal.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import io.ringkernel.spi.CpuScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many actors wait for room in few small mailboxes. */
final class WaitersTest {

    private static final ActorOptions SMALL =
            ActorOptions.defaults()
                    .withMailboxCapacity(16)
                    .withSendTimeout(
                            Duration.ofSeconds(90)); // so that who is forgotten is too late

    private static final int PATIENCE_SECONDS = 30;

    record Item(int sender, int number) {}

    /** Counts what it gets, and notes what comes out of order. */
    static final class Sink implements Actor<Item, Void> {
        private final int[] last;
        private final CountDownLatch left;
        private final Queue<String> errors;

        Sink(int senders, CountDownLatch left, Queue<String> errors) {
            this.last = new int[senders];
            this.left = left;
            this.errors = errors;
        }

        @Override
        public void receive(Item item, ActorContext<Void> context) {
            if (item.number() <= last[item.sender()]) {
                errors.add(item + " after " + last[item.sender()]);
            }
            last[item.sender()] = item.number();
            left.countDown();
        }
    }

    record Go(int items) {}

    /** Sends items to sinks drawn at random. */
    static final class Sender implements Actor<Go, Void> {
        private final int id;
        private final SplittableRandom random;
        private final List<ActorRef<Item, Void>> sinks;
        private int sent;

        Sender(int id, SplittableRandom random, List<ActorRef<Item, Void>> sinks) {
            this.id = id;
            this.random = random;
            this.sinks = sinks;
        }

        @Override
        public void receive(Go go, ActorContext<Void> context) {
            for (int i = 0; i < go.items(); i++) {
                sent++;
                sinks.get(random.nextInt(sinks.size())).tell(new Item(id, sent));
            }
        }
    }

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    @Test
    void shouldForgetNoneOfManySendersAndKeepTheirOrder() throws InterruptedException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("WaitersTest: -Dtest.argLine=-Dtest.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int senders = 300;
        int rounds = 40;
        int[] items = random.ints(rounds, 1, 30).toArray();
        int total = 0;
        for (int count : items) {
            total += senders * count;
        }
        CountDownLatch left = new CountDownLatch(total);
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).cpuThreads(4).build()) {
            List<ActorRef<Item, Void>> sinks = spawnSinks(runtime, 3, senders, left);
            List<ActorRef<Go, Void>> all = new ArrayList<>();
            for (int id = 0; id < senders; id++) {
                all.add(runtime.spawn("senders/" + id, new Sender(id, random.split(), sinks)));
            }
            for (int count : items) {
                all.forEach(sender -> sender.tell(new Go(count)));
            }

            assertThat(left.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%d of %d items are missing, seed %d", left.getCount(), total, seed)
                    .isTrue();
            assertThat(errors).as("seed %d", seed).isEmpty();
            assertThat(runtime.deadLetters().total()).isZero();
        }
    }

    @Test
    void shouldRunSendersAboutAsOftenAsTheySendAndLeaveNoTimers() {
        int senders = 2_000;
        CountDownLatch left = new CountDownLatch(senders);
        InTurn scheduler = new InTurn();
        try (RingKernel runtime =
                RingKernel.builder().backend(Backend.CPU).cpuScheduler(scheduler).build()) {
            List<ActorRef<Item, Void>> sinks = spawnSinks(runtime, 1, senders, left);
            for (int id = 0; id < senders; id++) {
                runtime.spawn("senders/" + id, new Sender(id, new SplittableRandom(id), sinks))
                        .tell(new Go(1));
            }

            try {
                int runs = scheduler.runAll();
                assertThat(left.getCount()).isZero();
                assertThat(runs).isLessThan(4 * senders);
                assertThat(scheduler.timers()).isZero();
            } finally {
                Thread.ofVirtual().start(scheduler::runUntilClosed);
            }
        }
    }

    private List<ActorRef<Item, Void>> spawnSinks(
            RingKernel runtime, int sinks, int senders, CountDownLatch left) {
        List<ActorRef<Item, Void>> all = new ArrayList<>();
        for (int i = 0; i < sinks; i++) {
            all.add(runtime.spawn("sinks/" + i, new Sink(senders, left, errors), SMALL));
        }
        return all;
    }

    /** Runs one task after the other, as they came, on the thread that says so; has no clock. */
    private static final class InTurn implements CpuScheduler {
        private static final Runnable END = () -> {};

        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final AtomicInteger timers = new AtomicInteger();
        private volatile @Nullable Runnable current;

        /** Runs until there is nothing to run; returns how many tasks there were. */
        int runAll() {
            int runs = 0;
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                run(task);
                runs++;
            }
            return runs;
        }

        void runUntilClosed() {
            try {
                for (Runnable task = tasks.take(); task != END; task = tasks.take()) {
                    run(task);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run(Runnable task) {
            current = task;
            task.run();
            current = null;
        }

        /** Returns how many timers have been set and not cancelled. */
        int timers() {
            return timers.get();
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void requeue(Runnable task) {
            tasks.add(task);
        }

        @Override
        public @Nullable Runnable current() {
            return current;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Timer schedule(Runnable action, long delayNanos) {
            timers.incrementAndGet();
            return timers::decrementAndGet;
        }

        @Override
        public String describe() {
            return "one task after the other";
        }

        @Override
        public void close() {
            tasks.add(END);
        }
    }
}
