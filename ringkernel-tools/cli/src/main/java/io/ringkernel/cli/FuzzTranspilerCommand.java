package io.ringkernel.cli;

import io.ringkernel.cli.fuzz.TranspilerFuzz;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the transpiler against the JVM with random programs. */
@Command(
        name = "transpiler",
        description =
                "Write random actors, run them on the JVM, on the interpreter of the transpiler's"
                        + " intermediate representation and as generated code, and compare replies,"
                        + " faults and state bit by bit.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FuzzTranspilerCommand implements Callable<Integer> {

    @Option(
            names = "--programs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many, from 1 to 10^9. Default: ${DEFAULT-VALUE}.")
    private long programs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The first program's; the next has the next seed. Default: a new one.")
    private @Nullable Long seed;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "12",
            description = "For each program, from 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int messages;

    @Option(
            names = "--every-pass",
            description = "Run the interpreter after each pass, not only before and after all.")
    private boolean everyPass;

    @Option(
            names = "--no-host",
            description = "Leave out the generated code compiled by g++, which takes most time.")
    private boolean noHost;

    @Option(
            names = "--optimise",
            paramLabel = "LEVEL",
            defaultValue = "1",
            description = "g++'s -O, from 0 to 3. Default: ${DEFAULT-VALUE}.")
    private int optimise;

    @Option(names = "--gpu", description = "Run the generated code on the first GPU too.")
    private boolean gpu;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Threads; one for each processor unless set.")
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "Programs in one translation unit, from 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--findings",
            paramLabel = "N",
            defaultValue = "1",
            description = "Stop after so many. Default: ${DEFAULT-VALUE}.")
    private int findings;

    @Option(
            names = "--shrink-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long to make each finding smaller. Default: ${DEFAULT-VALUE}.")
    private int shrinkSeconds;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        range("--programs", programs, 1, 1_000_000_000);
        range("--messages", messages, 1, 1000);
        range("--optimise", optimise, 0, 3);
        range("--parallel", parallel, 1, 1024);
        range("--batch", batch, 1, 1000);
        range("--findings", findings, 1, 1_000_000);
        range("--shrink-seconds", shrinkSeconds, 0, 86_400);
        PrintWriter out = spec.commandLine().getOut();
        boolean host = !noHost && TranspilerFuzz.hasHostCompiler();
        if (!noHost && !host) {
            out.println("g++ is not on the PATH: generated code does not run on the host");
        }
        long first = seed == null ? System.nanoTime() : seed;
        out.println("seed " + first);
        out.flush();
        TranspilerFuzz fuzz =
                new TranspilerFuzz(
                        new TranspilerFuzz.Options(
                                first,
                                programs,
                                messages,
                                parallel,
                                batch,
                                everyPass,
                                host,
                                "-O" + optimise,
                                gpu,
                                findings,
                                Duration.ofSeconds(shrinkSeconds)),
                        out);
        return fuzz.run() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void range(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " must be from " + least + " to " + most + ": " + value);
        }
    }
}
