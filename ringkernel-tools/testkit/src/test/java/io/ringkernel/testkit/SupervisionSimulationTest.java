package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ActorState;
import io.ringkernel.DeadLetter;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import io.ringkernel.Supervision;
import io.ringkernel.SupervisionEvent;
import io.ringkernel.SupervisionEvent.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product's supervision under many schedules and crashes: every message is handled once or is a
 * dead letter, every strategy does to siblings what it says, and all come to rest.
 */
@Timeout(300)
class SupervisionSimulationTest {

    private static final int CHILDREN = 4;
    private static final int MESSAGES = 60;

    sealed interface ToParent permits Order, Ask {}

    /** For the child of that number. */
    record Order(int child, int number) implements ToParent {}

    record Ask() implements ToParent {}

    record Work(int number) {}

    record Told(int lives) {}

    /** What happened to one child, by what it told. */
    private static final class Life {
        private int started;
        private int stopped;
        private int handled;
        private boolean runs = true;
    }

    private static final class World {
        private final Map<String, Life> lives = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();
        private int handled;

        Life life(String name) {
            return lives.computeIfAbsent(name, _ -> new Life());
        }

        void wrong(String what) {
            wrong.add(what);
        }
    }

    private static final class Child implements Actor<Work, Told> {
        private final World world;
        private final String name;

        Child(World world, String name) {
            this.world = world;
            this.name = name;
        }

        @Override
        public void receive(Work message, ActorContext<Told> context) {
            Life life = world.life(name);
            if (!life.runs) {
                world.wrong(name + " handled a message between its stop and its restart");
            }
            life.handled++;
            world.handled++;
            context.reply(new Told(life.started));
        }

        @Override
        public void signal(Signal signal, ActorContext<Told> context) {
            Life life = world.life(name);
            switch (signal) {
                case Signal.Stopping() -> {
                    if (!life.runs) {
                        world.wrong(name + " stopped twice");
                    }
                    life.stopped++;
                    life.runs = false;
                }
                case Signal.Restarted _ -> {
                    if (life.runs) {
                        world.wrong(name + " restarted before it stopped");
                    }
                    life.started++;
                    life.runs = true;
                }
                default -> world.wrong("unexpected " + signal);
            }
        }
    }

    /** Spawns its children again in each of its lives. */
    private static final class Parent implements Actor<ToParent, Told> {
        private final World world;
        private final ActorOptions ofChildren;
        private final List<ActorRef<Work, Told>> children = new ArrayList<>();

        Parent(World world, ActorOptions ofChildren) {
            this.world = world;
            this.ofChildren = ofChildren;
        }

        @Override
        public void receive(ToParent message, ActorContext<Told> context) {
            if (children.isEmpty()) {
                for (int i = 0; i < CHILDREN; i++) {
                    String name = "c" + i;
                    Life before = world.life(name);
                    if (before.started + before.stopped + before.handled > 0 && before.runs) {
                        world.wrong(name + " still runs when its successor is spawned");
                    }
                    before.runs = true;
                    children.add(context.spawn(name, () -> new Child(world, name), ofChildren));
                }
            }
            if (message instanceof Order(int child, int number)) {
                children.get(child).tell(new Work(number));
            }
            context.reply(new Told(0));
        }
    }

    private static Supervision strategy(Supervision.Strategy strategy) {
        return switch (strategy) {
            case ONE_FOR_ONE -> Supervision.oneForOne();
            case ONE_FOR_ALL -> Supervision.oneForAll();
            case REST_FOR_ONE -> Supervision.restForOne();
        };
    }

    private static SimulationOptions options(Strategy scheduling) {
        return SimulationOptions.defaults()
                .withRuns(300)
                .withStrategy(scheduling)
                .withMessagesPerTurn(2)
                .withTraceLength(200)
                .withRuntime(builder ->
                        builder.supervision(
                                Supervision.oneForOne().withIntensity(1000, Duration.ofDays(1))));
    }

