package io.ringkernel.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The examples of {@code docs/testing-actors.md}: the page has no code that does not stand here.
 */
@Timeout(60)
class TestingActorsPageTest {

    private static final Path PAGE = Path.of("../../docs/testing-actors.md");
    private static final Path THIS =
            Path.of("src/test/java/io/ringkernel/testkit/TestingActorsPageTest.java");

    // ---- an actor

    sealed interface Alarm permits Smoke, Handled, Escalate {}

    record Smoke(String room) implements Alarm {}

    record Handled(String room) implements Alarm {}

    record Escalate(String room) implements Alarm {}

    record Call(String room) {}

    record Answer(boolean coming) {}

    /** Calls the guard, and the fire brigade if the guard does not come within a minute. */
    static final class Detector implements Actor<Alarm, Void> {
        private final ActorRef<Call, Answer> guard;
        private final ActorRef<Call, Void> brigade;

        Detector(ActorRef<Call, Answer> guard, ActorRef<Call, Void> brigade) {
            this.guard = guard;
            this.brigade = brigade;
        }

        @Override
        public void receive(Alarm message, ActorContext<Void> context) {
            switch (message) {
                case Smoke(String room) ->
                        context.self(this)
                                .pipe(
                                        guard.ask(new Call(room), Duration.ofMinutes(1)),
                                        (answer, error) ->
                                                error == null && answer.coming()
                                                        ? new Handled(room)
                                                        : new Escalate(room));
                case Handled _ -> {}
                case Escalate(String room) -> brigade.tell(new Call(room));
            }
        }
    }

    @Test
    void shouldCallTheBrigadeWhenTheGuardIsAway() {
        try (Simulation simulation = Simulation.start(SimulationOptions.defaults())) {
            Probe<Call, Answer> guard = simulation.probe("guard", Call.class, Answer.class);
            Probe<Call, Void> brigade = simulation.probe("brigade", Call.class);
            ActorRef<Alarm, Void> detector =
                    simulation
                            .runtime()
                            .spawn("detector", new Detector(guard.ref(), brigade.ref()));

            detector.tell(new Smoke("kitchen"));

            guard.expectMessage(new Call("kitchen")); // and does not answer
            brigade.expectNone(Duration.ofSeconds(59)); // virtual: no time passes
            simulation.advance(Duration.ofSeconds(1));
            brigade.expectMessage(new Call("kitchen"));
        }
    }

    @Test
    void shouldCallTheBrigadeWhenTheGuardDoesNotCome() {
        try (Simulation simulation = Simulation.start(SimulationOptions.defaults())) {
            Probe<Call, Answer> guard = simulation.probe("guard", Call.class, Answer.class);
            Probe<Call, Void> brigade = simulation.probe("brigade", Call.class);
            ActorRef<Alarm, Void> detector =
                    simulation
                            .runtime()
                            .spawn("detector", new Detector(guard.ref(), brigade.ref()));

            detector.tell(new Smoke("cellar"));
            guard.expect(Call.class);
            guard.reply(new Answer(false));
            Call call = brigade.expect("a call for the cellar", c -> c.room().equals("cellar"));

            assertThat(call).isEqualTo(new Call("cellar"));
            assertThat(simulation.time()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void shouldProbeARuntimeWithThreads() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            Probe<Call, Answer> guard = Probe.spawn(runtime, "guard", Call.class, Answer.class);
            CompletionStage<Answer> answer = guard.ref().ask(new Call("kitchen"));
            guard.within(Duration.ofSeconds(10)).expect(Call.class);
            guard.reply(new Answer(true));
            assertThat(answer.toCompletableFuture().get(10, SECONDS).coming()).isTrue();
        }
    }

    // ---- exploration

    sealed interface Command permits Transfer, Paid {}

    record Transfer(int amount) implements Command {}

    record Paid(int amount) implements Command {}

    record Move(int amount, ActorRef<Command, Void> teller) {}

    /** Keeps money; pays out for a teller, and takes in if there is none. */
    static final class Account implements Actor<Move, Void> {
        private final Map<String, Integer> balances;

        Account(Map<String, Integer> balances) {
            this.balances = balances;
        }

        @Override
        public void receive(Move move, ActorContext<Void> context) {
            balances.merge(context.name(), move.amount(), Integer::sum);
            if (move.amount() < 0) {
                move.teller().tell(new Paid(-move.amount()));
            }
        }
    }

    /** Moves money from one account to another; drops what comes after a restart. */
    static final class Teller implements Actor<Command, Void> {
        private final ActorRef<Move, Void> from;
        private final ActorRef<Move, Void> to;
        private int underWay;

        Teller(ActorRef<Move, Void> from, ActorRef<Move, Void> to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void receive(Command message, ActorContext<Void> context) {
            ActorRef<Command, Void> self = context.self(this).ref();
            switch (message) {
                case Transfer(int amount) -> {
                    underWay++;
                    from.tell(new Move(-amount, self));
                }
                case Paid(int amount) -> {
                    if (underWay > 0) { // else it is nothing that this teller knows of
                        underWay--;
                        to.tell(new Move(amount, self));
                    }
                }
            }
        }
    }

    @Test
    void shouldFindTheSeedThatLosesMoney() {
        Scenario scenario =
                simulation -> {
                    RingKernel runtime = simulation.runtime();
                    Map<String, Integer> balances = new TreeMap<>(Map.of("a", 100, "b", 0));
                    ActorRef<Move, Void> a = runtime.spawn("a", new Account(balances));
                    ActorRef<Move, Void> b = runtime.spawn("b", new Account(balances));
                    ActorRef<Command, Void> teller =
                            runtime.spawn(
                                    "teller",
                                    () -> new Teller(a, b),
                                    ActorOptions.defaults().withRestart(RestartType.TRANSIENT));
                    teller.tell(new Transfer(10));
                    teller.tell(new Transfer(20));
                    simulation.run();
                    assertThat(balances.values().stream().mapToInt(Integer::intValue).sum())
                            .isEqualTo(100);
                };

        SimulationOptions options =
                SimulationOptions.defaults()
                        .withFaults(Fault.crashBefore("teller").withProbability(0.1));

        assertThatThrownBy(() -> Simulation.explore(options, scenario))
                .isInstanceOf(ScenarioFailedError.class)
                .satisfies(failure ->
                        assertThat(words(Files.readString(PAGE)))
                                .as("put this on the page:%n%s", failure.getMessage())
                                .contains(words(failure.getMessage())));
    }

    // ---- options

    @Test
    void shouldTakeOptions() {
        SimulationOptions options =
                SimulationOptions.defaults()
                        .withRuns(10_000)
                        .withStrategy(Strategy.pct(3, 200))
                        .withFaults(
                                Fault.crashBefore("bank/*").withProbability(0.01),
                                Fault.crashAfter("bank/teller").on(Paid.class).at(2),
                                Fault.delay("bank/**", Duration.ofSeconds(2)).withProbability(0.1),
                                Fault.fullMailbox("bank/b").times(1));
        assertThat(options.faults()).hasSize(4);
    }

    @Test
    void shouldStandOnThePage() throws IOException {
        String source = words(Files.readString(THIS));
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        int blocks = 0;
        for (; block.find(); blocks++) {
            assertThat(source).contains(words(block.group(1)));
        }
        assertThat(blocks).isGreaterThan(4);
    }

    /** However it is broken into lines. */
    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
