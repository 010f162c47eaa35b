package io.ringkernel.internal.cpu;

import static io.ringkernel.internal.cpu.Trials.answer;
import static io.ringkernel.internal.cpu.Trials.await;
import static io.ringkernel.internal.cpu.Trials.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ActorState;
import io.ringkernel.MessageTypeException;
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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every strategy, every restart type, with actors that really fail. */
@Timeout(60)
class SupervisionTest {

    private static final ActorOptions TRANSIENT =
            ActorOptions.defaults().withRestart(RestartType.TRANSIENT);

    private final Notes notes = new Notes();

    private record Number(int value) {}

    /** Counts; fails, stops or takes a snapshot at certain numbers. */
    private static final class Counter implements Actor<Number, Number> {
        private int sum;

        @Override
        public void receive(Number message, ActorContext<Number> context) {
            if (message.value() == -1) {
                throw new IllegalStateException("told to");
            } else if (message.value() == -2) {
                context.stop();
            } else if (message.value() == -3) {
                context.snapshot();
            }
            sum += Math.max(0, message.value());
            context.reply(new Number(sum));
        }
    }

    private static int value(ActorRef<Number, Number> counter, int message) {
        return answer(counter, new Number(message)).value();
    }

    private static List<Kind> kinds(RingKernel runtime) {
        return runtime.supervision().recent().stream().map(SupervisionEvent::kind).toList();
    }

