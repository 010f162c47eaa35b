package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.cuda.CudaAvailability.Cause;
import io.ringkernel.cuda.CudaAvailability.Unavailable;
import io.ringkernel.cuda.compile.ToolPaths;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MachineReportTest {
    private static final Unavailable NO_DRIVER =
            new Unavailable(Cause.NO_DRIVER, "No NVIDIA driver is installed.", "Install it.");

    @Test
    void shouldDescribeAMachineWithoutADriver() {
        MachineReport report = new MachineProbe(NO_DRIVER, ToolPaths.ofProcess()).report();

        assertThat(report.java().version()).isEqualTo(Runtime.version().toString());
        assertThat(report.java().vendor()).isNotBlank();
        assertThat(report.system().processors()).isPositive();
        assertThat(report.driver().usable()).isFalse();
        assertThat(report.driver().problem()).contains("No NVIDIA driver is installed.");
        assertThat(report.gpus()).isEmpty();
        assertThat(report.links()).isEmpty();
        assertThat(report.advice())
                .first()
                .isEqualTo(
                        new MachineReport.Advice(
                                "No NVIDIA driver is installed.",
                                "Actors run on the CPU backend.",
                                "Install it."));
    }

    @Test
    void shouldSayEitherWhereACompilerIsOrWhereItWasSought() {
        MachineReport report = MachineReport.gather();

        for (MachineReport.Tool tool : List.of(report.nvrtc(), report.nvcc())) {
            assertThat(tool.found()).isNotEqualTo(tool.problem().isPresent());
            assertThat(tool.location().isPresent()).isEqualTo(tool.found());
        }
        assertThat(report.advice().stream().anyMatch(advice -> advice.missing().contains("NVRTC")))
                .isEqualTo(!report.nvrtc().found());
    }

    @Test
    void shouldReadNumbersFromProc() {
        assertThat(
                        ProcFiles.number(
                                List.of("MemTotal:       100 kB", "MemAvailable:   42 kB"),
                                Pattern.compile("^MemAvailable:\\s+(\\d+) kB"),
                                1024))
                .hasValue(43008);
        assertThat(
                        ProcFiles.number(
                                List.of(
                                        "Max locked memory         unlimited            unlimited            bytes"),
                                Pattern.compile("^Max locked memory\\s+(\\d+)"),
                                1))
                .isEmpty();
    }
}
