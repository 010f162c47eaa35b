package io.ringkernel.bench.savina;

import java.time.Duration;

/** How much is measured. */
enum Scale {
    /** To publish. */
    FULL(3, 2500, 2500, 5),
    /** For a look. */
    QUICK(1, 2000, 2000, 5),
    /** To try the harness. */
    SMOKE(1, 0, 0, 1);

    private final int forks;
    private final Duration warmUp;
    private final Duration measurement;
    private final int leastRuns;

    Scale(int forks, int warmUpMillis, int measurementMillis, int leastRuns) {
        this.forks = forks;
        this.warmUp = Duration.ofMillis(warmUpMillis);
        this.measurement = Duration.ofMillis(measurementMillis);
        this.leastRuns = leastRuns;
    }

    /** Returns how many JVMs run for each library. */
    int forks() {
        return forks;
    }

    /** Returns for how long a JVM runs before it measures. */
    Duration warmUp() {
        return warmUp;
    }

    /** Returns for how long it measures. */
    Duration measurement() {
        return measurement;
    }

    /** Returns how many runs are measured even if they take longer. */
    int leastRuns() {
        return leastRuns;
    }
}
