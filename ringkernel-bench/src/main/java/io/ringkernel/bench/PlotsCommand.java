package io.ringkernel.bench;

import io.ringkernel.bench.harness.BarChart;
import io.ringkernel.cli.CommandException;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cli.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws reports again. */
@Command(
        name = "plots",
        description = "Draw the reports core-*.json of a folder as SVG beside them.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class PlotsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder with the reports.")
    private Path folder;

    @Spec private CommandSpec spec;

    /** Made by picocli. */
    public PlotsCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (Path report : reports()) {
            out.println(draw(report));
        }
        out.flush();
        return ExitCode.OK;
    }

    private List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> reports =
                    files.filter(file -> file.getFileName().toString().matches("core-.*\\.json"))
                            .sorted()
                            .toList();
            if (reports.isEmpty()) {
                throw new CommandException("no reports core-*.json: folder=" + folder);
            }
            return reports;
        }
    }

    /** Draws a report beside it; returns the drawing's file. */
    public static Path draw(Path report) throws IOException {
        String name = report.getFileName().toString().replaceFirst("\\.json$", ".svg");
        Path drawing = report.resolveSibling(name);
        Files.writeString(drawing, BarChart.of(Json.parse(Files.readString(report))));
        return drawing;
    }
}
