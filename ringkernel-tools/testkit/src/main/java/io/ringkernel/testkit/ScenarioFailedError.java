package io.ringkernel.testkit;

/** A run that failed: its seed, what happened last, and the failure itself as the cause. */
public final class ScenarioFailedError extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String seed;
    private final int run;
    private final transient Trace trace;

    ScenarioFailedError(String seed, int run, Trace trace, Throwable cause) {
        super(
                "the scenario failed in run "
                        + run
                        + ": "
                        + cause
                        + "\nto repeat this run: -Dringkernel.seed="
                        + seed
                        + "\n"
                        + trace,
                cause);
        this.seed = seed;
        this.run = run;
        this.trace = trace;
    }

    /**
     * Returns what repeats the run, through {@code -Dringkernel.seed} or {@link Simulation#repeat}.
     */
    public String seed() {
        return seed;
    }

    /** Returns which run of the exploration it was, from 1. */
    public int run() {
        return run;
    }

    /** Returns what happened in the run. */
    public Trace trace() {
        return trace;
    }
}
