package io.ringkernel.bench;

import io.ringkernel.bench.harness.Floors;
import io.ringkernel.cli.CommandException;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cuda.MachineReport;
import io.ringkernel.cuda.MachineReport.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compiles the floors, for a bundle or to run them by hand. */
@Command(
        name = "floors",
        description =
                "Compile the floors (CUDA C++ programs with nvcc, a C++ library with g++) into a"
                        + " folder; their sources go there too.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FloorsCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The folder.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(output);
        Floors.writeSources(output);
        Optional<Path> cpp = Floors.cppCompiler();
        if (cpp.isPresent()) {
            Floors.compileCpp(cpp.get(), output);
        }
        Tool nvcc = MachineReport.gather().nvcc();
        if (nvcc.location().isEmpty()) {
            throw new CommandException(
                    "only the sources"
                            + (cpp.isPresent() ? " and the floors in C++" : "")
                            + " were written to "
                            + output
                            + ": nvcc was not found"
                            + nvcc.problem().map(where -> ", " + where).orElse(""));
        }
        Floors.compile(Path.of(nvcc.location().get()), output);
        return ExitCode.OK;
    }
}
