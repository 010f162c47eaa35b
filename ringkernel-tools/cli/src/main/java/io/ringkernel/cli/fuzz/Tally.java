package io.ringkernel.cli.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been done so far. Thread-safe. */
final class Tally {

    private final Map<String, Integer> refusals = new TreeMap<>();
    private final List<Case> findings = new ArrayList<>();
    private long programs;
    private long messages;
    private long faults;
    private long translated;

    /** A finding and the program it was made with. */
    record Case(long seed, Tree tree, Finding finding) {}

    synchronized void program() {
        programs++;
    }

    synchronized void trial(Trial trial) {
        messages += trial.messages().size();
        faults += trial.faults();
        translated += trial.transpiled().isPresent() ? 1 : 0;
        trial.refusal().ifPresent(why -> refusals.merge(why, 1, Integer::sum));
    }

    synchronized void finding(Case found) {
        findings.add(found);
    }

    synchronized long programs() {
        return programs;
    }

    synchronized long messages() {
        return messages;
    }

    synchronized long faults() {
        return faults;
    }

    /** Programs that became C++: the rest was refused, or its actor cannot be made. */
    synchronized long translated() {
        return translated;
    }

    synchronized List<Case> findings() {
        return List.copyOf(findings);
    }

    /** Why programs were refused, and how many. */
    synchronized Map<String, Integer> refusals() {
        return new TreeMap<>(refusals);
    }
}
