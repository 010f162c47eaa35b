package io.ringkernel.internal.cpu;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ActorState;
import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.LifecycleException;
import io.ringkernel.RingKernel;
import io.ringkernel.RuntimeClosedException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only actors on the JVM can do, and how the CPU backend takes it. */
@Timeout(30)
class CpuBackendTest {

    private record Go(int number) {}

    private record Done(int number) {}

    /** Blocks in its first message until it is released. */
    private static final class Stuck implements Actor<Go, Done> {
        private static volatile CountDownLatch entered = new CountDownLatch(1);
        private static volatile CountDownLatch release = new CountDownLatch(1);

        @Override
        public void receive(Go message, ActorContext<Done> context) {
            entered.countDown();
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    released = false; // as stubborn as a loop that never ends
                }
            }
            context.reply(new Done(message.number()));
        }

        static void reset() {
            entered = new CountDownLatch(1);
            release = new CountDownLatch(1);
        }
    }

    private static final class Recursive implements Actor<Go, Done> {
        @Override
        @SuppressWarnings("InfiniteRecursion") // what it is for
        public void receive(Go message, ActorContext<Done> context) {
            receive(message, context);
        }
    }

    private static final class Hoarder implements Actor<Go, Done> {
        private static volatile ActorContext<Done> kept;

        @Override
        public void receive(Go message, ActorContext<Done> context) {
            kept = context;
            context.reply(new Done(1));
        }
    }

    private static final class Tally implements Actor<Go, Done> {
        private static final AtomicLong HANDLED = new AtomicLong();
        private static volatile int running;

        @Override
        public void receive(Go message, ActorContext<Done> context) {
            if (running != 0) {
                throw new IllegalStateException("run twice at once");
            }
            running = 1;
            HANDLED.incrementAndGet();
            running = 0;
        }
    }

    @Test
    void shouldFailTheActorWhenTheStackOverflows() {
        try (RingKernel runtime = cpu(1)) {
            ActorRef<Go, Done> actor = runtime.spawn("recursive", new Recursive());
            Throwable error = failure(actor.ask(new Go(1)));
            assertThat(error)
                    .isInstanceOf(ActorFailedException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
            assertThat(((ActorFailedException) error).fault().className())
                    .isEqualTo(Recursive.class.getName());
            assertThat(failure(actor.ask(new Go(2)))).isInstanceOf(ActorFailedException.class);
        }
    }

    @Test
    void shouldRefuseAContextOutsideItsCall() throws Exception {
        try (RingKernel runtime = cpu(1)) {
            ActorRef<Go, Done> actor = runtime.spawn("hoarder", new Hoarder());
            actor.ask(new Go(1)).toCompletableFuture().get(10, SECONDS);
            runtime.quiesce(actor);
            assertThatThrownBy(() -> Hoarder.kept.reply(new Done(2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("hoarder");
        }
    }

    @Test
    void shouldReportACommandThatIsNotAcknowledgedAndEndTheActorLater() throws Exception {
        Stuck.reset();
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .cpuThreads(1)
                        .commandTimeout(Duration.ofMillis(50))
                        .build()) {
            ActorRef<Go, Done> actor = runtime.spawn("stuck", new Stuck());
            CompletionStage<Done> ask = actor.ask(new Go(3));
            Stuck.entered.await();
            assertThatThrownBy(() -> runtime.quiesce(actor))
                    .isInstanceOf(LifecycleException.class)
                    .hasMessageContaining("quiesce not acknowledged within 50 ms")
                    .hasMessageContaining("actor=stuck");
            assertThat(actor.state()).isEqualTo(ActorState.ACTIVE);
            assertThatThrownBy(() -> runtime.terminate(actor))
                    .isInstanceOf(LifecycleException.class);
            assertThatThrownBy(() -> runtime.activate(actor))
                    .hasMessageContaining("is being terminated");
            Stuck.release.countDown();
            assertThat(ask.toCompletableFuture().get(10, SECONDS)).isEqualTo(new Done(3));
            while (actor.state() != ActorState.TERMINATED) {
                Thread.onSpinWait();
            }
            runtime.terminate(actor);
            assertThat(runtime.names()).isEmpty();
        }
    }

    @Test
    void shouldCloseInBoundedTimeWhenAnActorNeverReturns() throws Exception {
        Stuck.reset();
        RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .cpuThreads(1)
                        .commandTimeout(Duration.ofMillis(50))
                        .build();
        ActorRef<Go, Done> actor = runtime.spawn("stuck", new Stuck());
        CompletionStage<Done> ask = actor.ask(new Go(1));
        Stuck.entered.await();
        runtime.close();
        assertThat(failure(ask)).isInstanceOf(RuntimeClosedException.class);
        assertThat(actor.state()).isEqualTo(ActorState.TERMINATED);
        assertThatThrownBy(() -> actor.tell(new Go(2))).isInstanceOf(RuntimeClosedException.class);
        Stuck.release.countDown();
    }

    @Test
    void shouldAccountForEveryMessageWhenClosedUnderLoad() throws Exception {
        Tally.HANDLED.set(0);
        RingKernel runtime = cpu(2);
        ActorRef<Go, Done> actor = runtime.spawn("tally", new Tally());
        AtomicLong accepted = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> sendUntilClosed(actor, accepted));
            Future<?> two = threads.submit(() -> sendUntilClosed(actor, accepted));
            while (accepted.get() < 100_000) {
                Thread.onSpinWait();
            }
            runtime.close();
            one.get(10, SECONDS);
            two.get(10, SECONDS);
        }
        long dead = runtime.deadLetters().count(DeadLetter.Reason.RUNTIME_CLOSED);
        assertThat(runtime.deadLetters().total()).isEqualTo(dead);
        assertThat(Tally.HANDLED.get() + dead).isEqualTo(accepted.get());
    }

    @Test
    void shouldRunManyActorsOnFewCarriersWithoutStarvingAny() throws Exception {
        try (RingKernel runtime = cpu(1)) {
            ActorRef<Go, Done> busy = runtime.spawn("busy", new Tally());
            ActorRef<Go, Done> other = runtime.spawn("other", new Hoarder());
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                CountDownLatch stop = new CountDownLatch(1);
                Future<?> flood =
                        thread.submit(() -> {
                            while (stop.getCount() > 0) {
                                busy.tell(new Go(1));
                            }
                        });
                for (int i = 0; i < 100; i++) {
                    assertThat(other.ask(new Go(i)).toCompletableFuture().get(10, SECONDS))
                            .isEqualTo(new Done(1));
                }
                stop.countDown();
                flood.get(10, SECONDS);
            }
            assertThat(busy.state()).isEqualTo(ActorState.ACTIVE);
        }
    }

    private static void sendUntilClosed(ActorRef<Go, Done> actor, AtomicLong accepted) {
        try {
            while (true) {
                actor.tell(new Go(1));
                accepted.incrementAndGet();
            }
        } catch (RuntimeClosedException e) {
            assertThat(e).hasMessageContaining("actor=tally");
        }
    }

    private static Throwable failure(CompletionStage<?> stage) {
        try {
            return new AssertionError("completed: " + stage.toCompletableFuture().get(20, SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (Exception e) {
            return e;
        }
    }

    private static RingKernel cpu(int threads) {
        return RingKernel.builder().backend(Backend.CPU).cpuThreads(threads).build();
    }

    private static final class Counter implements Actor<Go, Done> {
        @Override
        public void receive(Go message, ActorContext<Done> context) {
            context.reply(new Done(message.number()));
        }
    }

    private static CellType type(ActorRef<?, ?> actor) {
        return ((CpuCell<?, ?>) actor).type();
    }

    @Test
    void shouldShareWhatFollowsFromEqualOptions() {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            ActorOptions few = ActorOptions.defaults().withMaxAsks(16);
            ActorRef<Go, Done> one = runtime.spawn("one", new Counter(), few);
            ActorRef<Go, Done> two =
                    runtime.spawn("two", new Counter(), ActorOptions.defaults().withMaxAsks(16));
            ActorRef<Go, Done> other = runtime.spawn("other", new Counter());

            assertThat(type(one)).isSameAs(type(two)).isNotSameAs(type(other));
        }
    }

    @Test
    void shouldServeMoreKindsOfOptionsThanItRemembers() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            for (int i = 0; i < 3000; i++) {
                ActorOptions own = ActorOptions.defaults().withTags("tag-" + i);
                ActorRef<Go, Done> actor = runtime.spawn("actor-" + i, new Counter(), own);
                assertThat(type(actor).options().tags()).containsExactly("tag-" + i);
            }
            ActorRef<?, ?> last = runtime.registry().tagged("tag-2999").getFirst();
            assertThat(last.name()).isEqualTo("actor-2999");
        }
    }
}
