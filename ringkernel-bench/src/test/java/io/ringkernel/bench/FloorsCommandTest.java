package io.ringkernel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.bench.harness.Floors;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cli.Shell;
import io.ringkernel.cuda.MachineReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloorsCommandTest {

    @TempDir private Path folder;

    @Test
    void shouldCompileTheFloors() throws IOException {
        MachineReport machine = MachineReport.gather();
        assumeTrue(machine.nvcc().found(), "needs nvcc: " + machine.nvcc().problem().orElse(""));
        StringWriter err = new StringWriter();

        int code =
                Shell.run(
                        new Main(),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        "floors",
                        "--output",
                        folder.resolve("floors").toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("floors/echo64")).isExecutable();
        assertThat(folder.resolve("floors/stream64")).isExecutable();
        assertThat(folder.resolve("floors/stream64.cu")).exists();
        assertThat(Floors.find(folder, machine.nvcc())).isPresent();
    }
}
