package io.ringkernel.bench.core;

import io.ringkernel.cli.CommandException;
import io.ringkernel.cli.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH suites. */
@Command(
        name = "core",
        description = "Run the JMH suites of the parts that need no device.",
        mixinStandardHelpOptions = true)
public final class CoreCommand implements Callable<Integer> {

    @Option(names = "--json", paramLabel = "FILE", description = "Write JMH's own JSON here.")
    private @Nullable Path json;

    @Option(names = "--quick", description = "One fork and short iterations, for a look.")
    private boolean quick;

    @Parameters(paramLabel = "REGEX", description = "Only the benchmarks that match.")
    private List<String> include = List.of();

    /** Made by picocli. */
    public CoreCommand() {}

    @Override
    public Integer call() {
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        (include.isEmpty() ? List.of("io.ringkernel.bench.core") : include)
                .forEach(options::include);
        if (quick) {
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
            new Runner(options.build()).run();
        } catch (RunnerException failed) {
            throw new CommandException("JMH: " + failed.getMessage(), failed);
        }
        return ExitCode.OK;
    }
}
