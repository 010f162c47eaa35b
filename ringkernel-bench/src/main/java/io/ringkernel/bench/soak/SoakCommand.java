package io.ringkernel.bench.soak;

import io.ringkernel.bench.harness.Deadline;
import io.ringkernel.bench.harness.Environment;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cli.Json;
import io.ringkernel.cuda.MachineReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Loads every path of the core and audits every message. */
@Command(
        name = "core",
        description =
                "Load every path of the actor core at random and audit each message: none lost, none"
                        + " twice, none out of order.",
        footer = {"", "Exit codes: 0 clean, 1 a violation, 2 wrong options, 124 it hangs."},
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SoakCommand implements Callable<Integer> {

    /** What {@code timeout(1)} returns too. */
    private static final int HANGS = 124;

    @Option(
            names = "--minutes",
            defaultValue = "1",
            paramLabel = "N",
            description = "How long; fractions are allowed. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PATH",
            description = "Only these paths; a wrong one lists all.")
    private List<String> only = List.of();

    @Option(names = "--seed", description = "Repeat the shapes of this seed.")
    private @Nullable Long seed;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Paths at a time; one for each processor unless set.")
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the audit here.")
    private @Nullable Path json;

    @Spec private CommandSpec spec;

    private final List<SoakPath.Named> paths;

    /** Made by picocli. */
    public SoakCommand() {
        this(
                Stream.of(
                                RingPaths.all(),
                                QueuePaths.all(),
                                ActorPaths.all(),
                                FanOutPaths.all(),
                                FailurePaths.all())
                        .flatMap(List::stream)
                        .toList());
    }

    /** With paths of a test. */
    SoakCommand(List<SoakPath.Named> paths) {
        this.paths = paths;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Soak.Options options =
                new Soak.Options(
                        time(),
                        seed == null ? System.nanoTime() : seed,
                        checkedParallel(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30));
        List<SoakPath.Named> chosen = chosen();
        out.printf(
                "seed %d, %d paths, %d at a time; repeat the shapes with --seed %d%n",
                options.seed(), chosen.size(), options.parallel(), options.seed());
        out.flush();
        Soak.Outcome outcome = new Soak(chosen, options, out).run();
        print(out, outcome);
        if (json != null) {
            Json.write(json, document(outcome));
        }
        if (outcome.hanging() != null) {
            spec.commandLine()
                    .getErr()
                    .println("ringkernel soak: " + outcome.hanging() + " stands still; threads:");
            spec.commandLine().getErr().flush();
            Deadline.dump(System.err);
            return HANGS;
        }
        return outcome.isClean() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Duration time() {
        if (!(minutes > 0) || minutes > 100_000) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes must be above 0: minutes=" + minutes);
        }
        return Duration.ofNanos((long) (minutes * 60e9));
    }

    private int checkedParallel() {
        if (parallel < 1 || parallel > 64) {
            throw new ParameterException(
                    spec.commandLine(), "--parallel must be from 1 to 64: parallel=" + parallel);
        }
        return parallel;
    }

    private List<SoakPath.Named> chosen() {
        List<String> names = paths.stream().map(SoakPath.Named::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "no such path: " + name + "; there are " + names);
            }
        }
        return only.isEmpty()
                ? paths
                : paths.stream().filter(path -> only.contains(path.name())).toList();
    }

    private static void print(PrintWriter out, Soak.Outcome outcome) {
        out.printf(
                "%n%-20s %8s %15s %6s %10s %12s %8s %10s%n",
                "path",
                "rounds",
                "messages",
                "lost",
                "duplicated",
                "out of order",
                "unknown",
                "M/s");
        for (Soak.Row row : outcome.rows()) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %8d %,15d %6d %10d %12d %8d %10.3f%n",
                    row.path(),
                    row.rounds(),
                    row.messages(),
                    row.lost(),
                    row.duplicated(),
                    row.disordered(),
                    row.unknown(),
                    row.rate() / 1e6);
            row.errors().forEach(error -> out.println("    " + error));
        }
        out.printf(
                Locale.ROOT,
                "%,d messages in %.0f s; heap after collection %d MB at first, %d MB at last%s%n",
                outcome.messages(),
                outcome.seconds(),
                outcome.heapAtFirst() >> 20,
                outcome.heapAtLast() >> 20,
                outcome.heapIsFlat() ? "" : ": it GROWS");
        out.println(outcome.isClean() ? "clean" : "NOT CLEAN");
        out.flush();
    }

    private static Map<String, Object> document(Soak.Outcome outcome) throws IOException {
        Environment environment = Environment.of(MachineReport.gather());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("experiment", "soak-core");
        document.put("time", environment.time().toString());
        document.put("machine", environment.machine());
        document.put("jvm", environment.jvm());
        document.put("commit", environment.commit());
        document.put("clean", outcome.isClean());
        document.put("outcome", outcome);
        return document;
    }
}
