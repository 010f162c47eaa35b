package io.ringkernel.cli.flights;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.cli.examples.Airport;
import io.ringkernel.cli.examples.Command.Flight;
import io.ringkernel.cli.examples.Delays;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FlightFileTest {

    private static final String HEADER = "date,delay,distance,origin,destination\n";

    @Test
    void shouldHoldTheFlightsOfTheSourceUnchanged() throws IOException, NoSuchAlgorithmException {
        try (InputStream in =
                Objects.requireNonNull(Airport.class.getResourceAsStream("flights-20k.csv"))) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            assertThat(HexFormat.of().formatHex(digest))
                    .isEqualTo("daaa87b2dcdf6b1dc1acfa6fc94e4cd56c3ca15535e17f3cdfd7edc68308f174");
        }
        FlightFile sample = FlightFile.sample();
        assertThat(sample.rows()).isEqualTo(20_000);
        assertThat(sample.airports()).hasSize(220).startsWith("DTW", "HNL", "LAS");
        assertThat(sample.problem()).isNull();
        assertThat(sample.flight(0)).isEqualTo(new Flight(66, 1750));
    }

    @Test
    void shouldFindItsColumnsByName() throws IOException {
        FlightFile file =
                read(
                        "\uFEFForigin, distance ,x,delay\r\n"
                                + "\"ATL\",300,\"a,\"\"b\"\"\",-5\r\n\r\n"
                                + "BOS,7,,60\r\n");

        assertThat(file.problem()).isNull();
        assertThat(file.airports()).containsExactly("ATL", "BOS");
        assertThat(file.flight(0)).isEqualTo(new Flight(-5, 300));
        assertThat(file.flight(1)).isEqualTo(new Flight(60, 7));
        assertThat(Fold.over(file, 10))
                .containsExactly(new Delays(10, 0, -5), new Delays(10, 10, 60));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x,late,10,ATL,BOS       | 2 | delay       | late        | a whole number of minutes
                    x,1.5,10,ATL,BOS        | 2 | delay       | 1.5         | a whole number of minutes
                    x,99999999999,1,ATL,BOS | 2 | delay       | 99999999999 | a whole number of minutes
                    x,5,-1,ATL,BOS          | 3 | distance    | -1          | a whole number of miles
                    x,5,10,Atlanta,BOS      | 4 | origin      | Atlanta     | an airport's code
                    x,5,10,A/L,BOS          | 4 | origin      | A/L         | an airport's code
                    x,5,10,ATL              | 5 | destination | ''          | a value: line 1 names 5 columns
                    x,5,10,ATL,BOS,more     | 6 | unnamed     | more        | the end of the line
                    """)
    void shouldNameTheMalformedField(
            String row, int column, String field, String value, String expected)
            throws IOException {
        FlightFile file = read(HEADER + "x,5,10,ATL,BOS\n" + row + "\nx,6,10,ATL,BOS\n");

        assertThat(file.rows()).isEqualTo(1);
        assertThat(String.valueOf(file.problem()))
                .startsWith(
                        "test.csv: line 3, column "
                                + column
                                + " ("
                                + field
                                + "): found \""
                                + value
                                + "\", expected "
                                + expected);
    }

    @Test
    void shouldNameTheColumnThatTheHeaderLacks() throws IOException {
        assertThat(String.valueOf(read("date,delay,origin\nx,1,ATL\n").problem()))
                .isEqualTo(
                        "test.csv: line 1, column 1 (header): found \"date,delay,origin\", expected"
                                + " a column named distance, as in"
                                + " date,delay,distance,origin,destination");
        assertThat(String.valueOf(read("").problem()))
                .contains("line 1")
                .contains("a column named delay");
    }

    @Test
    void shouldTellAnAnswerThatDiffersInItsLastBit() {
        Delays expected = new Delays(3, 1, 17.0);
        List<FlightsResult.Airport> airports =
                FlightsResult.Airport.compare(
                        List.of("ATL", "BOS"),
                        List.of(expected, new Delays(3, 1, Math.nextUp(17.0))),
                        List.of(expected, expected));

        assertThat(airports.get(0).isEqual()).isTrue();
        assertThat(airports.get(1).isEqual()).isFalse();
    }

    private static FlightFile read(String text) throws IOException {
        return FlightFile.read("test.csv", new StringReader(text));
    }
}
