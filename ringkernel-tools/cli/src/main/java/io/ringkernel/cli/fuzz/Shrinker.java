package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.fuzz.Trial.Depth;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes a program that shows a finding smaller: leaves out statements and members, writes simple
 * values for expressions, puts parts in the place of the whole, as long as the same execution still
 * differs from the JVM.
 */
final class Shrinker {

    private final JavaBatch compiler;
    private final List<Execution> executions;
    private final long deadline;
    private final long seed;
    private final String execution;
    private final Depth depth;
    private int messages;
    private Tree tree;
    private Finding finding;

    /**
     * Prepares to shrink.
     *
     * @param messages how many messages the program gets
     * @param limit how long to try
     */
    Shrinker(
            JavaBatch compiler,
            List<Execution> executions,
            Tally.Case found,
            int messages,
            Duration limit) {
        this.compiler = compiler;
        this.seed = found.seed();
        this.tree = found.tree();
        this.finding = found.finding();
        this.messages = messages;
        this.execution = finding.execution();
        this.executions = execution.equals("interpreter") ? List.of() : executions;
        this.depth = execution.equals("interpreter") ? Depth.EVERY_PASS : Depth.ENDS;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Returns the smallest program found and what it shows. */
    Tally.Case shrink() throws IOException {
        attempt(tree, messages); // names the pass
        for (int fewer = 1; fewer < messages; fewer++) {
            if (attempt(tree, fewer)) {
                messages = fewer;
            }
        }
        boolean again = true;
        while (again && !isOver()) {
            again = round();
        }
        return new Tally.Case(seed, tree, finding);
    }

    private boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /** Tries every piece once; a piece that was replaced is looked at again. */
    private boolean round() throws IOException {
        boolean changed = false;
        for (int i = 0; i < tree.pieces().size() && !isOver(); i++) {
            boolean again = true;
            while (again && i < tree.pieces().size() && !isOver()) {
                again = false;
                Tree piece = tree.pieces().get(i);
                for (Tree instead : piece.smaller()) {
                    if (attempt(tree.with(piece, instead), messages)) {
                        changed = true;
                        again = true;
                        break;
                    }
                }
            }
        }
        return changed;
    }

    private boolean attempt(Tree candidate, int count) throws IOException {
        Optional<Finding> found =
                Fuzzer.one(compiler, seed, candidate, count, depth, executions)
                        .filter(f -> f.execution().equals(execution));
        found.ifPresent(f -> {
            tree = candidate;
            finding = f;
        });
        return found.isPresent();
    }
}
