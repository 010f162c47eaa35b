package io.ringkernel.testkit;

/** Which actor runs next, and whether a sender is interrupted so that others run meanwhile. */
public sealed interface Strategy {

    /**
     * Returns a random choice among those that can run; before one in ten sends, others run. Finds
     * most bugs with the least thought.
     */
    static Strategy random() {
        return new Random(0.1);
    }

    /** Returns the fair order in which actors became runnable; a sender is never interrupted. */
    static Strategy roundRobin() {
        return new RoundRobin();
    }

    /**
     * Returns priorities that change a few times: for bugs that need a few events in a certain
     * order and otherwise any order at all.
     *
     * @param depth how many events, from 1
     * @param steps about how many turns the scenario takes: {@link Exploration#mostTurns}
     */
    static Strategy pct(int depth, int steps) {
        return new Pct(depth, steps);
    }

    /**
     * Returns every possible choice, one after the other: the first {@code depth} of each run are
     * varied. For small scenarios.
     *
     * @param interruptions how often in one run a sender may be interrupted
     */
    static Strategy exhaustive(int depth, int interruptions) {
        return new Exhaustive(depth, interruptions);
    }

    /**
     * Any that can run.
     *
     * @param interruption the probability that others run before a message is sent, from 0 to 1
     */
    record Random(double interruption) implements Strategy {
        /** Checks the probability. */
        public Random {
            Fault.checkedProbability("interruption", interruption);
        }
    }

    /** One after the other. */
    record RoundRobin() implements Strategy {}

    /**
     * The runnable one of the highest priority. Priorities are random; at {@code depth - 1} random
     * turns among {@code steps} that of the running actor becomes the lowest. A bug that needs
     * {@code depth} events in order is found in a run of {@code n} actors with a probability of at
     * least {@code 1 / (n * steps^(depth - 1))}. See Burckhardt et al., "A Randomized Scheduler
     * with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
     *
     * @param depth from 1
     * @param steps from 1
     */
    record Pct(int depth, int steps) implements Strategy {
        /** Checks both numbers. */
        public Pct {
            atLeast("depth", depth, 1);
            atLeast("steps", steps, 1);
        }
    }

    /**
     * All choices.
     *
     * @param depth how many choices of a run are varied, from 1
     * @param interruptions from 0
     */
    record Exhaustive(int depth, int interruptions) implements Strategy {
        /** Checks both numbers. */
        public Exhaustive {
            atLeast("depth", depth, 1);
            atLeast("interruptions", interruptions, 0);
        }
    }

    private static void atLeast(String what, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(
                    what + " must be at least " + min + ": " + what + "=" + value);
        }
    }
}
