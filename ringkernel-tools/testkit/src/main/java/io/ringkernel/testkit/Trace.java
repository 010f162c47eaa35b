package io.ringkernel.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What happened in one run. Two are equal if everything happened alike, in the steps that are kept
 * and in those that are not.
 *
 * @param turns how many turns actors had
 * @param fingerprint of everything that happened
 * @param last the last steps, oldest first
 */
public record Trace(long turns, long fingerprint, List<Step> last) {

    /** Copies the steps. */
    public Trace {
        last = List.copyOf(last);
    }

    /**
     * One thing that happened.
     *
     * @param turn in which turn, from 1
     * @param at the virtual time since the start
     * @param actor the name of the actor concerned
     * @param event what happened to it, in words
     */
    public record Step(long turn, Duration at, String actor, String event) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%6d %12.6f s  %s: %s", turn, at.toNanos() / 1e9, actor, event);
        }
    }

    @Override
    public String toString() {
        return last.stream()
                .map(Step::toString)
                .collect(Collectors.joining("\n", "the last steps of " + turns + " turns:\n", ""));
    }
}
