package io.ringkernel;

import java.time.Duration;
import java.util.Objects;

/**
 * How an actor supervises its children, with the semantics of <a
 * href="https://www.erlang.org/doc/system/sup_princ.html">Erlang's supervisors</a>.
 *
 * <p>A child whose {@link ActorOptions#restart} says so is started again when it fails: after a
 * delay that doubles with every restart within the window, with the state that it was spawned with,
 * or its last snapshot. Its mailbox, its name and every reference to it stay good. More than {@code
 * maxRestarts} restarts within {@code window} are one too many: then the supervisor itself fails,
 * which is for its own supervisor to deal with.
 *
 * @param strategy which children a failure concerns
 * @param maxRestarts restarts within the window that are tolerated, from 0
 * @param window the length of the sliding window
 * @param minBackoff the delay before the first restart within a window; zero for none
 * @param maxBackoff the longest delay
 */
public record Supervision(
        Strategy strategy,
        int maxRestarts,
        Duration window,
        Duration minBackoff,
        Duration maxBackoff) {

    /** Which children are restarted when one fails. */
    public enum Strategy {
        /** That child. */
        ONE_FOR_ONE,
        /** All of them. */
        ONE_FOR_ALL,
        /** That child and those that were spawned after it. */
        REST_FOR_ONE
    }

    private static final Supervision DEFAULTS =
            new Supervision(
                    Strategy.ONE_FOR_ONE, 3, Duration.ofSeconds(5), Duration.ZERO, Duration.ZERO);

    /** Checks every value. */
    public Supervision {
        Objects.requireNonNull(strategy, "strategy");
        if (maxRestarts < 0) {
            throw new IllegalArgumentException(
                    "maxRestarts must not be negative: maxRestarts=" + maxRestarts);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be positive: window=" + window);
        }
        if (minBackoff.isNegative() || maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException(
                    "backoff must be from 0 up, its maximum not below its minimum: minBackoff="
                            + minBackoff
                            + ", maxBackoff="
                            + maxBackoff);
        }
    }

    /** Returns one-for-one, at most 3 restarts within 5 s, without delay. */
    public static Supervision oneForOne() {
        return DEFAULTS;
    }

    /** Returns one-for-all, at most 3 restarts within 5 s, without delay. */
    public static Supervision oneForAll() {
        return DEFAULTS.withStrategy(Strategy.ONE_FOR_ALL);
    }

    /** Returns rest-for-one, at most 3 restarts within 5 s, without delay. */
    public static Supervision restForOne() {
        return DEFAULTS.withStrategy(Strategy.REST_FOR_ONE);
    }

    private Supervision withStrategy(Strategy other) {
        return new Supervision(other, maxRestarts, window, minBackoff, maxBackoff);
    }

    /** Returns this supervision with another restart intensity. */
    public Supervision withIntensity(int restarts, Duration within) {
        return new Supervision(strategy, restarts, within, minBackoff, maxBackoff);
    }

    /** Returns this supervision with delays that double from {@code min} up to {@code max}. */
    public Supervision withBackoff(Duration min, Duration max) {
        return new Supervision(strategy, maxRestarts, window, min, max);
    }
}
