package io.ringkernel.internal.cpu;

import static io.ringkernel.internal.cpu.Trials.answer;
import static io.ringkernel.internal.cpu.Trials.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.Gate;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import io.ringkernel.Supervision;
import io.ringkernel.SupervisionEvent;
import io.ringkernel.SupervisionEvent.Kind;
import io.ringkernel.internal.cpu.Trials.Heard;
import io.ringkernel.internal.cpu.Trials.Notes;
import io.ringkernel.internal.cpu.Trials.Say;
import io.ringkernel.internal.cpu.Trials.Script;
import io.ringkernel.internal.cpu.Trials.Scripted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that really do not return, on few carriers. */
@Timeout(90)
class WatchdogTest {

    private static final Duration SOON = Duration.ofMillis(60);
    private static final ActorOptions TRANSIENT =
            ActorOptions.defaults().withRestart(RestartType.TRANSIENT);

    private final Notes notes = new Notes();
    private final Gate gate = new Gate();

    private static RingKernel.Builder oneCarrier(Duration timeout) {
        return RingKernel.builder().backend(Backend.CPU).cpuThreads(1).stallTimeout(timeout);
    }

    private static ActorRef<Say, Heard> spawn(RingKernel runtime, String name, Script script) {
        return runtime.spawn(name, () -> new Scripted(script), TRANSIENT);
    }

    private static List<Kind> kinds(RingKernel runtime) {
        return runtime.supervision().recent().stream().map(SupervisionEvent::kind).toList();
    }

