package io.ringkernel.specifications;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What TLC said of one configuration.
 *
 * @param exitCode its exit code; negative if it was killed because its time was up
 * @param refuted the property that it refuted: an invariant's name, {@link Tlc#DEADLOCK}, {@link
 *     Tlc#TEMPORAL}, or null
 * @param states how many states it generated
 * @param distinct how many of them differ
 * @param depth the length of the longest shortest path to a state
 * @param untaken the actions that were never taken
 * @param text all that it printed
 */
record Outcome(
        int exitCode,
        @Nullable String refuted,
        long states,
        long distinct,
        int depth,
        Duration time,
        List<String> untaken,
        String text) {

    /** Exit codes of TLC, tlc2.output.EC.ExitStatus. */
    private static final int SUCCESS = 0;

    private static final int VIOLATION_DEADLOCK = 11;
    private static final int VIOLATION_SAFETY = 12;
    private static final int VIOLATION_LIVENESS = 13;

    private static final String NO_ERROR = "Model checking completed. No error has been found.";
    private static final Pattern NOT_TRANSLATED =
            Pattern.compile("has changed since its last translation|since the last translation");

    private static final Pattern COUNTS =
            Pattern.compile("(?m)^([\\d,]+) states generated, ([\\d,]+) distinct states found");
    private static final Pattern DEPTH =
            Pattern.compile("depth of the complete state graph search is (\\d+)");
    private static final Pattern INVARIANT = Pattern.compile("Error: Invariant (\\w+) is violated");
    private static final Pattern UNTAKEN = Pattern.compile("(?m)^<(\\w+) line .*>: \\d+:0$");

    static Outcome parse(int exitCode, String text, Duration time) {
        long states = 0;
        long distinct = 0;
        for (Matcher counts = COUNTS.matcher(text); counts.find(); ) { // the last one counts
            states = number(counts.group(1));
            distinct = number(counts.group(2));
        }
        Matcher depth = DEPTH.matcher(text);
        return new Outcome(
                exitCode,
                refuted(exitCode, text),
                states,
                distinct,
                depth.find() ? Integer.parseInt(depth.group(1)) : 0,
                time,
                UNTAKEN.matcher(text).results().map(line -> line.group(1)).distinct().toList(),
                text);
    }

    private static @Nullable String refuted(int exitCode, String text) {
        return switch (exitCode) {
            case VIOLATION_SAFETY -> {
                Matcher invariant = INVARIANT.matcher(text);
                yield invariant.find() ? invariant.group(1) : null;
            }
            case VIOLATION_LIVENESS ->
                    text.contains("Temporal properties were violated") ? Tlc.TEMPORAL : null;
            case VIOLATION_DEADLOCK -> text.contains("Deadlock reached") ? Tlc.DEADLOCK : null;
            default -> null;
        };
    }

    /** Returns whether everything was looked at and nothing found. */
    boolean holds() {
        return exitCode == SUCCESS && text.contains(NO_ERROR) && isTranslated();
    }

    /** Returns whether the module's translation belongs to its algorithm. */
    boolean isTranslated() {
        return !NOT_TRANSLATED.matcher(text).find();
    }

    private static long number(String digits) {
        return Long.parseLong(digits.replace(",", ""));
    }
}