    private static final Fault[] CRASHES = {
        Fault.crashBefore("parent/*").withProbability(0.08),
        Fault.crashAfter("parent/*").withProbability(0.08),
        Fault.delay("**", Duration.ofMillis(50)).withProbability(0.1),
        Fault.fullMailbox("parent/*").withProbability(0.05),
    };

    private static ActorRef<ToParent, Told> spawn(
            Simulation simulation, World world, Supervision ofChildren, RestartType child) {
        return simulation
                .runtime()
                .spawn(
                        "parent",
                        () -> new Parent(world, ActorOptions.defaults().withRestart(child)),
                        ActorOptions.defaults()
                                .withRestart(RestartType.TRANSIENT)
                                .withSupervision(ofChildren));
    }

    private static void order(Simulation simulation, ActorRef<ToParent, Told> parent) {
        parent.tell(new Ask()); // spawns the children
        for (int i = 0; i < MESSAGES; i++) {
            parent.tell(new Order(simulation.choose(CHILDREN), i));
            if (simulation.choose(4) == 0) {
                simulation.advance(Duration.ofMillis(simulation.choose(20)));
            }
        }
    }

    private static long count(RingKernel runtime, Kind kind) {
        return runtime.supervision().recent().stream()
                .filter(event -> event.kind() == kind)
                .count();
    }

    private static int injected(Simulation simulation, Kind kind) {
        return (int)
                simulation.runtime().supervision().recent().stream()
                        .filter(event ->
                                event.kind() == kind
                                        && event.fault() != null
                                        && event.fault()
                                                .exceptionType()
                                                .equals(InjectedCrash.class.getName()))
                        .count();
    }

