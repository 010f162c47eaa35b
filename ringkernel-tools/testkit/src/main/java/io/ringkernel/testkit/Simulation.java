package io.ringkernel.testkit;

import io.ringkernel.ActorFault;
import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.RingKernel;
import io.ringkernel.SupervisionEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A runtime whose actors run one at a time on the test's own thread, in virtual time, everything
 * chosen from a seed: the same seed, the same run. For one test thread.
 *
 * <p>Actors run while the test waits: in {@link #run}, {@link #advance} and {@link #await}, in a
 * {@link Probe}, in {@code get} and {@code join} of an ask, in commands such as {@code
 * runtime().terminate}. Handling a message takes no time. Time goes on in {@link #advance}, and
 * while the test waits and no actor can run: then to the next timer at once.
 *
 * <pre>{@code
 * Simulation.explore(SimulationOptions.defaults(), simulation -> {
 *     ActorRef<Transfer, Void> bank = simulation.runtime().spawn("bank", new Bank());
 *     ...
 *     simulation.run();
 *     assertThat(total).isEqualTo(100);
 * });
 * }</pre>
 *
 * <p>An {@link AssertionError} that an actor throws is a fault of the actor, and fails the test as
 * soon as the simulation notices.
 *
 * <p>A run can be repeated only if nothing else decides what happens in it: no other thread, no
 * machine's clock, no other random numbers, no order of a {@code HashMap} of objects without a hash
 * of their own.
 */
public final class Simulation implements AutoCloseable {

    /** Names the one run that {@link #explore} is to repeat. */
    private static final String SEED = "ringkernel.seed";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final StepScheduler scheduler;
    private final RingKernel runtime;
    private @Nullable AssertionError violation;

    private Simulation(SimulationOptions options, Choices choices) {
        scheduler = new StepScheduler(options, choices);
        runtime =
                options.runtime()
                        .apply(RingKernel.builder())
                        .backend(Backend.CPU)
                        .cpuScheduler(scheduler)
                        .build();
    }

    // ---- starting

    private static Simulation open(SimulationOptions options, Choices choices) {
        Simulation simulation = new Simulation(options, choices);
        simulation.runtime.supervision().addListener(simulation::supervised);
        simulation.runtime.deadLetters().addListener(simulation::died);
        return simulation;
    }

    /**
     * Starts a single run of the options' seed; the strategy must not be {@linkplain
     * Strategy#exhaustive exhaustive}.
     */
    public static Simulation start(SimulationOptions options) {
        if (options.strategy() instanceof Strategy.Exhaustive) {
            throw new IllegalArgumentException(
                    "one run is not exhaustive: use explore, or another strategy");
        }
        return open(options, Choices.of(options.seed()));
    }

    /**
     * Runs a scenario under many seeds. With {@code -Dringkernel.seed} it runs under that one only.
     *
     * @return what was explored
     * @throws ScenarioFailedError for the first run that fails; it names the seed
     * @throws IllegalArgumentException if the property is no seed
     */
    public static Exploration explore(SimulationOptions options, Scenario scenario) {
        String seed = System.getProperty(SEED);
        if (seed != null) {
            Trace trace = repeat(options, seed, scenario);
            return new Exploration(1, 1, trace.turns(), false);
        }
        ChoicePath path =
                options.strategy() instanceof Strategy.Exhaustive(int depth, _)
                        ? new ChoicePath(depth)
                        : null;
        Set<Long> traces = new HashSet<>();
        long mostTurns = 0;
        boolean more = true;
        int run = 0;
        while (more && run < options.runs()) {
            Choices choices = path == null ? Choices.of(options.seed() + run) : path;
            run++;
            Trace trace = run(options, choices, run, scenario);
            traces.add(trace.fingerprint());
            mostTurns = Math.max(mostTurns, trace.turns());
            more = path == null || path.next();
        }
        return new Exploration(run, traces.size(), mostTurns, path != null && !more && !path.cut());
    }

    /**
     * Runs a scenario once, under the seed that {@link ScenarioFailedError#seed} named.
     *
     * @return what happened
     * @throws ScenarioFailedError if it fails
     */
    public static Trace repeat(SimulationOptions options, String seed, Scenario scenario) {
        return run(options, choices(options, seed), 1, scenario);
    }

    private static Choices choices(SimulationOptions options, String seed) {
        if (options.strategy() instanceof Strategy.Exhaustive) {
            return ChoicePath.parse(seed);
        }
        try {
            return Choices.of(Long.parseLong(seed));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a seed is a whole number: " + SEED + "=" + seed, e);
        }
    }

    private static Trace run(
            SimulationOptions options, Choices choices, int run, Scenario scenario) {
        Simulation simulation = open(options, choices);
        try {
            scenario.run(simulation);
            simulation.requireNoViolation();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            ScenarioFailedError failure =
                    new ScenarioFailedError(choices.seed(), run, simulation.trace(), e);
            try {
                simulation.close();
            } catch (RuntimeException | AssertionError another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
        Trace trace = simulation.trace();
        simulation.close();
        return trace;
    }

    // ---- the run

    /** Returns the runtime; its actors are on the CPU backend. */
    public RingKernel runtime() {
        return runtime;
    }

    /**
     * Spawns a probe; no fault happens to it.
     *
     * @param name of the actor
     * @param messages what it is sent
     * @param replies what it replies; {@code Void.class} if it does not
     */
    public <M, R> Probe<M, R> probe(String name, Class<M> messages, Class<R> replies) {
        scheduler.faults().spare(name);
        return Probe.simulated(runtime, name, messages, replies, this::waits);
    }

    /** Spawns a probe that does not reply. */
    public <M> Probe<M, Void> probe(String name, Class<M> messages) {
        return probe(name, messages, Void.class);
    }

    /** Runs actors until none can run at the present time. */
    public void run() {
        while (scheduler.step()) {}
        requireNoViolation();
    }

    /**
     * Lets time go on, and everything happen that is due meanwhile, in its order.
     *
     * @param time not negative
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: time=" + time);
        }
        long end = deadline(time);
        while (scheduler.help(end)) {}
        requireNoViolation();
    }

    /** Waits, at most for this virtual time, until a condition holds that actors bring about. */
    public void await(BooleanSupplier condition, Duration most) {
        if (!waits(condition, most)) {
            throw new AssertionError(
                    "did not come about within " + most + ", nor can anything else happen by then");
        }
        requireNoViolation();
    }

    /**
     * Waits for a stage that actors complete, such as one derived from an ask, for a minute of
     * virtual time at most.
     *
     * @return its result
     * @throws java.util.concurrent.CompletionException if it completes exceptionally
     */
    public <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        await(future::isDone, PATIENCE);
        return future.join();
    }

    private boolean waits(BooleanSupplier condition, Duration most) {
        long end = deadline(most);
        boolean more = true;
        while (more && !condition.getAsBoolean()) {
            more = scheduler.help(end);
        }
        return condition.getAsBoolean();
    }

    private long deadline(Duration time) {
        return Math.addExact(scheduler.nanoTime(), time.toNanos());
    }

    /** Returns the virtual time since the start. */
    public Duration time() {
        return Duration.ofNanos(scheduler.nanoTime());
    }

    /** Returns a number from 0 to {@code bound - 1} that derives from the seed. */
    public int choose(int bound) {
        return scheduler.choices().below(bound);
    }

    /** Has something go wrong from here on, beside what the options say. */
    public void inject(Fault... faults) {
        for (Fault fault : faults) {
            scheduler.faults().add(fault);
        }
    }

    /** Has nothing go wrong any more, so that actors can recover before the test looks at them. */
    public void heal() {
        scheduler.faults().clear();
    }

    /** Returns what happened so far. */
    public Trace trace() {
        return scheduler.trace();
    }

    /** Closes the runtime, without faults. */
    @Override
    public void close() {
        scheduler.end();
        runtime.close();
    }

    // ---- what the runtime tells

    private void supervised(SupervisionEvent event) {
        ActorFault fault = event.fault();
        scheduler.note(event.actor(), event.kind() + (fault == null ? "" : because(fault)));
        if (event.kind() == SupervisionEvent.Kind.FAILED
                && fault != null
                && isAssertion(fault.exceptionType())
                && violation == null) {
            violation = new AssertionError("in actor " + event.actor() + ": " + fault.message());
        }
    }

    private static String because(ActorFault fault) {
        return fault.exceptionType().equals(InjectedCrash.class.getName())
                ? " because of the injected crash"
                : " because of " + fault;
    }

    /** The JDK's, and those that test frameworks derive from it. */
    private static boolean isAssertion(String exceptionType) {
        return exceptionType.matches(".*\\bAssertion\\w*Error");
    }

    private void died(DeadLetter letter) {
        scheduler.note(letter.actor(), letter.reason() + ", dead letter " + letter.message());
    }

    private void requireNoViolation() {
        AssertionError seen = violation;
        if (seen != null) {
            violation = null;
            throw seen;
        }
    }
}
