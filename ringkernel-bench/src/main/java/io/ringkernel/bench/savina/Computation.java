package io.ringkernel.bench.savina;

/** What an actor of Savina's fork-join benchmarks computes for a message. */
final class Computation {

    static final double THETA = 37.2;

    private Computation() {}

    /** Takes some ten nanoseconds. */
    static void perform(double theta) {
        double sine = Math.sin(theta);
        if (sine * sine <= 0) {
            throw new IllegalStateException("theta=" + theta);
        }
    }
}
