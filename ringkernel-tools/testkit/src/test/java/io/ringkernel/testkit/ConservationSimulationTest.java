package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ActorState;
import io.ringkernel.MailboxFullException;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import io.ringkernel.Supervision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product under many schedules, crashes, delays and full mailboxes: every message that a send
 * accepted is begun once or is a dead letter once, every ask ends, every watcher is told.
 */
@Timeout(300)
class ConservationSimulationTest {

    private static final int ACTORS = 6;

    record Token(int id, int hops) {}

    record Seen(int id) {}

    private static final class World {
        private final Simulation simulation;
        private final List<ActorRef<Token, Seen>> actors = new ArrayList<>();
        private final Map<Integer, Integer> outcomes = new HashMap<>();
        private final Set<Integer> accepted = new HashSet<>();
        private final Set<Integer> refused = new HashSet<>();
        private final List<CompletableFuture<Seen>> asks = new ArrayList<>();
        private final Map<String, Set<String>> watches = new TreeMap<>();
        private final Map<String, List<String>> told = new TreeMap<>();
        private int ids;

        World(Simulation simulation) {
            this.simulation = simulation;
        }

        int choose(int bound) {
            return simulation.choose(bound);
        }

        void outcome(int id) {
            outcomes.merge(id, 1, Integer::sum);
        }

        void send(int hops) {
            int id = ++ids;
            ActorRef<Token, Seen> to = actors.get(choose(ACTORS));
            accepted.add(id);
            try {
                if (choose(3) == 0) {
                    asks.add(
                            to.ask(new Token(id, hops), Duration.ofMillis(1 + choose(50)))
                                    .toCompletableFuture());
                } else {
                    to.tell(new Token(id, hops));
                }
            } catch (MailboxFullException e) {
                accepted.remove(id);
                refused.add(id);
            }
        }
    }

    private static final class Node implements Actor<Token, Seen> {
        private final World world;
        private final String name;
        private boolean stashing;

        Node(World world, String name) {
            this.world = world;
            this.name = name;
        }

        @Override
        public void receive(Token message, ActorContext<Seen> context) {
            if (stashing && world.choose(3) > 0) {
                context.stash(); // begun again later
                return;
            }
            stashing = false;
            context.unstashAll();
            world.outcome(message.id());
            int fate = world.choose(12);
            if (fate == 0) {
                throw new IllegalStateException("told to");
            } else if (fate == 1) {
                stashing = true;
            } else if (fate == 2) {
                context.stop();
            } else if (fate == 3) {
                ActorRef<Token, Seen> other = world.actors.get(world.choose(ACTORS));
                context.watch(other);
                world.watches.computeIfAbsent(name, _ -> new HashSet<>()).add(other.name());
            }
            for (int i = world.choose(3); message.hops() > 0 && i > 0; i--) {
                world.send(message.hops() - 1);
            }
            if (world.choose(4) > 0) {
                context.reply(new Seen(message.id()));
            }
        }

        @Override
        public void signal(Signal signal, ActorContext<Seen> context) {
            switch (signal) {
                case Signal.Terminated(var ended, _) ->
                        world.told.computeIfAbsent(name, _ -> new ArrayList<>()).add(ended.name());
                case Signal.Restarted _ -> forget(); // watches end with a life
                default -> {}
            }
        }

        private void forget() {
            world.watches.remove(name);
            world.told.remove(name);
        }
    }

    private static ActorOptions options(World world) {
        ActorOptions options =
                ActorOptions.defaults()
                        .withMailboxCapacity(16)
                        .withMaxAsks(16)
                        .withSendTimeout(Duration.ofMillis(20))
                        .withRestart(RestartType.values()[world.choose(3)])
                        .withOverflow(OverflowPolicy.values()[world.choose(4)]);
        return world.choose(3) == 0
                ? options.withPriority(Token.class, token -> token.id() % 3)
                : options;
    }

    static Stream<Strategy> strategies() {
        return Stream.of(Strategy.random(), Strategy.roundRobin(), Strategy.pct(6, 400));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldLoseNothingAndDoNothingTwice(Strategy strategy) {
        int[] deadLetters = new int[1];
        Exploration explored =
                Simulation.explore(
                        SimulationOptions.defaults()
                                .withRuns(400)
                                .withStrategy(strategy)
                                .withMessagesPerTurn(3)
                                .withTraceLength(300)
                                .withFaults(
                                        Fault.delay("n*", Duration.ofMillis(30))
                                                .withProbability(0.05),
                                        Fault.fullMailbox("n*").withProbability(0.1))
                                .withRuntime(builder ->
                                        builder.deadLetterCapacity(1 << 16)
                                                .supervision(
                                                        Supervision.restForOne()
                                                                .withIntensity(
                                                                        3, Duration.ofMillis(100))
                                                                .withBackoff(
                                                                        Duration.ofMillis(2),
                                                                        Duration.ofMillis(50)))),
                        simulation -> {
                            World world = new World(simulation);
                            RingKernel runtime = simulation.runtime();
                            runtime.deadLetters()
                                    .addListener(letter -> {
                                        if (letter.message() instanceof Token(int id, _)) {
                                            deadLetters[0]++;
                                            world.outcome(id);
                                        }
                                    });
                            for (int i = 0; i < ACTORS; i++) {
                                String name = "n" + i;
                                world.actors.add(
                                        runtime.spawn(
                                                name, () -> new Node(world, name), options(world)));
                            }
                            for (int i = 0; i < 60; i++) {
                                world.send(4);
                                if (world.choose(5) == 0) {
                                    simulation.advance(Duration.ofMillis(world.choose(20)));
                                }
                            }
                            simulation.heal();
                            simulation.advance(Duration.ofMinutes(1));
                            assertWatchersTold(world);
                            assertEachOnce(world);
                        });
        assertThat(explored.traces()).isEqualTo(400);
        assertThat(deadLetters[0]).isGreaterThan(1000);
    }

    private static void assertEachOnce(World world) {
        // A failed actor keeps what it put aside until it ends; the live ones hold it to the next
        // message.
        world.actors.forEach(world.simulation.runtime()::terminate);
        world.simulation.run();
        assertThat(world.asks).allMatch(CompletableFuture::isDone);
        assertThat(world.outcomes.values()).as("%s", world.outcomes).allMatch(times -> times == 1);
        assertThat(world.outcomes.keySet()).containsExactlyInAnyOrderElementsOf(world.accepted);
        assertThat(world.refused).noneMatch(world.outcomes::containsKey);
    }

    /** A watcher that lives on was told of everyone it watched that has ended. */
    private static void assertWatchersTold(World world) {
        Map<String, ActorState> states = new TreeMap<>();
        world.actors.forEach(actor -> states.put(actor.name(), actor.state()));
        world.watches.forEach((watcher, watched) -> {
            if (states.get(watcher) == ActorState.ACTIVE) {
                List<String> told = world.told.getOrDefault(watcher, List.of());
                assertThat(watched)
                        .as("watched by %s, told %s, of %s", watcher, told, states)
                        .allMatch(name -> told.contains(name) || !ended(states, name));
            }
        });
    }

    private static boolean ended(Map<String, ActorState> states, String actor) {
        return states.get(actor) == ActorState.TERMINATED || states.get(actor) == ActorState.FAILED;
    }
}
