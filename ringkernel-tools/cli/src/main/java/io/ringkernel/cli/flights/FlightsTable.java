package io.ringkernel.cli.flights;

import io.ringkernel.cli.examples.Delays;
import io.ringkernel.cli.flights.FlightsResult.Airport;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints what a run found, for people. */
public final class FlightsTable {

    private static final int ROWS = 10;

    private final PrintWriter out;

    /** Prints to the given writer. */
    public FlightsTable(PrintWriter out) {
        this.out = out;
    }

    /** Prints the ten airports with the most delay and the run's figures. */
    public void print(FlightsResult result) {
        airports(result.airports());
        line("backend", result.backend() + ", " + result.device());
        result.fallbackReason().ifPresent(reason -> line("why not CUDA", reason));
        line(
                "streamed",
                "%,d messages handled in %.3f s: %,.0f messages/s",
                result.messages(),
                result.seconds(),
                result.messagesPerSecond());
        line(
                "ask latency",
                "p50 %.1f us, p99 %.1f us (%,d asks, round robin over idle actors)",
                result.askLatency().getValueAtPercentile(50) / 1e3,
                result.askLatency().getValueAtPercentile(99) / 1e3,
                result.askLatency().getTotalCount());
        line("first answer", "%.2f s after the JVM's start", result.firstAnswerMillis() / 1e3);
        if (result.differences().isEmpty()) {
            line(
                    "answers",
                    "all %,d equal a plain Java fold over the file",
                    result.airports().size());
        }
        out.flush();
    }

    private void airports(List<Airport> airports) {
        Comparator<Airport> byDelay = Comparator.comparingDouble(Airport::totalMinutes).reversed();
        List<Airport> most = airports.stream().sorted(byDelay).limit(ROWS).toList();
        out.printf(
                Locale.ROOT,
                "The %d airports with the most delay: minutes of arrival delay in all, early"
                        + " arrivals subtracted%n%n",
                most.size());
        out.println("  airport      flights  over 15 min late   mean minutes    minutes in all");
        for (Airport airport : most) {
            Delays delays = airport.answer();
            out.printf(
                    Locale.ROOT,
                    "  %-7s %,12d %,10d (%4.1f%%) %14.2f %,17.0f%n",
                    airport.code(),
                    delays.flights(),
                    delays.late(),
                    100.0 * delays.late() / delays.flights(),
                    delays.meanMinutes(),
                    airport.totalMinutes());
        }
        out.println();
    }

    private void line(String what, String text) {
        out.printf(Locale.ROOT, "%-13s %s%n", what, text);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private void line(String what, String format, Object... values) {
        line(what, String.format(Locale.ROOT, format, values));
    }
}
