package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.fuzz.Trial.Depth;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Holds the transpiler against the JVM with random programs, prints how it goes, and each finding
 * with a small program that shows it and the command that repeats it.
 */
public final class TranspilerFuzz {

    private static final Duration PROGRESS = Duration.ofSeconds(5);
    private static final int SHOWN_REFUSALS = 8;

    private final Options options;
    private final PrintWriter out;

    /**
     * What to do.
     *
     * @param seed the first program's; the others follow
     * @param programs how many
     * @param messages how many each gets
     * @param parallel threads
     * @param batch how many programs are compiled together
     * @param everyPass whether the interpreter also runs after each pass
     * @param host whether g++ compiles the generated code, and it runs
     * @param optimisation g++'s option, such as {@code -O2}
     * @param gpu whether it runs on the GPU
     * @param mostFindings when to stop
     * @param shrinkLimit how long to shrink each finding
     */
    public record Options(
            long seed,
            long programs,
            int messages,
            int parallel,
            int batch,
            boolean everyPass,
            boolean host,
            String optimisation,
            boolean gpu,
            int mostFindings,
            Duration shrinkLimit) {}

    /** Prepares a run. */
    public TranspilerFuzz(Options options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /** Returns whether there is the compiler that {@link Options#host} needs. */
    public static boolean hasHostCompiler() {
        return HostCode.isAvailable();
    }

    /**
     * Runs all programs, or until there are enough findings.
     *
     * @return whether nothing was found
     */
    public boolean run() throws IOException, InterruptedException {
        List<Execution> executions = new ArrayList<>();
        if (options.host()) {
            executions.add(new HostCode(options.optimisation()));
        }
        if (!options.gpu()) {
            return run(executions);
        }
        try (DeviceCode device = new DeviceCode()) {
            say("GPU: %s", device.description());
            executions.add(device);
            return run(executions);
        }
    }

    private boolean run(List<Execution> executions) throws IOException, InterruptedException {
        Fuzzer fuzzer =
                new Fuzzer(
                        new Fuzzer.Options(
                                options.seed(),
                                options.programs(),
                                options.batch(),
                                options.messages(),
                                options.parallel(),
                                options.everyPass() ? Depth.EVERY_PASS : Depth.ENDS,
                                options.mostFindings()),
                        executions,
                        found -> say("seed %d: %s", found.seed(), found.finding().where()));
        long start = System.nanoTime();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            var progress =
                    clock.scheduleAtFixedRate(
                            () -> progress(fuzzer.tally(), start),
                            PROGRESS.toMillis(),
                            PROGRESS.toMillis(),
                            TimeUnit.MILLISECONDS);
            try {
                fuzzer.run();
            } finally {
                progress.cancel(false);
                clock.shutdownNow();
            }
        }
        progress(fuzzer.tally(), start);
        Map<String, Integer> refusals = fuzzer.tally().refusals();
        if (!refusals.isEmpty()) {
            say("refused: %,d", refusals.values().stream().mapToInt(n -> n).sum());
            refusals.keySet().stream().limit(SHOWN_REFUSALS).forEach(why -> say("  %s", why));
        }
        for (Tally.Case found : fuzzer.tally().findings()) {
            show(found, executions);
        }
        return fuzzer.tally().findings().isEmpty();
    }

    private void progress(Tally tally, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        say(
                "%,d programs (%,d translated), %,d messages, %,d faults, %d findings; %.1f s, %.0f programs/s",
                tally.programs(),
                tally.translated(),
                tally.messages(),
                tally.faults(),
                tally.findings().size(),
                seconds,
                tally.programs() / seconds);
    }

    private void show(Tally.Case found, List<Execution> executions) throws IOException {
        try (JavaBatch compiler = new JavaBatch()) {
            Tally.Case small =
                    new Shrinker(
                                    compiler,
                                    executions,
                                    found,
                                    options.messages(),
                                    options.shrinkLimit())
                            .shrink();
            say("%nseed %d: %s", found.seed(), small.finding().where());
            say("%s", small.finding().what());
            say("%s", Listing.of(small.tree()));
            say(
                    "repeat: ./ringkernel fuzz transpiler --programs 1 --messages %d --seed %d%s",
                    options.messages(), found.seed(), options.gpu() ? " --gpu" : "");
        }
    }

    private synchronized void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
