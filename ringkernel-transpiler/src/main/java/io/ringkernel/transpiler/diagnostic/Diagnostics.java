package io.ringkernel.transpiler.diagnostic;

import io.ringkernel.transpiler.ir.Position;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, each place once, in the order of discovery. Not thread-safe. */
public final class Diagnostics {

    private final Set<Diagnostic> found = new LinkedHashSet<>();

    /** Makes an empty collection. */
    public Diagnostics() {}

    /** Adds one. */
    public void report(Rule rule, Position position, String detail) {
        found.add(new Diagnostic(rule, position, detail));
    }

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns all. */
    public List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
