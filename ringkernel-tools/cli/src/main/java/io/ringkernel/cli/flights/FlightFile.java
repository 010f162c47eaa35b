package io.ringkernel.cli.flights;

import io.ringkernel.cli.examples.Airport;
import io.ringkernel.cli.examples.Command.Flight;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file of flights, in the file's order. Its first line names the columns; {@code
 * delay}, {@code distance} and {@code origin} are read, the others are ignored. Reading stops at
 * the first malformed row: the rows before it are kept and {@link #problem()} says what is wrong
 * with it.
 */
public final class FlightFile {

    private static final String SAMPLE = "flights-20k.csv";
    private static final String COLUMNS = "date,delay,distance,origin,destination";

    private final String name;
    private final List<String> header;
    private final int delay;
    private final int distance;
    private final int origin;

    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<String> airports = new ArrayList<>();
    private final List<Integer> origins = new ArrayList<>();
    private final List<Flight> flights = new ArrayList<>();
    private @Nullable Problem problem;

    /**
     * A malformed row.
     *
     * @param file its file
     * @param line its line, from 1
     * @param column the field in it, from 1
     * @param field the name of that column
     * @param value what stands there
     * @param expected what should
     */
    public record Problem(
            String file, int line, int column, String field, String value, String expected) {

        @Override
        public String toString() {
            return file
                    + ": line "
                    + line
                    + ", column "
                    + column
                    + " ("
                    + field
                    + "): found \""
                    + value
                    + "\", expected "
                    + expected;
        }
    }

    private FlightFile(String name, List<String> header) {
        this.name = name;
        this.header = header;
        delay = header.indexOf("delay");
        distance = header.indexOf("distance");
        origin = header.indexOf("origin");
    }

    /** Reads the 20,000 flights that come with the demo. */
    public static FlightFile sample() throws IOException {
        try (InputStream in = Airport.class.getResourceAsStream(SAMPLE)) {
            if (in == null) {
                throw new IOException(SAMPLE + " is missing beside " + Airport.class.getName());
            }
            return read(SAMPLE, new InputStreamReader(in, StandardCharsets.UTF_8));
        }
    }

    /** Reads a file. */
    public static FlightFile read(Path file) throws IOException {
        try (Reader in =
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            return read(file.toString(), in);
        }
    }

    static FlightFile read(String name, Reader source) throws IOException {
        BufferedReader in = new BufferedReader(source);
        String first = in.readLine();
        FlightFile file =
                new FlightFile(
                        name, CsvLine.fields(first == null ? "" : first.replace("\uFEFF", "")));
        file.problem = file.checkHeader();
        int line = 1;
        for (String text = in.readLine();
                text != null && file.problem == null;
                text = in.readLine()) {
            line++;
            if (!text.isBlank()) {
                file.problem = file.add(line, CsvLine.fields(text));
            }
        }
        return file;
    }

    /** Returns the file's name. */
    public String name() {
        return name;
    }

    /** Returns the number of well-formed rows. */
    public int rows() {
        return flights.size();
    }

    /** Returns the airports of origin, in order of first appearance. */
    public List<String> airports() {
        return airports;
    }

    /** Returns the index of a row's airport of origin. */
    int origin(int row) {
        return origins.get(row);
    }

    /** Returns a row's message. */
    Flight flight(int row) {
        return flights.get(row);
    }

    /** Returns the row at which reading stopped, or null if all are well formed. */
    public @Nullable Problem problem() {
        return problem;
    }

    private @Nullable Problem checkHeader() {
        for (String required : List.of("delay", "distance", "origin")) {
            if (!header.contains(required)) {
                String found = String.join(",", header);
                return new Problem(
                        name,
                        1,
                        1,
                        "header",
                        found,
                        "a column named " + required + ", as in " + COLUMNS);
            }
        }
        return null;
    }

    private @Nullable Problem add(int line, List<String> row) {
        if (row.size() < header.size()) {
            int column = row.size();
            String expected = "a value: line 1 names " + header.size() + " columns";
            return new Problem(name, line, column + 1, header.get(column), "", expected);
        }
        if (row.size() > header.size()) {
            int column = header.size();
            String expected = "the end of the line: line 1 names " + column + " columns";
            return new Problem(name, line, column + 1, "unnamed", row.get(column), expected);
        }
        Integer minutes = integer(row.get(delay), Integer.MIN_VALUE);
        if (minutes == null) {
            return problem(line, delay, row, "a whole number of minutes, such as 42 or -5");
        }
        Integer miles = integer(row.get(distance), 0);
        if (miles == null) {
            return problem(line, distance, row, "a whole number of miles, such as 300");
        }
        String airport = row.get(origin);
        if (!isCode(airport)) {
            return problem(
                    line,
                    origin,
                    row,
                    "an airport's code of three or four letters or digits, such as ATL");
        }
        origins.add(
                indexes.computeIfAbsent(
                        airport,
                        code -> {
                            airports.add(code);
                            return airports.size() - 1;
                        }));
        flights.add(new Flight(minutes, miles));
        return null;
    }

    private Problem problem(int line, int column, List<String> row, String expected) {
        return new Problem(name, line, column + 1, header.get(column), row.get(column), expected);
    }

    private static @Nullable Integer integer(String text, int least) {
        try {
            int value = Integer.parseInt(text);
            return value < least ? null : Integer.valueOf(value);
        } catch (NumberFormatException notAnInteger) {
            return null;
        }
    }

    private static boolean isCode(String text) {
        return (text.length() == 3 || text.length() == 4)
                && text.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    }
}
