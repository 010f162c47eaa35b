package io.ringkernel.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that goes wrong in a simulation: what, for which actors and messages, how often. It
 * happens at every message that fits, unless {@link #withProbability}, {@link #at} or {@link
 * #times} say less. Probes and the end of a run are spared. Immutable.
 *
 * <p>Actors are named by a pattern: {@code *} stands for any part of a segment, {@code **} for any
 * number of segments.
 */
public final class Fault {

    /** What goes wrong. */
    public enum Kind {
        /** The actor throws an {@link InjectedCrash} instead of handling the message. */
        CRASH_BEFORE,
        /** The actor throws an {@link InjectedCrash} after it handled the message. */
        CRASH_AFTER,
        /** The turn of the actor comes later. */
        DELAY,
        /** The sender finds the mailbox full. */
        FULL_MAILBOX
    }

    private final Kind kind;
    private final String actors;
    private final Pattern names;
    private final Predicate<Object> messages;
    private final double probability;
    private final int nth;
    private final int times;
    private final Duration delay;

    private Fault(
            Kind kind,
            String actors,
            Pattern names,
            Predicate<Object> messages,
            double probability,
            int nth,
            int times,
            Duration delay) {
        this.kind = kind;
        this.actors = actors;
        this.names = names;
        this.messages = messages;
        this.probability = probability;
        this.nth = nth;
        this.times = times;
        this.delay = delay;
    }

    private Fault(Kind kind, String actors, Duration delay) {
        this(kind, actors, pattern(actors), _ -> true, 1, 0, Integer.MAX_VALUE, delay);
    }

    /** Returns a crash before a message is handled: its effects are lost. */
    public static Fault crashBefore(String actors) {
        return new Fault(Kind.CRASH_BEFORE, actors, Duration.ZERO);
    }

    /** Returns a crash after a message was handled: what it sent is sent, what it kept is lost. */
    public static Fault crashAfter(String actors) {
        return new Fault(Kind.CRASH_AFTER, actors, Duration.ZERO);
    }

    /**
     * Returns turns that come up to {@code most} of virtual time later, so that others overtake the
     * actor and timers run out.
     */
    public static Fault delay(String actors, Duration most) {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("a delay must be positive: most=" + most);
        }
        return new Fault(Kind.DELAY, actors, most);
    }

    /** Returns mailboxes that are found full, whatever they hold. */
    public static Fault fullMailbox(String actors) {
        return new Fault(Kind.FULL_MAILBOX, actors, Duration.ZERO);
    }

    /** Returns this fault for messages of one type only. */
    public Fault on(Class<?> type) {
        return when(Objects.requireNonNull(type, "type")::isInstance);
    }

    /** Returns this fault for certain messages only. */
    public Fault when(Predicate<Object> test) {
        Objects.requireNonNull(test, "test");
        if (kind == Kind.DELAY) {
            throw new IllegalArgumentException(
                    "a delay concerns whole turns, not single messages: actors=" + actors);
        }
        return new Fault(kind, actors, names, messages.and(test), probability, nth, times, delay);
    }

    /** Returns this fault happening with a probability, from 0 to 1. */
    public Fault withProbability(double value) {
        checkedProbability("probability", value);
        return new Fault(kind, actors, names, messages, value, nth, times, delay);
    }

    /**
     * Returns this fault at the message of this number among those of a run that fit only, from 1.
     */
    public Fault at(int message) {
        return new Fault(
                kind,
                actors,
                names,
                messages,
                probability,
                positive("message", message),
                times,
                delay);
    }

    /** Returns this fault happening at most so many times in a run, from 1. */
    public Fault times(int most) {
        return new Fault(
                kind, actors, names, messages, probability, nth, positive("most", most), delay);
    }

    @Override
    public String toString() {
        return kind + "[" + actors + ", probability=" + probability + "]";
    }

    Kind kind() {
        return kind;
    }

    boolean concerns(String actor) {
        return names.matcher(actor).matches();
    }

    boolean concerns(Object message) {
        return messages.test(message);
    }

    double probability() {
        return probability;
    }

    int nth() {
        return nth;
    }

    int times() {
        return times;
    }

    Duration delay() {
        return delay;
    }

    static void checkedProbability(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    what + " must be from 0 to 1: " + what + "=" + value);
        }
    }

    private static int positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + what + "=" + value);
        }
        return value;
    }

    private static Pattern pattern(String actors) {
        if (actors.isEmpty()) {
            throw new IllegalArgumentException("a pattern names actors: it is empty");
        }
        return Pattern.compile(
                Pattern.compile("\\*\\*|\\*|[^*]+")
                        .matcher(actors)
                        .results()
                        .map(part ->
                                switch (part.group()) {
                                    case "**" -> ".*";
                                    case "*" -> "[^/]*";
                                    default -> Pattern.quote(part.group());
                                })
                        .collect(Collectors.joining()));
    }
}
