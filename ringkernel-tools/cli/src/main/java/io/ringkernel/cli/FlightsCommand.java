package io.ringkernel.cli;

import io.ringkernel.Backend;
import io.ringkernel.cli.flights.FlightFile;
import io.ringkernel.cli.flights.FlightsResult;
import io.ringkernel.cli.flights.FlightsRun;
import io.ringkernel.cli.flights.FlightsTable;
import io.ringkernel.cli.flights.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Streams real flights to one actor per airport, and checks every answer. */
@Command(
        name = "flights",
        description =
                "Stream US domestic flights to one actor per airport of origin, then ask each for"
                        + " its delays and compare every answer with a plain Java fold over the file.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FlightsCommand implements Callable<Integer> {

    @Option(
            names = "--backend",
            paramLabel = "auto|cpu|cuda",
            defaultValue = "auto",
            description =
                    "Where the actors run; auto takes the GPU if there is one. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Backend backend = Backend.AUTO;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often the file is streamed. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--file",
            paramLabel = "CSV",
            description =
                    "A file whose first line names the columns delay (minutes), distance (miles)"
                            + " and origin (airport code); others are ignored. Default: the 20,000"
                            + " flights that come with the demo.")
    private @Nullable Path file;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the figures to this file too.")
    private @Nullable Path json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds must be at least 1: " + rounds);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        FlightFile flights = file == null ? FlightFile.sample() : FlightFile.read(file);
        boolean equal = flights.rows() == 0 || report(run(flights, out), err);
        boolean wellFormed = check(flights, err);
        return !equal ? ExitCode.FAILED : wellFormed ? ExitCode.OK : ExitCode.BAD_INPUT;
    }

    private static boolean report(FlightsResult result, PrintWriter err) {
        for (FlightsResult.Airport wrong : result.differences()) {
            err.println(
                    "ringkernel: "
                            + wrong.code()
                            + ": the actor answered "
                            + wrong.answer()
                            + ", the file says "
                            + wrong.expected());
        }
        return result.differences().isEmpty();
    }

    private FlightsResult run(FlightFile flights, PrintWriter out) throws IOException {
        out.printf(
                Locale.ROOT,
                "%,d flights (%s) x %,d to %,d airports%n%n",
                flights.rows(),
                flights.name(),
                rounds,
                flights.airports().size());
        out.flush();
        FlightsResult result =
                new FlightsRun(flights, rounds, new Progress(out, Terminal.isInteractive()))
                        .on(backend);
        new FlightsTable(out).print(result);
        if (json != null) {
            Json.write(json, result.figures());
        }
        return result;
    }

    private static boolean check(FlightFile flights, PrintWriter err) {
        FlightFile.Problem problem = flights.problem();
        if (problem != null) {
            err.println("ringkernel: " + problem);
            err.printf(
                    Locale.ROOT,
                    "Counted: the %,d rows before it. Not counted: that row and those after it.%n",
                    flights.rows());
        } else if (flights.rows() == 0) {
            err.println("ringkernel: " + flights.name() + ": no flights after the header line");
        }
        err.flush();
        return problem == null && flights.rows() > 0;
    }
}
