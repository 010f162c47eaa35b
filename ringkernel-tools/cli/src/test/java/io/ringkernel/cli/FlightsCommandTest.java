package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class FlightsCommandTest {

    private static final String HEADER = "date,delay,distance,origin,destination\n";

    @TempDir private Path folder;

    @Test
    void shouldAnswerLikeTheFoldForAllFlights() throws IOException {
        Path json = folder.resolve("flights.json");

        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "flights",
                        "--backend",
                        "cpu",
                        "--rounds",
                        "3",
                        "--json",
                        json.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("20,000 flights (flights-20k.csv) x 3 to 220 airports")
                .containsPattern("DFW +3,309 +807 \\(24\\.4%\\) +9\\.49 +31,386")
                .contains("all 220 equal a plain Java fold over the file")
                .contains("CPU");
        JsonNode figures = Json.parse(Files.readString(json));
        assertThat(figures.path("messages").longValue()).isEqualTo(3 * 20_000 + 220);
        assertThat(figures.path("differences").intValue()).isZero();
        assertThat(figures.path("backend").stringValue()).isEqualTo("CPU");
        assertThat(figures.path("messagesPerSecond").doubleValue()).isPositive();
        assertThat(figures.path("firstAnswerMillis").longValue()).isPositive();
    }

    @Test
    void shouldRunTheFlightsWhenNoDemoIsNamed() {
        CommandLineRun run = CommandLineRun.of("demo");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("x 1 to 220 airports").contains("all 220 equal");
    }

    @Test
    void shouldSayWhyTheGpuIsNotUsedInOneLine() {
        CommandLineRun run = CommandLineRun.of("demo", "flights");

        assertThat(run.out().lines().filter(line -> line.startsWith("why not CUDA")).count())
                .isEqualTo(run.out().contains("\nbackend       CPU") ? 1 : 0);
    }

    @Test
    void shouldCountTheRowsBeforeAMalformedOneAndNameIt() throws IOException {
        Path file =
                file(
                        HEADER
                                + "x,5,100,ATL,BOS\n"
                                + "x,20,100,ATL,BOS\n"
                                + "x,late,100,ATL,BOS\n"
                                + "x,7,100,BOS,ATL\n");

        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "flights",
                        "--backend=cpu",
                        "--rounds=2",
                        "--file",
                        file.toString());

        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out())
                .contains("2 flights")
                .containsPattern("ATL +4 +2 \\(50\\.0%\\) +12\\.50 +50")
                .contains("all 1 equal a plain Java fold over the file");
        assertThat(run.err())
                .contains(
                        file
                                + ": line 4, column 2 (delay): found \"late\", expected a whole"
                                + " number of minutes")
                .contains("the 2 rows before it");
    }

    @Test
    void shouldReportAMissingFile() {
        CommandLineRun run =
                CommandLineRun.of(
                        "demo", "flights", "--file", folder.resolve("none.csv").toString());

        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err().strip())
                .isEqualTo("ringkernel: " + folder.resolve("none.csv") + ": no such file");
    }

    @Test
    void shouldReportAFileWithoutFlights() throws IOException {
        Path file = file(HEADER);

        CommandLineRun run = CommandLineRun.of("demo", "flights", "--file", file.toString());

        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(file + ": no flights after the header line");
    }

    @Test
    void shouldReportWrongOptions() {
        assertThat(CommandLineRun.of("demo", "flights", "--rounds", "0"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.USAGE))
                .satisfies(run -> assertThat(run.err()).contains("--rounds must be at least 1: 0"));
        assertThat(CommandLineRun.of("demo", "flights", "--rounds", "many").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("demo", "flights", "--backend", "tpu"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.USAGE))
                .satisfies(run -> assertThat(run.err()).contains("'tpu'").contains("--help"));
        assertThat(CommandLineRun.of("demo", "trains").code()).isEqualTo(ExitCode.USAGE);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("flights.csv"), text);
    }
}