    private static long standIns() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ringkernel-cpu-stand-in"))
                .count();
    }

    @Test
    void shouldLetOthersGoOnWhileAHandlerIsStuckOnTheOnlyCarrier() {
        try (RingKernel runtime = oneCarrier(SOON).build()) {
            ActorRef<Say, Heard> stuck =
                    spawn(
                            runtime,
                            "stuck",
                            (say, _, context) -> {
                                if (say.what().equals("block")) {
                                    gate.pass();
                                }
                                context.reply(new Heard("back"));
                            });
            ActorRef<Say, Heard> other =
                    spawn(runtime, "other", (_, _, context) -> context.reply(new Heard("here")));
            CompletableFuture<Heard> blocked =
                    stuck.ask(new Say("block"), Duration.ofSeconds(60)).toCompletableFuture();
            assertThat(answer(other, new Say("hello"))).isEqualTo(new Heard("here"));
            await(() -> kinds(runtime).equals(List.of(Kind.STALLED)));
            SupervisionEvent stall = runtime.supervision().recent().getFirst();
            assertThat(stall.actor()).isEqualTo("stuck");
            ActorFault where = stall.fault();
            assertThat(where).isNotNull();
            assertThat(where.exceptionType()).isEqualTo(TimeoutException.class.getName());
            assertThat(where.message()).contains("has not returned for");
            assertThat(where.className()).isEqualTo(Gate.class.getName());
            assertThat(where.methodName()).isEqualTo("pass");
            assertThat(where.line()).isPositive();
            for (int i = 0; i < 1000; i++) {
                answer(other, new Say("hello"));
            }
            assertThat(blocked).isNotDone();
            gate.open();
            assertThat(blocked.join()).isEqualTo(new Heard("back"));
            await(() -> kinds(runtime).equals(List.of(Kind.STALLED, Kind.RECOVERED)));
            assertThat(answer(stuck, new Say("again"))).isEqualTo(new Heard("back"));
            assertThat(runtime.supervision().recent())
                    .extracting(SupervisionEvent::at)
                    .isSorted()
                    .doesNotHaveDuplicates();
        } finally {
            gate.open();
        }
    }

    @Test
    void shouldStartAStandInForEachAndEndThemAll() {
        int many = 20;
        long before = standIns();
        try (RingKernel runtime = oneCarrier(SOON).build()) {
            List<CompletableFuture<Heard>> answers = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                ActorRef<Say, Heard> stuck =
                        spawn(
                                runtime,
                                "stuck-" + i,
                                (_, _, context) -> {
                                    gate.pass();
                                    context.reply(new Heard("back"));
                                });
                answers.add(
                        stuck.ask(new Say("block"), Duration.ofSeconds(80)).toCompletableFuture());
            }
            await(() -> kinds(runtime).size() == many);
            assertThat(kinds(runtime)).containsOnly(Kind.STALLED);
            assertThat(standIns()).isGreaterThanOrEqualTo(before + many - 1);
            gate.open();
            answers.forEach(CompletableFuture::join);
            await(() -> kinds(runtime).size() == 2 * many);
            assertThat(kinds(runtime).subList(many, 2 * many)).containsOnly(Kind.RECOVERED);
            await(() -> standIns() <= before);
        } finally {
            gate.open();
        }
    }

    @Test
    void shouldNotTakeALongTurnOfShortHandlersForAStall() {
        try (RingKernel runtime = oneCarrier(Duration.ofSeconds(1)).build()) {
            ActorRef<Say, Heard> busy =
                    spawn(
                            runtime,
                            "busy",
                            (_, self, context) -> {
                                LockSupport.parkNanos(8_000_000);
                                context.reply(new Heard("" + self.count));
                            });
            runtime.quiesce(busy);
            busy.tellAll(IntStream.range(0, 250).mapToObj(i -> new Say("" + i)).toList());
            runtime.activate(busy);
            assertThat(answer(busy, new Say("last"))).isEqualTo(new Heard("251"));
            assertThat(kinds(runtime)).isEmpty();
        }
    }

    @Test
    void shouldTellTheWatchersOfTheActor() {
        try (RingKernel runtime = oneCarrier(SOON).build()) {
            ActorRef<Say, Heard> stuck = spawn(runtime, "stuck", (_, _, _) -> gate.pass());
            ActorRef<Say, Heard> watcher = runtime.spawn("watcher", new Watcher(notes, stuck));
            answer(watcher, new Say("watch"));
            answer(watcher, new Say("its watch is posted before this is answered"));
            stuck.tell(new Say("block"));
            assertThat(notes.next()).isEqualTo("stalled stuck in pass");
            gate.open();
            assertThat(notes.next()).isEqualTo("recovered stuck");
            runtime.terminate(stuck);
            assertThat(notes.next()).isEqualTo("ended stuck");
        } finally {
            gate.open();
        }
    }

    private record Watcher(Notes notes, ActorRef<Say, Heard> other) implements Actor<Say, Heard> {
        @Override
        public void receive(Say message, ActorContext<Heard> context) {
            context.watch(other);
            context.reply(new Heard("done"));
        }

        @Override
        public void signal(Signal signal, ActorContext<Heard> context) {
            switch (signal) {
                case Signal.Stalled(ActorRef<?, ?> actor, ActorFault where) ->
                        notes.add("stalled " + actor.name() + " in " + where.methodName());
                case Signal.Recovered(ActorRef<?, ?> actor) ->
                        notes.add("recovered " + actor.name());
                case Signal.Terminated(ActorRef<?, ?> actor, _) ->
                        notes.add("ended " + actor.name());
                default -> notes.add("unexpected " + signal);
            }
        }
    }

    @Test
    void shouldInterruptAHandlerAndRestartItsActor() {
        try (RingKernel runtime = oneCarrier(SOON).failStalledAfter(2).build()) {
            ActorRef<Say, Heard> stuck =
                    spawn(
                            runtime,
                            "stuck",
                            (say, self, context) -> {
                                if (say.what().equals("block")) {
                                    gate.pass();
                                }
                                context.reply(new Heard("" + self.count));
                            });
            assertThat(answer(stuck, new Say("a"))).isEqualTo(new Heard("1"));
            assertThatThrownBy(() -> answer(stuck, new Say("block")))
                    .hasCauseInstanceOf(ActorFailedException.class)
                    .hasMessageContaining("interrupted");
            assertThat(answer(stuck, new Say("b"))).as("a new state").isEqualTo(new Heard("1"));
            assertThat(kinds(runtime))
                    .containsExactly(Kind.STALLED, Kind.RECOVERED, Kind.FAILED, Kind.RESTARTED);
        } finally {
            gate.open();
        }
    }

    @Test
    void shouldFailAHandlerThatSwallowsTheInterrupt() {
        try (RingKernel runtime = oneCarrier(SOON).failStalledAfter(1).build()) {
            ActorRef<Say, Heard> stuck =
                    spawn(
                            runtime,
                            "stuck",
                            (say, self, context) -> {
                                if (say.what().equals("block")) {
                                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(60));
                                }
                                context.reply(new Heard(self.count + " " + Thread.interrupted()));
                            });
            assertThat(answer(stuck, new Say("block"))).isEqualTo(new Heard("1 true"));
            assertThat(answer(stuck, new Say("b"))).isEqualTo(new Heard("1 false"));
            assertThat(kinds(runtime))
                    .containsExactly(Kind.STALLED, Kind.RECOVERED, Kind.FAILED, Kind.RESTARTED);
            assertThat(runtime.supervision().recent().get(2).fault())
                    .isNotNull()
                    .extracting(ActorFault::exceptionType)
                    .isEqualTo(TimeoutException.class.getName());
        }
    }

    /** Handlers return around the time of the interrupt; no other may see it. */
    @Test
    void shouldInterruptNobodyElse() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("WatchdogTest seed=" + seed + ", repeat with -Dtest.seed=" + seed);
        Random random = new Random(seed);
        AtomicInteger strays = new AtomicInteger();
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .cpuThreads(2)
                        .stallTimeout(Duration.ofMillis(4))
                        .failStalledAfter(1)
                        .supervision(
                                Supervision.oneForOne()
                                        .withIntensity(1_000_000, Duration.ofSeconds(1)))
                        .build()) {
            Script innocent =
                    (_, _, context) -> {
                        if (Thread.currentThread().isInterrupted()) {
                            strays.incrementAndGet();
                        }
                        context.reply(new Heard("here"));
                    };
            List<ActorRef<Say, Heard>> others =
                    IntStream.range(0, 8)
                            .mapToObj(i -> spawn(runtime, "other-" + i, innocent))
                            .toList();
            Script slow =
                    (say, _, context) -> {
                        long end = System.nanoTime() + Long.parseLong(say.what());
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait(); // does not heed interrupts
                        }
                        context.reply(new Heard("slow"));
                    };
            List<ActorRef<Say, Heard>> slows =
                    IntStream.range(0, 3).mapToObj(i -> spawn(runtime, "slow-" + i, slow)).toList();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
            while (System.nanoTime() < end) {
                List<CompletableFuture<Heard>> answers = new ArrayList<>();
                for (ActorRef<Say, Heard> each : slows) {
                    long nanos = 4_500_000 + random.nextInt(2_500_000);
                    answers.add(each.ask(new Say("" + nanos)).toCompletableFuture());
                }
                for (int round = 0; round < 50; round++) {
                    others.forEach(other -> answer(other, new Say("hello")));
                }
                answers.forEach(CompletableFuture::join);
            }
            List<Kind> kinds = kinds(runtime);
            assertThat(kinds).contains(Kind.STALLED, Kind.RECOVERED);
            assertThat(runtime.supervision().recent())
                    .filteredOn(event -> event.kind() == Kind.FAILED)
                    .as("only the slow ones fail")
                    .allMatch(event -> event.actor().startsWith("slow"));
        }
        assertThat(strays).hasValue(0);
    }

    @Test
    void shouldCloseInBoundedTimeWhenAHandlerNeverReturns() {
        CountDownLatch entered = new CountDownLatch(1);
        long begin = System.nanoTime();
        try (RingKernel runtime =
                oneCarrier(Duration.ofMillis(20))
                        .failStalledAfter(1)
                        .commandTimeout(Duration.ofMillis(300))
                        .build()) {
            spawn(
                            runtime,
                            "stuck",
                            (_, _, _) -> {
                                entered.countDown();
                                while (gate.isShut()) {
                                    Thread.onSpinWait();
                                }
                            })
                    .tell(new Say("block"));
            await(() -> entered.getCount() == 0);
            await(() -> kinds(runtime).contains(Kind.STALLED));
        } finally {
            gate.open();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void shouldRefuseTimesThatMakeNoSense() {
        assertThatThrownBy(() -> oneCarrier(Duration.ofNanos(5)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stallTimeout=PT0.000000005S");
        assertThatThrownBy(() -> oneCarrier(Duration.ofSeconds(-1)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stallTimeout=PT-1S");
        assertThatThrownBy(() -> oneCarrier(Duration.ZERO).failStalledAfter(1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("failStalledAfter needs a stallTimeout");
        assertThatThrownBy(() -> oneCarrier(SOON).failStalledAfter(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("failStalledAfter=-1");
    }

    @Test
    void shouldNotWatchWhenThereIsNoTimeout() {
        try (RingKernel runtime = oneCarrier(Duration.ZERO).build()) {
            ActorRef<Say, Heard> slow =
                    spawn(
                            runtime,
                            "slow",
                            (_, _, context) -> {
                                LockSupport.parkNanos(200_000_000);
                                context.reply(new Heard("back"));
                            });
            assertThat(answer(slow, new Say("go"))).isEqualTo(new Heard("back"));
            assertThat(kinds(runtime)).isEmpty();
        }
    }
}
