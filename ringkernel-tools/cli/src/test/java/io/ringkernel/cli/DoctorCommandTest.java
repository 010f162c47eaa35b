package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DoctorCommandTest {

    @Test
    void shouldEndWithWhereActorsWillRun() {
        CommandLineRun run = CommandLineRun.of("doctor");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Java  ")
                .contains("driver")
                .contains("NVRTC")
                .contains("nvcc")
                .contains("pinned memory");
        assertThat(run.out().strip().lines().toList().getLast())
                .startsWith("actors will run on: the ");
    }

    @Test
    void shouldSayTheSameAsJson() throws IOException {
        CommandLineRun run = CommandLineRun.of("doctor", "--json");

        assertThat(run.code()).isZero();
        JsonNode document = Json.parse(run.out());
        assertThat(document.path("machine").path("java").path("version").stringValue())
                .startsWith("25");
        assertThat(document.path("machine").path("system").path("processors").intValue())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(document.path("machine").path("gpus").isArray()).isTrue();
        assertThat(document.path("machine").path("driver").path("usable").isBoolean()).isTrue();
        assertThat(CommandLineRun.of("doctor").out())
                .contains("actors will run on: " + document.path("actorsRunOn").stringValue());
    }
}
