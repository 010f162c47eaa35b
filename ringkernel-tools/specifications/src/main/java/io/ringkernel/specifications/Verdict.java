package io.ringkernel.specifications;

import io.ringkernel.specifications.Specification.Mutant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a specification held, or a mutant was refuted as it should be.
 *
 * @param specification its name, with the variant of its configuration behind it
 * @param mutant its name; {@code none} for the specification itself
 * @param expected what TLC had to find: nothing, or that this property is broken
 * @param problem why the check failed; null if it did not
 */
record Verdict(
        String specification,
        String mutant,
        String expected,
        @Nullable String problem,
        long states,
        long distinct,
        int depth,
        double seconds) {

    private static final String NONE = "none";

    /** The lines of TLC's output that a failure shows: the error and the end of its trace. */
    private static final int SHOWN = 60;

    /** Begins what follows the trace. */
    private static final String COVERAGE = "The coverage statistics";

    boolean passed() {
        return problem == null;
    }

    /**
     * Checks that the specification holds in each of the variants, and that each of its actions is
     * taken in one of them.
     */
    static List<Verdict> holds(Tlc tlc, Specification specification, List<String> variants)
            throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        Set<String> untaken = null;
        for (String variant : variants) {
            Outcome outcome = tlc.check(specification, specification.configuration(variant));
            if (untaken == null) {
                untaken = new TreeSet<>(outcome.untaken());
            } else {
                untaken.retainAll(outcome.untaken());
            }
            boolean last = variant.equals(variants.getLast());
            String problem = null;
            if (!outcome.holds()) {
                problem = tail(outcome);
            } else if (last && !untaken.isEmpty()) {
                problem = "actions that are never taken, so nothing is said of them: " + untaken;
            }
            verdicts.add(of(specification, variant, NONE, "no error", problem, outcome));
        }
        return verdicts;
    }

    /** Checks that the mutant breaks the property that it names. */
    static Verdict refuted(Tlc tlc, Specification specification, Mutant mutant) throws IOException {
        Outcome outcome = tlc.check(specification, specification.configuration(mutant));
        boolean asExpected =
                Objects.equals(outcome.refuted(), mutant.property())
                        || Objects.equals(outcome.refuted(), Tlc.TEMPORAL);
        String problem = null;
        if (outcome.holds()) {
            problem =
                    mutant.property() + " holds although this is planted: " + mutant.description();
        } else if (!asExpected) {
            problem = tail(outcome);
        }
        return of(
                specification,
                mutant.variant(),
                mutant.name(),
                mutant.property() + " refuted",
                problem,
                outcome);
    }

    private static Verdict of(
            Specification specification,
            String variant,
            String mutant,
            String expected,
            @Nullable String problem,
            Outcome outcome) {
        return new Verdict(
                specification.name() + (variant.equals(Specification.PLAIN) ? "" : "-" + variant),
                mutant,
                expected,
                problem,
                outcome.states(),
                outcome.distinct(),
                outcome.depth(),
                outcome.time().toMillis() / 1e3);
    }

    private static String tail(Outcome outcome) {
        String what =
                outcome.exitCode() < 0
                        ? "TLC did not end in time and was killed"
                        : outcome.isTranslated()
                                ? "TLC ended with exit code " + outcome.exitCode()
                                : "the algorithm was changed after its translation; translate it: "
                                        + "see tla/README.md";
        List<String> lines =
                outcome.text()
                        .lines()
                        .takeWhile(line -> !line.startsWith(COVERAGE))
                        .filter(line -> !line.isBlank())
                        .toList();
        return what
                + "\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
    }
}
