package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.DeadLetter.Reason;
import io.ringkernel.spi.CpuScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeadLettersTest {

    private final DeadLetters letters =
            new DeadLetters(3, Long.MAX_VALUE, () -> 0, _ -> Optional.empty());

    @Test
    void shouldKeepTheLatestAndCountAll() {
        for (int i = 0; i < 5; i++) {
            letters.add(letter(i, i < 4 ? Reason.NOT_ASKED : Reason.ACTOR_FAILED));
        }
        assertThat(letters.recent()).extracting(DeadLetter::message).containsExactly(2, 3, 4);
        assertThat(letters.total()).isEqualTo(5);
        assertThat(letters.count(Reason.NOT_ASKED)).isEqualTo(4);
        assertThat(letters.count(Reason.ACTOR_FAILED)).isEqualTo(1);
        assertThat(letters.count(Reason.MAILBOX_FULL)).isZero();
    }

    @Test
    void shouldTellListenersUntilTheyAreRemovedAndSurviveThoseThatThrow() {
        List<DeadLetter> heard = new ArrayList<>();
        Consumer<DeadLetter> listener = heard::add;
        letters.addListener(_ -> {
            throw new IllegalStateException("listener");
        });
        letters.addListener(_ -> {
            throw new StackOverflowError();
        });
        letters.addListener(listener);
        letters.add(letter(1, Reason.NOT_ASKED));
        letters.removeListener(listener);
        letters.add(letter(2, Reason.NOT_ASKED));
        assertThat(heard).containsExactly(letter(1, Reason.NOT_ASKED));
        assertThat(letters.total()).isEqualTo(2);
    }

    // ---- age

    @Test
    void shouldForgetLettersThatAreTooOldByTheClockGiven() {
        AtomicLong now = new AtomicLong();
        DeadLetters aging = new DeadLetters(10, 100, now::get, _ -> Optional.empty());
        aging.add(letter(1, Reason.NOT_ASKED));
        now.set(60);
        aging.add(letter(2, Reason.NOT_ASKED));
        now.set(100);
        assertThat(aging.recent()).hasSize(2);
        now.set(101);
        assertThat(aging.recent()).containsExactly(letter(2, Reason.NOT_ASKED));
        now.set(161);
        aging.add(letter(3, Reason.NOT_ASKED));
        assertThat(aging.recent()).containsExactly(letter(3, Reason.NOT_ASKED));
        assertThat(aging.forgotten()).isEqualTo(2);
        assertThat(aging.total()).isEqualTo(3);
        now.set(1_000);
        assertThat(aging.replay(_ -> true, _ -> Optional.of(new Told()))).isZero();
        assertThat(aging.forgotten()).isEqualTo(3);
    }

    /** Runs tasks on the calling thread, and has a time of its own. */
    private static final class Inline implements CpuScheduler {
        final AtomicLong now = new AtomicLong();

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void requeue(Runnable task) {
            task.run();
        }

        @Override
        public @Nullable Runnable current() {
            return null;
        }

        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public Timer schedule(Runnable action, long delayNanos) {
            return () -> {};
        }

        @Override
        public String describe() {
            return "inline";
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldAgeByTheTimeOfTheSchedulerThatTheRuntimeIsGiven() {
        record Ping() {}
        final class Deaf implements Actor<Ping, Ping> {
            @Override
            public void receive(Ping message, ActorContext<Ping> context) {}
        }
        Inline scheduler = new Inline();
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .cpuScheduler(scheduler)
                        .deadLetterAge(Duration.ofHours(1))
                        .build()) {
            ActorRef<Ping, Ping> actor = runtime.spawn("deaf", new Deaf());
            runtime.terminate(actor);
            actor.tell(new Ping());
            scheduler.now.addAndGet(Duration.ofHours(1).toNanos());
            assertThat(runtime.deadLetters().recent()).hasSize(1);
            scheduler.now.incrementAndGet();
            assertThat(runtime.deadLetters().recent()).isEmpty();
            assertThat(runtime.deadLetters().total()).isEqualTo(1);
        }
        assertThatThrownBy(() -> RingKernel.builder().deadLetterAge(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadLetterAge=PT0S");
    }

    // ---- replay

    /** Takes strings and throws what it is told to. */
    private static class Told implements ActorRef<Object, Object> {
        final List<Object> messages = new CopyOnWriteArrayList<>();
        @Nullable Throwable failure;

        @Override
        public String name() {
            return "told";
        }

        @Override
        public ActorState state() {
            return ActorState.ACTIVE;
        }

        @Override
        public void tell(Object message) {
            switch (failure) {
                case null -> messages.add(message);
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new AssertionError(e);
            }
        }

        @Override
        public void tellAll(List<?> all) {
            throw new AssertionError("one by one");
        }

        @Override
        public CompletionStage<Object> ask(Object message) {
            throw new AssertionError("replayed messages are told");
        }

        @Override
        public CompletionStage<Object> ask(Object message, Duration timeout) {
            throw new AssertionError("replayed messages are told");
        }
    }

    private final Told told = new Told();

    private void addThree() {
        letters.add(letter(1, Reason.MAILBOX_FULL));
        letters.add(letter(2, Reason.NOT_ASKED));
        letters.add(letter(3, Reason.ACTOR_FAILED));
    }

    private void assertAccounted() {
        assertThat(letters.total())
                .isEqualTo(letters.recent().size() + letters.replayed() + letters.forgotten());
    }

    @Test
    void shouldSendAgainWhatIsWantedInOrderAndKeepTheRest() {
        addThree();
        assertThat(
                        letters.replay(
                                letter -> letter.reason() != Reason.NOT_ASKED,
                                _ -> Optional.of(told)))
                .isEqualTo(2);
        assertThat(told.messages).containsExactly(1, 3);
        assertThat(letters.recent()).containsExactly(letter(2, Reason.NOT_ASKED));
        assertThat(letters.replayed()).isEqualTo(2);
        assertAccounted();
    }

    @Test
    void shouldLeaveRepliesAndLettersWithoutATargetWhereTheyAre() {
        addThree();
        List<DeadLetter> before = letters.recent();
        assertThat(letters.replay(_ -> true)).isZero(); // there is no such actor
        assertThat(letters.recent()).isEqualTo(before);
        DeadLetters known = new DeadLetters(3, Long.MAX_VALUE, () -> 0, _ -> Optional.of(told));
        known.add(letter(1, Reason.NOT_ASKED));
        known.add(letter(2, Reason.ASK_EXPIRED));
        known.add(letter(3, Reason.NO_SUBSCRIBER));
        assertThat(known.replay(_ -> true)).isZero();
        assertThat(told.messages).isEmpty();
        known.add(letter(4, Reason.ACTOR_FAILED));
        assertThat(known.replay(_ -> true)).isEqualTo(1);
        assertThat(told.messages).containsExactly(4);
    }

    @Test
    void shouldMakeADeadLetterAgainOfWhatIsRefused() {
        addThree();
        told.failure = new MailboxFullException("full", 0);
        assertThat(letters.replay(_ -> true, _ -> Optional.of(told))).isZero();
        assertThat(letters.recent())
                .containsExactly(
                        new DeadLetter("told", 1, Reason.MAILBOX_FULL),
                        new DeadLetter("told", 2, Reason.MAILBOX_FULL),
                        new DeadLetter("told", 3, Reason.MAILBOX_FULL));
        assertThat(letters.total()).isEqualTo(6);
        assertAccounted();

        told.failure = new MessageTypeException("not understood");
        assertThatThrownBy(() -> letters.replay(_ -> true, _ -> Optional.of(told)))
                .isSameAs(told.failure);
        assertThat(letters.recent()).hasSize(3);
        assertAccounted();
    }

    @Test
    void shouldLoseNothingWhenAnErrorOrTheCallersCodeEndsIt() {
        addThree();
        told.failure = new StackOverflowError();
        assertThatThrownBy(() -> letters.replay(_ -> true, _ -> Optional.of(told)))
                .isSameAs(told.failure);
        assertThat(letters.recent()).hasSize(3);
        assertAccounted();
        List<DeadLetter> before = letters.recent();
        assertThatThrownBy(() ->
                        letters.replay(
                                _ -> true,
                                _ -> {
                                    throw new IllegalStateException("resolver");
                                }))
                .hasMessage("resolver");
        assertThatThrownBy(() ->
                        letters.replay(_ -> {
                            throw new IllegalStateException("filter");
                        }))
                .hasMessage("filter");
        assertThat(letters.recent()).isEqualTo(before);
        assertAccounted();
    }

    @Test
    @Timeout(60)
    void shouldDeliverEachMessageOnceWhenThreadsReplayWhileOthersOverflow() throws Exception {
        int senders = 2;
        int each = 10_000;
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        AtomicLong twice = new AtomicLong();
        try (RingKernel runtime =
                        RingKernel.builder()
                                .backend(Backend.CPU)
                                .deadLetterCapacity(1 << 16)
                                .build();
                ExecutorService threads = Executors.newFixedThreadPool(senders + 2)) {
            record Number(int value) {}
            final class Once implements Actor<Number, Number> {
                @Override
                public void receive(Number message, ActorContext<Number> context) {
                    if (!seen.add(message.value())) {
                        twice.incrementAndGet();
                    }
                }
            }
            ActorRef<Number, Number> once =
                    runtime.spawn(
                            "once",
                            new Once(),
                            ActorOptions.defaults()
                                    .withMailboxCapacity(16)
                                    .withOverflow(OverflowPolicy.DEAD_LETTER));
            DeadLetters dead = runtime.deadLetters();
            List<Future<?>> sending = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                int first = sender * each;
                sending.add(
                        threads.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                once.tell(new Number(first + i));
                            }
                        }));
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
            List<Future<?>> replaying = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int which = i;
                replaying.add(
                        threads.submit(() -> {
                            while (seen.size() < senders * each && System.nanoTime() < deadline) {
                                dead.replay(letter -> letter.hashCode() % 3 != which);
                            }
                        }));
            }
            for (Future<?> future : sending) {
                future.get(50, TimeUnit.SECONDS);
            }
            for (Future<?> future : replaying) {
                future.get(50, TimeUnit.SECONDS);
            }
            assertThat(seen).hasSize(senders * each);
            assertThat(twice).hasValue(0);
            assertThat(dead.recent()).isEmpty();
            assertThat(dead.forgotten()).isZero();
            assertThat(dead.total()).isEqualTo(dead.replayed());
        }
    }

    private static DeadLetter letter(int message, Reason reason) {
        return new DeadLetter("actor", message, reason);
    }
}
