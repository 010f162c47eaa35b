package io.ringkernel.testkit;

import io.ringkernel.RingKernel;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How a simulation runs. Immutable.
 *
 * @param seed of the first run; each further one has the next number
 * @param runs how often {@link Simulation#explore} runs the scenario at most, from 1
 * @param strategy which actor is next
 * @param messagesPerTurn how many messages an actor handles before others may run, chosen anew for
 *     each turn from 1 to this
 * @param maxSteps how many turns and timers one run may take, so that none goes on for ever
 * @param traceLength how many steps a {@link Trace} keeps
 * @param faults what goes wrong
 * @param runtime sets further options of the runtime
 */
public record SimulationOptions(
        long seed,
        int runs,
        Strategy strategy,
        int messagesPerTurn,
        int maxSteps,
        int traceLength,
        List<Fault> faults,
        UnaryOperator<RingKernel.Builder> runtime) {

    private static final SimulationOptions DEFAULTS =
            new SimulationOptions(
                    1,
                    1000,
                    Strategy.random(),
                    1,
                    1_000_000,
                    50,
                    List.of(),
                    UnaryOperator.identity());

    /** Checks every value. */
    public SimulationOptions {
        atLeastOne("runs", runs);
        atLeastOne("messagesPerTurn", messagesPerTurn);
        atLeastOne("maxSteps", maxSteps);
        atLeastOne("traceLength", traceLength);
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(runtime, "runtime");
        faults = List.copyOf(faults);
    }

    /**
     * Returns 1000 runs from seed 1, {@link Strategy#random}, one message per turn, at most a
     * million steps in a run of which a trace keeps 50, and no faults.
     */
    public static SimulationOptions defaults() {
        return DEFAULTS;
    }

    /** Returns these options with the seed of the first run. */
    public SimulationOptions withSeed(long value) {
        return new SimulationOptions(
                value, runs, strategy, messagesPerTurn, maxSteps, traceLength, faults, runtime);
    }

    /** Returns these options with the number of runs. */
    public SimulationOptions withRuns(int most) {
        return new SimulationOptions(
                seed, most, strategy, messagesPerTurn, maxSteps, traceLength, faults, runtime);
    }

    /** Returns these options with which actor is next. */
    public SimulationOptions withStrategy(Strategy value) {
        return new SimulationOptions(
                seed, runs, value, messagesPerTurn, maxSteps, traceLength, faults, runtime);
    }

    /** Returns these options with the most messages that an actor handles in a turn. */
    public SimulationOptions withMessagesPerTurn(int most) {
        return new SimulationOptions(
                seed, runs, strategy, most, maxSteps, traceLength, faults, runtime);
    }

    /** Returns these options with the most turns and timers of a run. */
    public SimulationOptions withMaxSteps(int most) {
        return new SimulationOptions(
                seed, runs, strategy, messagesPerTurn, most, traceLength, faults, runtime);
    }

    /** Returns these options with how many steps a trace keeps. */
    public SimulationOptions withTraceLength(int steps) {
        return new SimulationOptions(
                seed, runs, strategy, messagesPerTurn, maxSteps, steps, faults, runtime);
    }

    /** Returns these options with these faults instead of those that it had. */
    public SimulationOptions withFaults(Fault... values) {
        return new SimulationOptions(
                seed,
                runs,
                strategy,
                messagesPerTurn,
                maxSteps,
                traceLength,
                List.of(values),
                runtime);
    }

    /** Returns these options with further options of the runtime, such as its supervision. */
    public SimulationOptions withRuntime(UnaryOperator<RingKernel.Builder> more) {
        return new SimulationOptions(
                seed, runs, strategy, messagesPerTurn, maxSteps, traceLength, faults, more);
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + what + "=" + value);
        }
    }
}
