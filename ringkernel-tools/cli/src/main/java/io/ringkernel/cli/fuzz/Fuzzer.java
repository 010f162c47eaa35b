package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.fuzz.JavaBatch.SourceException;
import io.ringkernel.cli.fuzz.Trial.Depth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs programs {@code seed}, {@code seed + 1} and so on, in batches, on several threads. */
final class Fuzzer {

    private final Options options;
    private final List<Execution> executions;
    private final Tally tally = new Tally();
    private final AtomicLong next = new AtomicLong();
    private final Consumer<Tally.Case> listener;

    /**
     * What to do.
     *
     * @param seed the first program's
     * @param programs how many
     * @param batch how many are compiled together
     * @param messages how many each gets
     * @param parallel threads
     * @param depth the stages at which the interpreter runs
     * @param mostFindings when to stop
     */
    record Options(
            long seed,
            long programs,
            int batch,
            int messages,
            int parallel,
            Depth depth,
            int mostFindings) {}

    /**
     * Prepares a run.
     *
     * @param executions each gets the programs with which nothing is wrong so far
     * @param listener is told of each finding at once
     */
    Fuzzer(Options options, List<Execution> executions, Consumer<Tally.Case> listener) {
        this.listener = listener;
        this.options = options;
        this.executions = List.copyOf(executions);
    }

    /** What has been done so far; may be asked by any thread. */
    Tally tally() {
        return tally;
    }

    /** Runs all programs. */
    void run() throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(options.parallel())) {
            List<Callable<@Nullable Void>> workers = new ArrayList<>();
            for (int i = 0; i < options.parallel(); i++) {
                workers.add(this::work);
            }
            for (Future<@Nullable Void> done : threads.invokeAll(workers)) {
                done.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private @Nullable Void work() throws IOException {
        try (JavaBatch compiler = new JavaBatch()) {
            for (long from = next(); from < options.programs(); from = next()) {
                long to = Math.min(from + options.batch(), options.programs());
                Map<Long, Tree> trees = new LinkedHashMap<>();
                for (long i = from; i < to; i++) {
                    long seed = options.seed() + i;
                    trees.put(seed, ProgramGenerator.generate(seed));
                }
                List<Trial> trials = new ArrayList<>();
                trees.forEach((seed, tree) -> tally.program());
                run(compiler, trees, options.messages(), options.depth(), executions, trials);
                for (Trial trial : trials) {
                    tally.trial(trial);
                    trial.finding().ifPresent(found -> report(trial.seed(), trees, found));
                }
            }
        }
        return null;
    }

    private void report(long seed, Map<Long, Tree> trees, Finding found) {
        Tree tree = trees.get(seed);
        if (tree != null) {
            Tally.Case one = new Tally.Case(seed, tree, found);
            tally.finding(one);
            listener.accept(one);
        }
    }

    private long next() {
        boolean enough =
                tally.findings().size() >= options.mostFindings()
                        || Thread.currentThread().isInterrupted();
        return enough ? options.programs() : next.getAndAdd(options.batch());
    }

    /** Compiles programs together and adds the trial of each. */
    private static void run(
            JavaBatch compiler,
            Map<Long, Tree> trees,
            int messages,
            Depth depth,
            List<Execution> executions,
            List<Trial> trials)
            throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        trees.forEach((seed, tree) -> sources.put(ProgramGenerator.className(seed), tree.text()));
        ClassLoader loader;
        try {
            loader = compiler.compile(sources);
        } catch (SourceException e) {
            throw new IllegalStateException(
                    "the generator wrote what is not Java: " + e.getMessage(), e);
        }
        for (long seed : trees.keySet()) {
            Trial.run(seed, load(loader, seed), messages, depth).ifPresent(trials::add);
        }
        check(trials, executions);
    }

    private static void check(List<Trial> trials, List<Execution> executions) throws IOException {
        for (Execution execution : executions) {
            List<Trial> sound =
                    trials.stream()
                            .filter(t -> t.finding().isEmpty() && t.transpiled().isPresent())
                            .toList();
            if (!sound.isEmpty()) {
                execution.check(sound);
            }
        }
    }

    private static Class<?> load(ClassLoader loader, long seed) {
        try {
            return loader.loadClass(
                    ProgramGenerator.PACKAGE + "." + ProgramGenerator.className(seed));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("class was not compiled: seed=" + seed, e);
        }
    }

    /**
     * Runs one program, which may be no Java at all.
     *
     * @return what is wrong with it
     */
    static Optional<Finding> one(
            JavaBatch compiler,
            long seed,
            Tree tree,
            int messages,
            Depth depth,
            List<Execution> executions)
            throws IOException {
        try {
            ClassLoader loader =
                    compiler.compile(Map.of(ProgramGenerator.className(seed), tree.text()));
            List<Trial> trials = new ArrayList<>();
            Trial.run(seed, load(loader, seed), messages, depth).ifPresent(trials::add);
            check(trials, executions);
            return trials.stream().flatMap(trial -> trial.finding().stream()).findFirst();
        } catch (SourceException notJava) {
            return Optional.empty();
        }
    }
}
