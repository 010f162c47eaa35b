package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ActorState;
import io.ringkernel.LifecycleException;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import io.ringkernel.Supervision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trees of three levels whose actors fail while they handle, stop and start again, under commands
 * of the test thread: in the end each runs or has ended, with all below it.
 */
@Timeout(300)
class TreeSimulationTest {

    sealed interface Say permits Poke, Ping {}

    record Poke(int hops) implements Say {}

    record Ping() implements Say {}

    record Pong() {}

    private static final class World {
        private final Simulation simulation;
        private final List<ActorRef<Say, Pong>> all = new ArrayList<>();
        private final List<String> wrong = new ArrayList<>();
        private int names;
        private boolean calm;

        World(Simulation simulation) {
            this.simulation = simulation;
        }

        int choose(int bound) {
            return simulation.choose(bound);
        }

        boolean oneIn(int bound) {
            return !calm && choose(bound) == 0;
        }

        ActorOptions options() {
            Supervision supervision =
                    switch (choose(3)) {
                        case 0 -> Supervision.oneForOne();
                        case 1 -> Supervision.oneForAll();
                        default -> Supervision.restForOne();
                    };
            supervision = supervision.withIntensity(choose(4), Duration.ofMillis(1 + choose(100)));
            return ActorOptions.defaults()
                    .withRestart(RestartType.values()[choose(3)])
                    .withSupervision(
                            choose(2) == 0
                                    ? supervision
                                    : supervision.withBackoff(
                                            Duration.ofMillis(1), Duration.ofMillis(20)));
        }
    }

    /** What outlives one instance: whether the actor runs between its signals. */
    private static final class Life {
        private boolean stopped;
    }

    private static final class Node implements Actor<Say, Pong> {
        private final World world;
        private final int level;
        private final Life life;
        private final List<ActorRef<Say, Pong>> children = new ArrayList<>();

        Node(World world, int level, Life life) {
            this.world = world;
            this.level = level;
            this.life = life;
        }

        @Override
        public void receive(Say message, ActorContext<Pong> context) {
            if (life.stopped) {
                world.wrong.add(context.name() + " handles after it stopped");
            }
            if (message instanceof Poke(int hops)) {
                spawnChildren(context);
                if (world.oneIn(6)) {
                    throw new IllegalStateException("told to");
                }
                if (world.oneIn(12)) {
                    context.stop();
                }
                if (world.oneIn(12) && !context.children().isEmpty()) {
                    context.stop(context.children().getFirst());
                }
                for (int i = 0; i < 2 && hops > 0 && !children.isEmpty(); i++) {
                    children.get(world.choose(children.size())).tell(new Poke(hops - 1));
                }
            }
            context.reply(new Pong());
        }

        private void spawnChildren(ActorContext<Pong> context) {
            while (level < 2 && children.size() < 3) {
                Life ofChild = new Life();
                ActorRef<Say, Pong> child =
                        context.spawn(
                                "c" + ++world.names,
                                () -> new Node(world, level + 1, ofChild),
                                world.options());
                children.add(child);
                world.all.add(child);
            }
        }

        @Override
        public void signal(Signal signal, ActorContext<Pong> context) {
            switch (signal) {
                case Signal.Stopping() -> {
                    if (life.stopped) {
                        world.wrong.add(context.name() + " stops twice");
                    }
                    life.stopped = true;
                    if (world.oneIn(8)) {
                        throw new IllegalStateException("told to while it stops");
                    }
                }
                case Signal.Restarted _ -> {
                    if (!life.stopped) {
                        world.wrong.add(context.name() + " starts again and did not stop");
                    }
                    life.stopped = false;
                    if (!context.children().isEmpty()) {
                        world.wrong.add(context.name() + " starts again with old children");
                    }
                    if (world.oneIn(8)) {
                        throw new IllegalStateException("told to when it starts again");
                    }
                }
                default -> world.wrong.add("unexpected " + signal);
            }
        }
    }

    static Stream<Strategy> strategies() {
        return Stream.of(Strategy.random(), Strategy.roundRobin(), Strategy.pct(6, 300));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldComeToRestWhateverFails(Strategy strategy) {
        Simulation.explore(
                SimulationOptions.defaults()
                        .withRuns(500)
                        .withStrategy(strategy)
                        .withMessagesPerTurn(2)
                        .withTraceLength(150)
                        .withFaults(
                                Fault.delay("**", Duration.ofMillis(20)).withProbability(0.05),
                                Fault.crashAfter("**").withProbability(0.02))
                        .withRuntime(builder ->
                                builder.supervision(
                                        Supervision.restForOne()
                                                .withIntensity(5, Duration.ofMillis(100)))),
                simulation -> {
                    World world = new World(simulation);
                    for (int i = 0; i < 2; i++) {
                        Life life = new Life();
                        world.all.add(
                                simulation
                                        .runtime()
                                        .spawn(
                                                "root" + i,
                                                () -> new Node(world, 0, life),
                                                world.options()));
                    }
                    for (int i = 0; i < 40; i++) {
                        disturb(world);
                    }
                    simulation.heal();
                    world.calm = true;
                    simulation.advance(Duration.ofMinutes(1));
                    assertAtRest(world);
                });
    }

    private static void disturb(World world) {
        RingKernel runtime = world.simulation.runtime();
        ActorRef<Say, Pong> one = world.all.get(world.choose(world.all.size()));
        try {
            switch (world.choose(12)) {
                case 0 -> runtime.quiesce(one);
                case 1, 2 -> runtime.activate(one);
                case 3 -> {
                    if (world.choose(4) == 0 && runtime.find(one.name()).isPresent()) {
                        runtime.terminate(one);
                        assertThat(one.state().isAlive()).isFalse(); // it may fail just then
                        assertThat(runtime.find(one.name())).isEmpty();
                    }
                }
                case 4 -> world.simulation.advance(Duration.ofMillis(world.choose(30)));
                default -> one.tell(new Poke(3));
            }
        } catch (LifecycleException | IllegalArgumentException e) {
            // refused: it fails or restarts just now, or has ended
        }
    }

    private static void assertAtRest(World world) {
        RingKernel runtime = world.simulation.runtime();
        assertThat(world.wrong).isEmpty();
        for (ActorRef<Say, Pong> actor : world.all) {
            boolean known = runtime.find(actor.name()).isPresent();
            boolean top = !actor.name().contains("/");
            String described = actor + ", known=" + known;
            switch (actor.state()) {
                case ACTIVE -> {
                    assertThat(known).as(described).isTrue();
                    assertThat(world.simulation.await(actor.ask(new Ping())))
                            .as(described)
                            .isEqualTo(new Pong());
                }
                case QUIESCED -> assertThat(known).as(described).isTrue();
                case FAILED -> assertThat(known).as(described).isEqualTo(top);
                case TERMINATED -> assertThat(known).as(described).isFalse();
                default -> throw new AssertionError("not at rest: " + described);
            }
        }
        for (String name : runtime.names()) {
            int slash = name.lastIndexOf('/');
            if (slash > 0) {
                ActorState parent = runtime.find(name.substring(0, slash)).orElseThrow().state();
                assertThat(parent).as(name).isIn(ActorState.ACTIVE, ActorState.QUIESCED);
            }
        }
    }
}