    @Test
    void shouldStartAgainWithTheInitialStateAndKeepTheMailbox() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Number, Number> counter = runtime.spawn("counter", new Counter(), TRANSIENT);
            assertThat(value(counter, 5)).isEqualTo(5);
            runtime.quiesce(counter);
            var failing = counter.ask(new Number(-1)).toCompletableFuture();
            counter.tell(new Number(3));
            var after = counter.ask(new Number(4)).toCompletableFuture();
            runtime.activate(counter);
            assertThatThrownBy(failing::join).hasCauseInstanceOf(ActorFailedException.class);
            assertThat(after.join()).isEqualTo(new Number(7));
            assertThat(counter.state()).isEqualTo(ActorState.ACTIVE);
            assertThat(kinds(runtime)).containsExactly(Kind.FAILED, Kind.RESTARTED);
            assertThat(runtime.supervision().recent().getLast().restarts()).isEqualTo(1);
        }
    }

    @Test
    void shouldStartAgainWithTheLastSnapshot() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Number, Number> counter =
                    runtime.spawn(
                            "counter",
                            new Counter(),
                            ActorOptions.defaults().withRestartFromSnapshot(RestartType.TRANSIENT));
            value(counter, 5);
            value(counter, -3);
            value(counter, 6);
            counter.tell(new Number(-1));
            assertThat(value(counter, 1)).isEqualTo(6);
        }
    }

    @Test
    void shouldSayThatAStateCannotBeCopiedAndTakeAFactoryInstead() {
        try (RingKernel runtime = runtime()) {
            Scripted scripted = new Scripted((_, _, _) -> {});
            assertThatThrownBy(() -> runtime.spawn("copy", scripted, TRANSIENT))
                    .isInstanceOf(MessageTypeException.class)
                    .hasMessageContaining("factory");
            assertThat(runtime.names()).isEmpty();
            ActorRef<Say, Heard> actor =
                    runtime.spawn(
                            "factory",
                            () ->
                                    new Scripted((say, self, context) -> {
                                        if (say.what().equals("fail")) {
                                            throw new IllegalStateException("told to");
                                        }
                                        context.reply(new Heard("" + self.count));
                                    }),
                            TRANSIENT);
            answer(actor, new Say("a"));
            actor.tell(new Say("fail"));
            assertThat(answer(actor, new Say("b"))).isEqualTo(new Heard("1"));
        }
    }

    @Test
    void shouldGiveUpAfterTooManyRestartsWithinTheWindow() {
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(io.ringkernel.Backend.CPU)
                        .supervision(
                                Supervision.oneForOne().withIntensity(2, Duration.ofMinutes(1)))
                        .build()) {
            ActorRef<Number, Number> counter = runtime.spawn("counter", new Counter(), TRANSIENT);
            for (int i = 0; i < 3; i++) {
                counter.tell(new Number(-1));
            }
            await(() -> counter.state() == ActorState.FAILED);
            assertThat(kinds(runtime))
                    .containsExactly(
                            Kind.FAILED,
                            Kind.RESTARTED,
                            Kind.FAILED,
                            Kind.RESTARTED,
                            Kind.FAILED,
                            Kind.ESCALATED,
                            Kind.ENDED);
            assertThatThrownBy(() -> value(counter, 1))
                    .hasCauseInstanceOf(ActorFailedException.class);
            runtime.terminate(counter);
            assertThat(runtime.names()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(RestartType.class)
    void shouldRestartAsTheTypeSays(RestartType type) {
        try (RingKernel runtime = runtime()) {
            ActorRef<Number, Number> counter =
                    runtime.spawn(
                            "counter", new Counter(), ActorOptions.defaults().withRestart(type));
            value(counter, 5);
            counter.tell(new Number(-2));
            if (type == RestartType.PERMANENT) {
                assertThat(value(counter, 1)).isEqualTo(1);
            } else {
                await(() -> counter.state() == ActorState.TERMINATED);
            }
        }
    }

    /** Spawns three children, and does to them what it is told; notes their signals. */
    private final class Parent implements Actor<Say, Heard> {
        private final RestartType ofFirst;

        Parent(RestartType ofFirst) {
            this.ofFirst = ofFirst;
        }

        @Override
        public void receive(Say message, ActorContext<Heard> context) {
            List<String> children = List.of("a", "b", "c");
            switch (message.what()) {
                case "spawn" -> {
                    for (String child : children) {
                        RestartType type = child.equals("a") ? ofFirst : RestartType.TRANSIENT;
                        context.spawn(
                                child,
                                () -> new Child(notes, child),
                                ActorOptions.defaults().withRestart(type));
                    }
                }
                default -> {}
            }
            context.reply(new Heard(message.what()));
        }
    }

    private static final class Child implements Actor<Say, Heard> {
        private final Notes notes;
        private final String name;

        Child(Notes notes, String name) {
            this.notes = notes;
            this.name = name;
        }

        @Override
        public void receive(Say message, ActorContext<Heard> context) {
            if (message.what().equals("fail")) {
                throw new IllegalStateException("told to");
            }
            context.reply(new Heard(name));
        }

        @Override
        public void signal(Signal signal, ActorContext<Heard> context) {
            notes.add(name + " " + signal.getClass().getSimpleName());
        }
    }

    private List<String> signalsAfterBFails(
            RingKernel runtime, Supervision supervision, RestartType ofFirst, int signals) {
        ActorRef<Say, Heard> parent =
                runtime.spawn(
                        "parent",
                        new Parent(ofFirst),
                        ActorOptions.defaults().withSupervision(supervision));
        answer(parent, new Say("spawn"));
        ActorRef<Say, Heard> b =
                runtime.registry().find("parent/b", Say.class, Heard.class).orElseThrow();
        b.tell(new Say("fail"));
        assertThat(answer(b, new Say("hello"))).isEqualTo(new Heard("b"));
        List<String> seen = Stream.generate(notes::next).limit(signals).toList();
        assertThat(notes.isEmpty()).isTrue();
        return seen;
    }

    @Test
    void shouldRestartOnlyTheOneThatFailed() {
        try (RingKernel runtime = runtime()) {
            assertThat(
                            signalsAfterBFails(
                                    runtime, Supervision.oneForOne(), RestartType.TRANSIENT, 2))
                    .containsExactly("b Stopping", "b Restarted");
        }
    }

    @Test
    void shouldRestartAllAfterAllHaveStopped() {
        try (RingKernel runtime = runtime()) {
            List<String> seen =
                    signalsAfterBFails(runtime, Supervision.oneForAll(), RestartType.TRANSIENT, 6);
            assertThat(seen.subList(0, 3))
                    .containsExactlyInAnyOrder("a Stopping", "b Stopping", "c Stopping");
            assertThat(seen.subList(3, 6))
                    .containsExactlyInAnyOrder("a Restarted", "b Restarted", "c Restarted");
        }
    }

    @Test
    void shouldEndATemporarySiblingForGoodWhenAllAreRestarted() {
        try (RingKernel runtime = runtime()) {
            List<String> seen =
                    signalsAfterBFails(runtime, Supervision.oneForAll(), RestartType.TEMPORARY, 5);
            assertThat(seen)
                    .containsOnlyOnce("a Stopping", "b Restarted", "c Restarted")
                    .doesNotContain("a Restarted");
            await(() -> runtime.find("parent/a").isEmpty());
        }
    }

    @Test
    void shouldRestartThoseSpawnedAfterTheOneThatFailed() {
        try (RingKernel runtime = runtime()) {
            List<String> seen =
                    signalsAfterBFails(runtime, Supervision.restForOne(), RestartType.TRANSIENT, 4);
            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            "b Stopping", "c Stopping", "b Restarted", "c Restarted");
        }
    }

    /** What has failed at the top keeps its name, but no restart waits for it. */
    @ParameterizedTest
    @EnumSource(Supervision.Strategy.class)
    void shouldRestartBesideASiblingThatFailedForGood(Supervision.Strategy strategy) {
        Supervision supervision =
                new Supervision(strategy, 3, Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO);
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(io.ringkernel.Backend.CPU)
                        .supervision(supervision)
                        .build()) {
            ActorRef<Number, Number> counter = runtime.spawn("counter", new Counter(), TRANSIENT);
            ActorRef<Number, Number> failed = runtime.spawn("failed", new Counter());
            failed.tell(new Number(-1));
            await(() -> failed.state() == ActorState.FAILED);
            value(counter, 5);
            counter.tell(new Number(-1));
            assertThat(value(counter, 1)).isEqualTo(1);
            assertThat(failed.state()).isEqualTo(ActorState.FAILED);
            assertThat(runtime.names()).containsExactly("counter", "failed");
        }
    }

    private static final Supervision PATIENT =
            Supervision.restForOne().withBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    private ActorRef<Say, Heard> parentOfThree(RingKernel runtime, Supervision supervision) {
        ActorRef<Say, Heard> parent =
                runtime.spawn(
                        "parent",
                        new Parent(RestartType.TRANSIENT),
                        ActorOptions.defaults().withSupervision(supervision));
        answer(parent, new Say("spawn"));
        return parent;
    }

    private static void fail(RingKernel runtime, String child) {
        runtime.registry().find(child, Say.class, Heard.class).orElseThrow().tell(new Say("fail"));
    }

    @Test
    void shouldJoinARestartUnderWayWhenAnEarlierSiblingFailsMeanwhile() {
        try (RingKernel runtime = runtime()) {
            parentOfThree(runtime, PATIENT);
            fail(runtime, "parent/c");
            assertThat(notes.next()).isEqualTo("c Stopping");
            fail(runtime, "parent/b");
            assertThat(notes.next()).isEqualTo("b Stopping");
            assertThat(List.of(notes.next(), notes.next()))
                    .containsExactlyInAnyOrder("b Restarted", "c Restarted");
            answer(
                    runtime.registry().find("parent/c", Say.class, Heard.class).orElseThrow(),
                    new Say("hello"));
            assertThat(notes.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldBeToldOnceToStopWhenItIsEndedWhileItRests() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> parent = parentOfThree(runtime, PATIENT);
            fail(runtime, "parent/c");
            assertThat(notes.next()).isEqualTo("c Stopping");
            runtime.terminate(parent);
            assertThat(List.of(notes.next(), notes.next()))
                    .containsExactlyInAnyOrder("a Stopping", "b Stopping");
            assertThat(notes.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldEscalateToTheSupervisorsSupervisorAndEndTheTree() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> parent =
                    runtime.spawn(
                            "parent",
                            new Parent(RestartType.TRANSIENT),
                            ActorOptions.defaults()
                                    .withSupervision(
                                            Supervision.oneForOne()
                                                    .withIntensity(0, Duration.ofMinutes(1))));
            answer(parent, new Say("spawn"));
            ActorRef<Say, Heard> b =
                    runtime.registry().find("parent/b", Say.class, Heard.class).orElseThrow();
            b.tell(new Say("fail"));
            await(() -> parent.state() == ActorState.FAILED);
            await(() -> runtime.names().equals(java.util.Set.of("parent")));
            assertThat(kinds(runtime)).startsWith(Kind.FAILED, Kind.ESCALATED);
        }
    }

    @Test
    void shouldWaitLongerBeforeEveryRestart() {
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(io.ringkernel.Backend.CPU)
                        .supervision(
                                Supervision.oneForOne()
                                        .withIntensity(10, Duration.ofMinutes(1))
                                        .withBackoff(Duration.ofMillis(10), Duration.ofMillis(40)))
                        .build()) {
            ActorRef<Number, Number> counter = runtime.spawn("counter", new Counter(), TRANSIENT);
            for (int restart = 0; restart < 4; restart++) {
                counter.tell(new Number(-1));
                value(counter, 1);
            }
            List<SupervisionEvent> events = runtime.supervision().recent();
            assertThat(events).extracting(SupervisionEvent::at).isSorted().doesNotHaveDuplicates();
            long[] least = {10, 20, 40, 40};
            for (int restart = 0; restart < 4; restart++) {
                Duration waited =
                        Duration.between(
                                events.get(2 * restart).at().instant(),
                                events.get(2 * restart + 1).at().instant());
                assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(least[restart] - 1));
            }
        }
    }

    @Test
    void shouldForgetRestartsThatTheWindowHasLeftBehind() {
        Duration window = Duration.ofMillis(200);
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(io.ringkernel.Backend.CPU)
                        .supervision(Supervision.oneForOne().withIntensity(1, window))
                        .build()) {
            ActorRef<Number, Number> counter = runtime.spawn("counter", new Counter(), TRANSIENT);
            for (int restart = 0; restart < 4; restart++) {
                counter.tell(new Number(-1));
                value(counter, 1);
                long over = System.nanoTime() + window.toNanos() + 20_000_000;
                await(() -> System.nanoTime() > over);
            }
            assertThat(counter.state()).isEqualTo(ActorState.ACTIVE);
            assertThat(kinds(runtime)).hasSize(8).doesNotContain(Kind.ESCALATED);
        }
    }

    @Test
    void shouldTakeAPermanentActorThatKeepsStoppingForAFailure() {
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(io.ringkernel.Backend.CPU)
                        .supervision(
                                Supervision.oneForOne().withIntensity(1, Duration.ofMinutes(1)))
                        .build()) {
            ActorRef<Number, Number> counter =
                    runtime.spawn(
                            "counter",
                            new Counter(),
                            ActorOptions.defaults().withRestart(RestartType.PERMANENT));
            counter.tell(new Number(-2));
            counter.tell(new Number(-2));
            await(() -> counter.state() == ActorState.TERMINATED);
            assertThat(kinds(runtime)).containsExactly(Kind.RESTARTED, Kind.ESCALATED, Kind.ENDED);
        }
    }

    @Test
    void shouldRestartTheSupervisorWithoutItsChildrenAfterAnEscalation() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> parent =
                    runtime.spawn(
                            "parent",
                            () -> new Parent(RestartType.TRANSIENT),
                            TRANSIENT.withSupervision(
                                    Supervision.oneForAll()
                                            .withIntensity(0, Duration.ofMinutes(1))));
            answer(parent, new Say("spawn"));
            ActorRef<Say, Heard> b =
                    runtime.registry().find("parent/b", Say.class, Heard.class).orElseThrow();
            b.tell(new Say("fail"));
            await(() -> kinds(runtime).contains(Kind.RESTARTED));
            assertThat(answer(parent, new Say("hello"))).isEqualTo(new Heard("hello"));
            assertThat(runtime.names()).containsExactly("parent");
            assertThat(runtime.supervision().recent())
                    .filteredOn(event -> event.actor().equals("parent"))
                    .extracting(SupervisionEvent::kind)
                    .containsExactly(Kind.ESCALATED, Kind.FAILED, Kind.RESTARTED);
            answer(parent, new Say("spawn"));
            assertThat(runtime.names()).hasSize(4);
        }
    }

    /** Spawns a child, down to a depth; notes the end. */
    private record Nest(Notes notes, int depth) implements Actor<Say, Heard> {
        @Override
        public void receive(Say message, ActorContext<Heard> context) {
            if (depth > 0) {
                context.spawn("below", new Nest(notes, depth - 1), ActorOptions.defaults())
                        .tell(message);
            } else {
                notes.add("built");
            }
        }

        @Override
        public void signal(Signal signal, ActorContext<Heard> context) {
            notes.add(depth + " " + signal.getClass().getSimpleName());
        }
    }

    @Test
    void shouldEndATreeBeforeItsRootIsAcknowledged() {
        int depth = 5;
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> root = runtime.spawn("root", new Nest(notes, depth));
            root.tell(new Say("build"));
            assertThat(notes.next()).isEqualTo("built");
            assertThat(runtime.names()).hasSize(depth + 1);
            runtime.terminate(root);
            assertThat(runtime.names()).isEmpty();
            List<String> seen = Stream.generate(notes::next).limit(depth + 1).toList();
            assertThat(seen)
                    .containsExactly(
                            "5 Stopping",
                            "4 Stopping",
                            "3 Stopping",
                            "2 Stopping",
                            "1 Stopping",
                            "0 Stopping");
        }
    }

    /** Spawns a child for each message, of that name, which fails at its first message. */
    private static Scripted nursery() {
        Script failing =
                (_, _, _) -> {
                    throw new IllegalStateException("told to");
                };
        return new Scripted((say, _, context) -> {
            context.spawn(say.what(), new Scripted(failing));
            context.reply(new Heard(say.what()));
        });
    }

    private static ActorRef<Say, Heard> child(
            RingKernel runtime, ActorRef<Say, Heard> parent, String name) {
        answer(parent, new Say(name));
        return runtime.registry().find("parent/" + name, Say.class, Heard.class).orElseThrow();
    }

    @Test
    void shouldTerminateAChildThatHasFailedAndBeAbleToRepeatIt() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> parent = runtime.spawn("parent", nursery());
            ActorRef<Say, Heard> child = child(runtime, parent, "a");
            child.tell(new Say("fail"));
            await(() -> runtime.find("parent/a").isEmpty());
            assertThat(child.state()).isEqualTo(ActorState.FAILED);

            ActorRef<Say, Heard> next = child(runtime, parent, "a");
            runtime.terminate(child);
            runtime.terminate(child);

            assertThat(child.state()).isEqualTo(ActorState.TERMINATED);
            assertThat(runtime.find("parent/a")).containsSame(next);
            assertThat(next.state()).isEqualTo(ActorState.ACTIVE);
            runtime.terminate(parent);
            runtime.terminate(child);
            assertThat(runtime.names()).isEmpty();
        }
    }

    @Test
    void shouldNotTerminateAChildOfAnotherRuntimeThatHasFailed() {
        try (RingKernel runtime = runtime();
                RingKernel other = runtime()) {
            ActorRef<Say, Heard> child = child(runtime, runtime.spawn("parent", nursery()), "a");
            child.tell(new Say("fail"));
            await(() -> runtime.find("parent/a").isEmpty());

            assertThatThrownBy(() -> other.terminate(child))
                    .hasMessage("not an actor of this runtime: actor=parent/a");
            assertThat(child.state()).isEqualTo(ActorState.FAILED);
        }
    }

    @Test
    void shouldTerminateAChildThatIsJustFailing() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> parent = runtime.spawn("parent", nursery());
            for (int i = 0; i < 500; i++) {
                ActorRef<Say, Heard> child = child(runtime, parent, "a");
                child.tell(new Say("fail"));
                runtime.terminate(child);
                assertThat(child.state()).as("round %d", i).isEqualTo(ActorState.TERMINATED);
                assertThat(runtime.find("parent/a")).as("round %d", i).isEmpty();
            }
        }
    }
}
