package io.ringkernel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.bench.harness.Floors;
import io.ringkernel.cli.Json;
import io.ringkernel.cli.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The suites run and are reported; how fast is no matter here. */
final class CoreCommandTest {

    @TempDir private Path folder;

    @Test
    void shouldReportTheRingsBesideOthersAndTheirFloors() throws IOException {
        StringWriter out = new StringWriter();
        System.setProperty("jmh.ignoreLock", "true");
        int code =
                Shell.run(
                        new Main(),
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        "core",
                        "--smoke",
                        "--only=ring",
                        "--json-dir=" + folder);

        assertThat(code).isZero();
        JsonNode document = Json.parse(Files.readString(folder.resolve("core-ring.json")));
        List<String> measured = new ArrayList<>();
        for (JsonNode result : document.path("results")) {
            measured.add(result.path("name").stringValue());
        }
        assertThat(measured)
                .contains("spsc(SPSC)", "spsc(SPSC_BATCH)", "spsc(AGRONA_ONE)", "turn(MPSC)");
        assertThat(document.path("ratios").has("mpsc2(MPSC)/mpsc2(AGRONA_MANY)")).isTrue();
        if (Floors.cppCompiler().isPresent()) {
            assertThat(document.path("floors")).hasSize(7);
            assertThat(document.path("ratios").has("spsc(SPSC_BATCH)/floorSpsc(64)")).isTrue();
        } else {
            assertThat(document.path("floors")).hasSize(1);
            assertThat(out.toString()).contains("no floors in C++");
        }
    }

    @Test
    void shouldReportASuiteWithItsFloorsAndRatios() throws IOException {
        StringWriter out = new StringWriter();
        System.setProperty("jmh.ignoreLock", "true"); // measures nothing, so may run beside others
        int code =
                Shell.run(
                        new Main(),
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        "core",
                        "--smoke",
                        "--only=codec",
                        "--json-dir=" + folder);

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("sixFields/byHand")
                .contains("B/op")
                .doesNotContain("ring ");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("core-codec.json", "core-codec.svg");
        }
        JsonNode document = Json.parse(Files.readString(folder.resolve("core-codec.json")));
        assertThat(document.path("floors")).hasSize(1);
        assertThat(document.path("results")).hasSize(5);
        for (JsonNode result : document.path("results")) {
            assertThat(result.path("median").doubleValue()).isPositive();
            assertThat(result.path("repetitions")).hasSize(1);
            assertThat(result.has("bytesPerOperation")).isTrue();
        }
        assertThat(document.path("ratios").path("sixFields/byHand").doubleValue()).isPositive();
        assertThat(document.path("parameters").path("forks").intValue()).isZero();
    }
}
