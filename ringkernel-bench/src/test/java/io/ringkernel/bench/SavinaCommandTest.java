package io.ringkernel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.cli.ExitCode;
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

/** Every scenario gives its checksum on both libraries; how fast is no matter here. */
final class SavinaCommandTest {

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldRunEveryScenarioOnBothLibraries() throws IOException {
        int code = run("savina", "--smoke", "--json-dir=" + folder);

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        JsonNode document = Json.parse(Files.readString(folder.resolve("savina.json")));
        assertThat(document.path("results").isEmpty()).isFalse();
        for (JsonNode result : document.path("results")) {
            String name = result.path("name").stringValue();
            if (name.equals("idle-actors")) {
                assertThat(result.path("named").path("ours").isNumber()).as("bytes").isTrue();
                assertThat(result.path("nameless").path("pekko").isNumber()).as("bytes").isTrue();
                continue;
            }
            assertThat(result.path("ours").path("repetitions")).as(name).hasSize(1);
            assertThat(result.path("pekko").path("repetitions")).as(name).hasSize(1);
            assertThat(document.path("ratios").path(name).doubleValue()).as(name).isPositive();
            assertThat(out.toString()).contains(name + " ");
        }
        assertThat(document.path("ratios").path("geometric mean").doubleValue()).isPositive();
    }

    @Test
    void shouldSayWhichScenariosThereAre() {
        int code = run("savina", "--smoke", "--only=pingpong");

        assertThat(code).isNotEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("no such benchmark: pingpong; there are ping-pong");
    }

    private int run(String... arguments) {
        return Shell.run(new Main(), new PrintWriter(out), new PrintWriter(err), arguments);
    }
}
