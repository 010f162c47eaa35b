package io.ringkernel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.cli.Json;
import io.ringkernel.cli.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every experiment runs to its end on the CPU backend and writes its report; how fast is no matter
 * here.
 */
final class SmokeTest {

    @TempDir private Path folder;

    @Test
    void shouldReportEveryExperiment() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int code =
                Shell.run(
                        new Main(),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "device",
                        "--smoke",
                        "--only=ask,stream_one,stream_many,pooled,lifecycle,start,flights",
                        "--json-dir=" + folder);

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        for (String experiment :
                new String[] {
                    "ask", "stream-one", "stream-many", "pooled", "lifecycle", "start", "flights"
                }) {
            JsonNode document = Json.parse(Files.readString(folder.resolve(experiment + ".json")));
            assertThat(document.path("experiment").stringValue()).isEqualTo(experiment);
            assertThat(document.propertyNames())
                    .containsExactly(
                            "experiment",
                            "time",
                            "machine",
                            "jvm",
                            "commit",
                            "parameters",
                            "results",
                            "floors",
                            "ratios");
            assertThat(document.path("results").isEmpty()).isFalse();
            assertThat(document.path("machine").path("cores").intValue()).isPositive();
        }
        JsonNode median =
                Json.parse(Files.readString(folder.resolve("ask.json"))).path("results").path(2);
        assertThat(median.path("name").stringValue()).isEqualTo("median");
        assertThat(median.path("samples").intValue()).isEqualTo(400);
        assertThat(median.path("p50").doubleValue()).isPositive();
    }
}
