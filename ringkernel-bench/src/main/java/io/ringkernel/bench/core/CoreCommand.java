package io.ringkernel.bench.core;

import io.ringkernel.bench.PlotsCommand;
import io.ringkernel.bench.harness.Environment;
import io.ringkernel.bench.harness.Floors;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.CommandException;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cli.Home;
import io.ringkernel.cli.Json;
import io.ringkernel.cuda.MachineReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the JMH suites. */
@Command(
        name = "core",
        description = "Run the JMH suites of the parts that need no device.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CoreCommand implements Callable<Integer> {

    private static final String NO_COMPILER =
            "no floors in C++: neither built ones nor g++, c++ or clang++ on the PATH found";

    @Option(names = "--json", paramLabel = "FILE", description = "Write JMH's own JSON here.")
    private @Nullable Path json;

    @Option(names = "--quick", description = "One fork and short iterations, for a look.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SUITE",
            description = "Run only these: ${COMPLETION-CANDIDATES}.")
    private List<Suite> only = List.of();

    @Option(
            names = "--json-dir",
            paramLabel = "DIR",
            description =
                    "Write a report of each suite here, with ratios to its floors, and its drawing.")
    private @Nullable Path jsonDir;

    @Option(
            names = "--smoke",
            description = "Try the harness itself: one moment for each, in this JVM.")
    private boolean smoke;

    @Parameters(paramLabel = "REGEX", description = "Only the benchmarks that match.")
    private List<String> include = List.of();

    @Spec private CommandSpec spec;

    /** Made by picocli. */
    public CoreCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Path> ringFloors = Floors.rings(Home.folder());
        Collection<RunResult> results = measure(ringFloors);
        Environment environment = Environment.of(MachineReport.gather());
        for (Suite suite : Suite.values()) {
            Pattern pattern = Pattern.compile(suite.pattern());
            List<RunResult> runs =
                    results.stream()
                            .filter(run -> pattern.matcher(run.getParams().getBenchmark()).find())
                            .toList();
            if (runs.isEmpty()) {
                continue;
            }
            Report report = JmhReport.of(suite, runs);
            if (suite == Suite.RING && ringFloors.isEmpty()) {
                report.parameter("floors", NO_COMPILER);
                report.line("%s", NO_COMPILER);
            }
            out.println();
            report.lines().forEach(out::println);
            if (jsonDir != null) {
                Path file = jsonDir.resolve(report.experiment() + ".json");
                Json.write(file, report.document(environment));
                PlotsCommand.draw(file);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private Collection<RunResult> measure(Optional<Path> ringFloors) {
        ChainedOptionsBuilder options =
                new OptionsBuilder().shouldFailOnError(true).addProfiler(GCProfiler.class);
        patterns().forEach(options::include);
        if (ringFloors.isPresent()) {
            String library = ringFloors.get().toString();
            System.setProperty(FloorRing.LIBRARY, library); // where there is no fork
            options.jvmArgsPrepend("-D" + FloorRing.LIBRARY + "=" + library);
        } else {
            options.exclude("RingBenchmark\\.Floor\\.");
        }
        if (smoke) {
            TimeValue moment = TimeValue.milliseconds(5);
            options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(moment);
        } else if (quick) {
            TimeValue moment = TimeValue.milliseconds(200);
            options.forks(1)
                    .warmupIterations(2)
                    .warmupTime(moment)
                    .measurementIterations(3)
                    .measurementTime(moment);
        }
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException failed) {
            throw new CommandException("JMH: " + failed.getMessage(), failed);
        }
    }

    private List<String> patterns() {
        if (!include.isEmpty()) {
            return include;
        }
        List<Suite> suites = only.isEmpty() ? List.of(Suite.values()) : only;
        return suites.stream().map(Suite::pattern).toList();
    }
}
