package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.RestartType;
import io.ringkernel.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same seed is the same run, with everything that an actor can do. */
@Timeout(120)
class DeterminismTest {

    record Hop(int left) {}

    record Done(int hops) {}

    /** Sends on to any other; spawns, watches, asks, sets timers on the way. */
    private static final class Hopper implements Actor<Hop, Done> {
        private final List<ActorRef<Hop, Done>> all;
        private final Simulation simulation;

        Hopper(List<ActorRef<Hop, Done>> all, Simulation simulation) {
            this.all = all;
            this.simulation = simulation;
        }

        @Override
        public void receive(Hop message, ActorContext<Done> context) {
            int left = message.left();
            ActorRef<Hop, Done> next = all.get(simulation.choose(all.size()));
            context.watch(next);
            if (left > 0) {
                switch (left % 5) {
                    case 0 ->
                            context.self(this)
                                    .startTimer("t", new Hop(left - 1), Duration.ofMillis(left));
                    case 1 ->
                            context.self(this)
                                    .pipe(
                                            next.ask(new Hop(0), Duration.ofMillis(3)),
                                            (_, error) -> new Hop(left - (error == null ? 1 : 2)));
                    case 2 -> {
                        ActorRef<Hop, Done> child = context.spawn(new Hopper(all, simulation));
                        context.watch(child);
                        child.tell(new Hop(left - 1));
                    }
                    default -> {
                        next.tell(new Hop(left - 1));
                        next.tell(new Hop(left / 3));
                    }
                }
            } else if (all.size() > 3 && simulation.choose(8) == 0) {
                context.stop();
            }
            context.reply(new Done(left));
        }

        @Override
        public void signal(Signal signal, ActorContext<Done> context) {
            if (signal instanceof Signal.Terminated(var ended, _) && all.size() < 40) {
                all.get(simulation.choose(all.size())).tell(new Hop(ended.name().length() % 4));
            }
        }
    }

    private static Scenario hops(List<String> events) {
        return simulation -> {
            List<ActorRef<Hop, Done>> all = new ArrayList<>();
            simulation.runtime().registry().watch("**", event -> events.add(event.toString()));
            for (int i = 0; i < 8; i++) {
                all.add(
                        simulation
                                .runtime()
                                .spawn(
                                        "h" + i,
                                        () -> new Hopper(all, simulation),
                                        ActorOptions.defaults()
                                                .withRestart(
                                                        i % 2 == 0
                                                                ? RestartType.PERMANENT
                                                                : RestartType.TRANSIENT)));
            }
            for (int i = 0; i < 4; i++) {
                all.get(i).tell(new Hop(14));
            }
            simulation.advance(Duration.ofSeconds(1));
        };
    }

    private static final SimulationOptions OPTIONS =
            SimulationOptions.defaults()
                    .withTraceLength(100_000)
                    .withMessagesPerTurn(3)
                    .withFaults(
                            Fault.crashBefore("h*").withProbability(0.02),
                            Fault.crashAfter("**").withProbability(0.02),
                            Fault.delay("**", Duration.ofMillis(10)).withProbability(0.05),
                            Fault.fullMailbox("**").withProbability(0.02));

    static List<Strategy> strategies() {
        return List.of(Strategy.random(), Strategy.roundRobin(), Strategy.pct(4, 200));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldDoTheSameUnderTheSameSeed(Strategy strategy) {
        SimulationOptions options = OPTIONS.withStrategy(strategy);
        Set<Long> different = new HashSet<>();
        for (int seed = 1; seed <= 20; seed++) {
            List<String> firstEvents = new ArrayList<>();
            List<String> secondEvents = new ArrayList<>();
            Trace first = Simulation.repeat(options, "" + seed, hops(firstEvents));
            Trace second = Simulation.repeat(options, "" + seed, hops(secondEvents));
            assertThat(first.last()).hasSizeGreaterThan(50);
            assertThat(second.last()).as("seed %d", seed).isEqualTo(first.last());
            assertThat(second).as("seed %d", seed).isEqualTo(first);
            assertThat(secondEvents).isEqualTo(firstEvents);
            different.add(first.fingerprint());
        }
        assertThat(different).hasSize(20);
    }

    @Test
    void shouldKeepTheLastStepsOnly() {
        Trace all = Simulation.repeat(OPTIONS, "1", hops(new ArrayList<>()));
        Trace few = Simulation.repeat(OPTIONS.withTraceLength(7), "1", hops(new ArrayList<>()));
        assertThat(few.last())
                .hasSize(7)
                .isEqualTo(all.last().subList(all.last().size() - 7, all.last().size()));
        assertThat(few.fingerprint()).isEqualTo(all.fingerprint());
        assertThat(few.toString()).startsWith("the last steps of " + all.turns() + " turns:\n");
    }

    @Test
    void shouldRunInTurnWithoutInterruption() {
        Trace trace =
                Simulation.repeat(
                        SimulationOptions.defaults().withStrategy(Strategy.roundRobin()),
                        "1",
                        simulation -> {
                            List<ActorRef<Hop, Done>> all = new ArrayList<>();
                            for (int i = 0; i < 3; i++) {
                                all.add(
                                        simulation
                                                .runtime()
                                                .spawn("h" + i, new Hopper(all, simulation)));
                            }
                            all.forEach(hopper -> hopper.tell(new Hop(0)));
                            all.forEach(hopper -> hopper.tell(new Hop(0)));
                            simulation.run();
                        });
        assertThat(trace.last())
                .filteredOn(step -> step.event().startsWith("handles"))
                .extracting(Trace.Step::actor)
                .containsExactly("h0", "h1", "h2", "h0", "h1", "h2");
    }

    @Test
    void shouldRefuseBadOptions() {
        assertThatThrownBy(() -> SimulationOptions.defaults().withRuns(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("runs must be at least 1: runs=0");
        assertThatThrownBy(() -> SimulationOptions.defaults().withMaxSteps(0))
                .hasMessageContaining("maxSteps=0");
        assertThatThrownBy(() -> SimulationOptions.defaults().withMessagesPerTurn(-1))
                .hasMessageContaining("messagesPerTurn=-1");
        assertThatThrownBy(() -> Strategy.pct(0, 1)).hasMessageContaining("depth=0");
        assertThatThrownBy(() -> new Strategy.Random(1.5))
                .hasMessage("interruption must be from 0 to 1: interruption=1.5");
        assertThatThrownBy(() -> Strategy.exhaustive(1, -1))
                .hasMessageContaining("interruptions=-1");
    }
}
