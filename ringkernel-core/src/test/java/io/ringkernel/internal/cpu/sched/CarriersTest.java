package io.ringkernel.internal.cpu.sched;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class CarriersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void shouldRunTasksFromOutsideInTheirOrderOnOneCarrier() throws Exception {
        try (Carriers carriers = new Carriers("test-", 1)) {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(100);
            carriers.execute(() -> await(gate));
            for (int i = 0; i < 100; i++) {
                int number = i;
                carriers.execute(() -> {
                    order.add(number);
                    done.countDown();
                });
            }
            gate.countDown();
            await(done);
            assertThat(order).isSorted().hasSize(100);
        }
    }

    @Test
    void shouldRunTheLatestTaskNextAndTheDisplacedOnesInTheirOrder() {
        try (Carriers carriers = new Carriers("test-", 1)) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(3);
            carriers.execute(() -> {
                for (String name : List.of("a", "b", "c")) {
                    carriers.execute(() -> {
                        order.add(name);
                        done.countDown();
                    });
                }
            });
            await(done);
            assertThat(order).containsExactly("c", "a", "b");
        }
    }

    @Test
    void shouldRunATaskThatYieldsBehindThoseThatWait() {
        try (Carriers carriers = new Carriers("test-", 1)) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(4);
            carriers.execute(
                    new Runnable() {
                        private boolean again;

                        @Override
                        public void run() {
                            order.add("yields");
                            done.countDown();
                            if (!again) {
                                again = true;
                                for (String name : List.of("a", "b")) {
                                    carriers.execute(() -> {
                                        order.add(name);
                                        done.countDown();
                                    });
                                }
                                carriers.yield(this);
                            }
                        }
                    });
            await(done);
            assertThat(order).hasSize(4).endsWith("yields").startsWith("yields");
        }
    }

    @Test
    void shouldNotStarveOthersBehindTwoTasksThatWakeEachOther() {
        try (Carriers carriers = new Carriers("test-", 1)) {
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch queued = new CountDownLatch(1);
            CountDownLatch injected = new CountDownLatch(1);
            CountDownLatch playing = new CountDownLatch(1);
            Player ping = new Player(carriers, over, playing);
            Player pong = new Player(carriers, over, playing);
            ping.other = pong;
            pong.other = ping;
            carriers.execute(() -> {
                carriers.execute(queued::countDown);
                carriers.execute(ping); // displaces it into the ring
            });
            await(playing);
            carriers.execute(injected::countDown);
            await(queued);
            await(injected);
            over.set(true);
        }
    }

    @Test
    void shouldNotStarveTheInjectorBehindTasksThatYield() {
        try (Carriers carriers = new Carriers("test-", 1)) {
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch yielding = new CountDownLatch(1);
            carriers.execute(() -> {
                for (int i = 0; i < 10; i++) {
                    carriers.execute(new Yielder(carriers, over, yielding));
                }
            });
            await(yielding);
            CountDownLatch injected = new CountDownLatch(1000);
            for (int i = 0; i < 1000; i++) {
                carriers.execute(injected::countDown);
            }
            await(injected);
            over.set(true);
        }
    }

    @Test
    void shouldTakeTheTasksOfABlockedTaskToAnIdleCarrier() {
        try (Carriers carriers = new Carriers("test-", 2)) {
            for (int children : new int[] {1, 2, 3, 600}) {
                CountDownLatch ran = new CountDownLatch(children);
                CountDownLatch back = new CountDownLatch(1);
                carriers.execute(() -> {
                    for (int i = 0; i < children; i++) {
                        carriers.execute(ran::countDown);
                    }
                    await(ran); // for the one in the next slot, too
                    back.countDown();
                });
                await(back);
            }
        }
    }

    @Test
    void shouldCompensateForTheCarrierThatAsks() {
        try (Carriers carriers = new Carriers("test-", 1)) {
            CountDownLatch ran = new CountDownLatch(10);
            CountDownLatch back = new CountDownLatch(1);
            AtomicBoolean first = new AtomicBoolean();
            AtomicBoolean second = new AtomicBoolean();
            carriers.execute(() -> {
                for (int i = 0; i < 10; i++) {
                    carriers.execute(ran::countDown);
                }
                first.set(carriers.compensate());
                second.set(carriers.compensate());
                await(ran);
                back.countDown();
            });
            await(back);
            assertThat(first).isTrue();
            assertThat(second).as("it has a stand-in").isFalse();
            await(() -> carriers.status().size() == 1);
        }
    }

    @Test
    void shouldCompensateForStuckCarriersUntilTheyComeBack() {
        try (Carriers carriers = new Carriers("test-", 2)) {
            CountDownLatch gate = new CountDownLatch(1);
            assertThat(carriers.compensate()).as("nobody is in a task").isFalse();
            for (int i = 0; i < 6; i++) { // two of them on stand-ins for stand-ins
                CountDownLatch stuck = new CountDownLatch(1);
                carriers.execute(() -> {
                    stuck.countDown();
                    await(gate);
                });
                if (i >= 2) {
                    assertThat(carriers.compensate()).isTrue();
                }
                await(stuck);
            }
            assertThat(carriers.compensate()).isTrue();
            CountDownLatch ran = new CountDownLatch(1);
            carriers.execute(ran::countDown);
            await(ran);
            assertThat(carriers.status()).hasSize(7);
            assertThat(carriers.status().stream().filter(CarrierStatus::standIn)).hasSize(5);
            gate.countDown();
            await(() -> carriers.status().size() == 2);
            assertThat(carriers.status()).noneMatch(CarrierStatus::standIn);
        }
    }

    @Test
    void shouldBoundTheStandIns() {
        Carriers carriers = new Carriers("test-", 1);
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i <= Carriers.MAX_STAND_INS; i++) {
            CountDownLatch stuck = new CountDownLatch(1);
            carriers.execute(() -> {
                stuck.countDown();
                await(gate);
            });
            await(stuck);
            assertThat(carriers.compensate()).isEqualTo(i < Carriers.MAX_STAND_INS);
        }
        gate.countDown();
        assertThat(carriers.shutdown(PATIENCE)).isEmpty();
    }

    @Test
    void shouldHandBackWhatIsQueued() {
        Carriers carriers = new Carriers("test-", 1);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        AtomicBoolean rejected = new AtomicBoolean();
        carriers.execute(() -> {
            for (int i = 0; i < 1000; i++) {
                carriers.execute(ran::incrementAndGet);
            }
            stuck.countDown();
            await(gate);
            try {
                carriers.execute(ran::incrementAndGet);
            } catch (RejectedExecutionException e) {
                rejected.set(true);
            }
        });
        await(stuck);
        for (int i = 0; i < 10; i++) {
            carriers.execute(ran::incrementAndGet);
        }
        assertThat(carriers.shutdown(Duration.ofMillis(1))).hasSize(1010);
        assertThatThrownBy(() -> carriers.execute(ran::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageStartingWith("carriers closed: task=");
        gate.countDown();
        assertThat(carriers.shutdown(PATIENCE)).isEmpty();
        assertThat(carriers.status()).isEmpty();
        assertThat(rejected).isTrue();
        assertThat(ran).hasValue(0);
        assertThat(carriers.compensate()).isFalse();
        carriers.close();
    }

    @Test
    void shouldHandBackWhatEndedCarriersLeft() {
        Carriers carriers = new Carriers("test-", 1);
        CountDownLatch left = new CountDownLatch(1);
        carriers.execute(() -> {
            for (int i = 0; i < 3; i++) {
                carriers.execute(() -> {});
            }
            carriers.close();
            left.countDown();
        });
        await(left);
        assertThat(carriers.shutdown(PATIENCE)).hasSize(3);
    }

    @Test
    void shouldShutDownOnACarrier() {
        Carriers carriers = new Carriers("test-", 2);
        AtomicInteger left = new AtomicInteger(-1);
        CountDownLatch done = new CountDownLatch(1);
        carriers.execute(() -> {
            left.set(carriers.shutdown(PATIENCE).size());
            done.countDown();
        });
        await(done);
        assertThat(left).hasValue(0);
    }

    @Test
    void shouldGoOnAfterAFailureAndLogIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(Carrier.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        try (Carriers carriers = new Carriers("test-", 1)) {
            carriers.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
            carriers.execute(() -> {
                throw new AssertionError("on purpose");
            });
            CountDownLatch after = new CountDownLatch(1);
            carriers.execute(after::countDown);
            await(after);
            assertThat(log.list)
                    .hasSize(2)
                    .allMatch(event -> event.getLevel() == Level.ERROR)
                    .allMatch(event -> event.getThrowableProxy() != null);
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }
    }

    @Test
    void shouldNotPassAnInterruptOn() {
        try (Carriers carriers = new Carriers("test-", 1)) {
            carriers.execute(() -> Thread.currentThread().interrupt());
            AtomicBoolean interrupted = new AtomicBoolean();
            CountDownLatch after = new CountDownLatch(1);
            carriers.execute(() -> {
                interrupted.set(Thread.currentThread().isInterrupted());
                after.countDown();
            });
            await(after);
            assertThat(interrupted).isFalse();
        }
    }

    @Test
    void shouldSayWhatACarrierDoesAndSinceWhen() {
        try (Carriers carriers = new Carriers("test-", 1)) {
            CountDownLatch stuck = new CountDownLatch(1);
            CountDownLatch gate = new CountDownLatch(1);
            Runnable task =
                    () -> {
                        carriers.execute(() -> {});
                        carriers.execute(() -> {});
                        stuck.countDown();
                        await(gate);
                    };
            carriers.execute(task);
            await(stuck);
            CarrierStatus first = carriers.status().getFirst();
            CarrierStatus second = carriers.status().getFirst();
            assertThat(first.task()).isSameAs(task);
            assertThat(first.queued()).isEqualTo(2);
            assertThat(first.begun()).isEqualTo(1);
            assertThat(first.thread().getName()).isEqualTo("test-1");
            assertThat(second.since()).isEqualTo(first.since());
            gate.countDown();
            await(() -> carriers.status().getFirst().task() == null);
            CarrierStatus last = carriers.status().getFirst();
            assertThat(last.begun()).isEqualTo(3);
            assertThat(last.queued()).isZero();
            assertThat(last.since()).isGreaterThan(first.since());
        }
    }

    @Test
    void shouldKnowItsThreads() {
        try (Carriers carriers = new Carriers("test-", 3);
                Carriers others = new Carriers("other-", 1)) {
            assertThat(carriers.threads()).isEqualTo(3);
            assertThat(Carriers.onCarrier()).isFalse();
            AtomicBoolean onCarrier = new AtomicBoolean();
            CountDownLatch done = new CountDownLatch(1);
            others.execute(() -> {
                onCarrier.set(Carriers.onCarrier());
                carriers.execute(done::countDown); // another's carrier is outside
            });
            await(done);
            assertThat(onCarrier).isTrue();
        }
    }

    @Test
    void shouldRefuseNoThreads() {
        assertThatThrownBy(() -> new Carriers("test-", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("carriers: threads=0, min=1, max=");
    }

    /** Parks are counted, so that an idle period of any length will do. */
    @Test
    void shouldNotWakeWhenEveryCarrierIsIdle() throws Exception {
        try (Carriers carriers = new Carriers("test-", 4)) {
            CountDownLatch done = new CountDownLatch(1000);
            carriers.execute(() -> {
                for (int i = 0; i < 1000; i++) {
                    carriers.execute(done::countDown);
                }
            });
            await(done);
            await(() -> allSleepForGood(carriers));
            long parks = parks(carriers);
            long cpu = cpuNanos("test-");
            assertThat(new CountDownLatch(1).await(200, java.util.concurrent.TimeUnit.MILLISECONDS))
                    .isFalse();
            assertThat(parks(carriers) - parks).as("spurious ones").isLessThanOrEqualTo(4);
            assertThat(cpuNanos("test-") - cpu).isLessThan(100_000_000);
            assertThat(allSleepForGood(carriers)).isTrue();
        }
    }

    static boolean allSleepForGood(Carriers carriers) {
        long word = carriers.roster().word();
        return Roster.asleep(word) == Roster.carriers(word)
                && Roster.watcher(word) == 0
                && Roster.searching(word) == 0;
    }

    static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                if (!latch.await(PATIENCE.toSeconds(), SECONDS)) {
                    throw new AssertionError("not in time: left=" + latch.getCount());
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not in time");
            }
            Thread.yield();
        }
    }

    private static long parks(Carriers carriers) {
        return carriers.status().stream().mapToLong(CarrierStatus::parks).sum();
    }

    private static long cpuNanos(String prefix) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith(prefix)) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    /** One of two tasks that live in the next slot. */
    private static final class Player implements Runnable {
        private final Carriers carriers;
        private final AtomicBoolean over;
        private final CountDownLatch playing;
        private Player other = this;

        Player(Carriers carriers, AtomicBoolean over, CountDownLatch playing) {
            this.carriers = carriers;
            this.over = over;
            this.playing = playing;
        }

        @Override
        public void run() {
            playing.countDown();
            if (!over.get()) {
                carriers.execute(other);
            }
        }
    }

    /** A task that never has enough. */
    private record Yielder(Carriers carriers, AtomicBoolean over, CountDownLatch yielding)
            implements Runnable {
        @Override
        public void run() {
            yielding.countDown();
            if (!over.get()) {
                carriers.yield(this);
            }
        }
    }
}