    static Stream<Arguments> strategies() {
        return Stream.of(Supervision.Strategy.values())
                .flatMap(strategy ->
                        Stream.of(Strategy.random(), Strategy.pct(5, 300))
                                .map(scheduling -> Arguments.of(strategy, scheduling)));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldRestartAsTheStrategySaysAndLoseNoMessage(
            Supervision.Strategy strategy, Strategy scheduling) {
        Supervision supervision = strategy(strategy).withIntensity(10_000, Duration.ofDays(1));
        Exploration explored =
                Simulation.explore(
                        options(scheduling).withFaults(CRASHES),
                        simulation -> {
                            World world = new World();
                            ActorRef<ToParent, Told> parent =
                                    spawn(simulation, world, supervision, RestartType.TRANSIENT);
                            order(simulation, parent);
                            simulation.heal();
                            simulation.advance(Duration.ofMinutes(1));
                            assertAllIsWell(simulation, world);
                            assertRestarts(simulation, strategy, world);
                        });
        assertThat(explored.traces()).isGreaterThan(290);
    }

    /** Every child runs, and every order was handled, met a crash, or is a dead letter. */
    private static void assertAllIsWell(Simulation simulation, World world) {
        RingKernel runtime = simulation.runtime();
        assertThat(world.wrong).isEmpty();
        for (int i = 0; i < CHILDREN; i++) {
            ActorRef<Work, Told> child =
                    runtime.registry().find("parent/c" + i, Work.class, Told.class).orElseThrow();
            assertThat(child.state()).isEqualTo(ActorState.ACTIVE);
            int lives = simulation.await(child.ask(new Work(-1))).lives();
            world.handled--;
            assertThat(lives).isEqualTo(world.life("c" + i).started);
        }
        long before =
                runtime.supervision().recent().stream()
                        .filter(event ->
                                event.kind() == Kind.FAILED
                                        && !event.actor().equals("parent")
                                        && event.fault() != null
                                        && event.fault().message() != null
                                        && event.fault().message().contains("before"))
                        .count();
        long dead =
                runtime.deadLetters().total()
                        - runtime.deadLetters().count(DeadLetter.Reason.NOT_ASKED);
        assertThat(world.handled + before + dead).isEqualTo(MESSAGES);
    }

    private static void assertRestarts(
            Simulation simulation, Supervision.Strategy strategy, World world) {
        List<Integer> restarts = world.lives.values().stream().map(life -> life.started).toList();
        List<Integer> stops = world.lives.values().stream().map(life -> life.stopped).toList();
        assertThat(stops).isEqualTo(restarts);
        int failures = injected(simulation, Kind.FAILED);
        switch (strategy) {
            case ONE_FOR_ONE ->
                    assertThat(restarts.stream().mapToInt(Integer::intValue).sum())
                            .isEqualTo(failures);
            case ONE_FOR_ALL -> {
                assertThat(restarts).allMatch(restarts.getFirst()::equals);
                assertThat(restarts.getFirst()).isLessThanOrEqualTo(failures);
                assertThat(restarts.getFirst() > 0).isEqualTo(failures > 0);
            }
            case REST_FOR_ONE -> {
                assertThat(restarts).isSorted();
                assertThat(restarts.getLast()).isLessThanOrEqualTo(failures);
                assertThat(restarts.getLast() > 0).isEqualTo(failures > 0);
            }
        }
    }

    /**
     * Too many restarts fail the parent, which is restarted with new children under their names.
     */
    @ParameterizedTest
    @MethodSource("strategies")
    void shouldEscalateAndStartTheTreeAgain(Supervision.Strategy strategy, Strategy scheduling) {
        Supervision supervision = strategy(strategy).withIntensity(1, Duration.ofMillis(200));
        int[] escalations = new int[1];
        Simulation.explore(
                options(scheduling).withFaults(CRASHES),
                simulation -> {
                    World world = new World();
                    ActorRef<ToParent, Told> parent =
                            spawn(simulation, world, supervision, RestartType.PERMANENT);
                    order(simulation, parent);
                    simulation.heal();
                    simulation.advance(Duration.ofMinutes(1));
                    assertThat(parent.state()).isEqualTo(ActorState.ACTIVE);
                    simulation.await(parent.ask(new Ask()));
                    simulation.run();
                    assertAllIsWell(simulation, world);
                    RingKernel runtime = simulation.runtime();
                    assertThat(runtime.names()).hasSize(CHILDREN + 1);
                    assertIntensity(runtime, 1, Duration.ofMillis(200));
                    assertThat(runtime.supervision().recent())
                            .filteredOn(event ->
                                    event.actor().equals("parent") && event.kind() == Kind.FAILED)
                            .allMatch(event ->
                                    event.fault()
                                            .exceptionType()
                                            .equals(InjectedCrash.class.getName()));
                    escalations[0] += (int) count(runtime, Kind.ESCALATED);
                });
        assertThat(escalations[0]).isGreaterThan(100);
    }

    /** Within any window, no child is restarted more often than the intensity allows. */
    private static void assertIntensity(RingKernel runtime, int most, Duration window) {
        Map<String, Deque<Long>> times = new TreeMap<>();
        for (SupervisionEvent event : runtime.supervision().recent()) {
            if (event.actor().equals("parent")) { // a new life begins to count anew
                times.clear();
            } else if (event.kind() == Kind.RESTARTED) {
                Deque<Long> recent = times.computeIfAbsent(event.actor(), _ -> new ArrayDeque<>());
                long now = event.at().instant().toEpochMilli();
                // A restart may come later than the failure that was counted: a turn may be late.
                while (!recent.isEmpty() && now - recent.getFirst() > window.toMillis() / 2) {
                    recent.removeFirst();
                }
                recent.addLast(now);
                assertThat(recent.size()).as(event.toString()).isLessThanOrEqualTo(most + 1);
            }
        }
    }

    /** A parent that is never restarted takes its children with it, whatever they do meanwhile. */
    @ParameterizedTest
    @MethodSource("strategies")
    void shouldEndTheTreeWhenTheTopGivesUp(Supervision.Strategy strategy, Strategy scheduling) {
        Supervision supervision = strategy(strategy).withIntensity(0, Duration.ofSeconds(1));
        int[] failed = new int[1];
        Simulation.explore(
                options(scheduling)
                        .withFaults(CRASHES)
                        .withRuntime(builder ->
                                builder.supervision(
                                        Supervision.oneForOne()
                                                .withIntensity(0, Duration.ofSeconds(1)))),
                simulation -> {
                    World world = new World();
                    ActorRef<ToParent, Told> parent =
                            spawn(simulation, world, supervision, RestartType.TRANSIENT);
                    order(simulation, parent);
                    simulation.heal();
                    simulation.advance(Duration.ofMinutes(1));
                    RingKernel runtime = simulation.runtime();
                    assertThat(world.wrong).isEmpty();
                    if (count(runtime, Kind.FAILED) > 0) {
                        failed[0]++;
                        assertThat(parent.state()).isEqualTo(ActorState.FAILED);
                        assertThat(runtime.names()).containsExactly("parent");
                        assertThat(world.lives.values()).noneMatch(life -> life.runs);
                        runtime.terminate(parent);
                        assertThat(runtime.names()).isEmpty();
                    }
                });
        assertThat(failed[0]).isGreaterThan(100);
    }

    /** Restarts wait, the longer the more there were; siblings wait with them. */
    @ParameterizedTest
    @MethodSource("strategies")
    void shouldBackOff(Supervision.Strategy strategy, Strategy scheduling) {
        Duration least = Duration.ofMillis(30);
        Supervision supervision =
                strategy(strategy)
                        .withIntensity(10_000, Duration.ofDays(1))
                        .withBackoff(least, Duration.ofMillis(240));
        Simulation.explore(
                options(scheduling)
                        .withFaults(
                                Fault.crashBefore("parent/*").withProbability(0.1),
                                Fault.delay("**", Duration.ofMillis(50)).withProbability(0.1)),
                simulation -> {
                    World world = new World();
                    ActorRef<ToParent, Told> parent =
                            spawn(simulation, world, supervision, RestartType.TRANSIENT);
                    order(simulation, parent);
                    simulation.heal();
                    simulation.advance(Duration.ofMinutes(10));
                    assertAllIsWell(simulation, world);
                    assertRestarts(simulation, strategy, world);
                    Map<String, Long> failedAt = new TreeMap<>();
                    for (SupervisionEvent event : simulation.runtime().supervision().recent()) {
                        long now = event.at().instant().toEpochMilli();
                        if (event.kind() == Kind.FAILED) {
                            failedAt.put(event.actor(), now);
                        } else if (event.kind() == Kind.RESTARTED
                                && failedAt.containsKey(event.actor())) {
                            assertThat(now - failedAt.remove(event.actor()))
                                    .isGreaterThanOrEqualTo(least.toMillis());
                        }
                    }
                });
    }

    /** Commands of the test thread come at any moment of all this; each is obeyed or refused. */
    @Test
    void shouldTerminateInTheMiddleOfRestarts() {
        Supervision supervision = Supervision.oneForAll().withIntensity(10_000, Duration.ofDays(1));
        Simulation.explore(
                options(Strategy.random()).withFaults(CRASHES),
                simulation -> {
                    World world = new World();
                    ActorRef<ToParent, Told> parent =
                            spawn(simulation, world, supervision, RestartType.PERMANENT);
                    order(simulation, parent);
                    simulation
                            .runtime()
                            .find("parent/c" + simulation.choose(CHILDREN))
                            .ifPresent(simulation.runtime()::terminate);
                    for (int i = 0; i < 10; i++) {
                        parent.tell(new Order(simulation.choose(CHILDREN), i));
                    }
                    simulation.runtime().terminate(parent);
                    assertThat(simulation.runtime().names()).isEmpty();
                    assertThat(world.wrong).isEmpty();
                    assertThat(world.lives.values()).noneMatch(life -> life.runs);
                });
    }
}
