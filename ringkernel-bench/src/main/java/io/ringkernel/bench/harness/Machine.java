package io.ringkernel.bench.harness;

import io.ringkernel.cuda.MachineReport;
import io.ringkernel.cuda.MachineReport.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine that was measured, as reports name it.
 *
 * @param cpu the processor's model
 * @param cores processors that this process may use
 * @param os operating system
 * @param gpu the GPUs
 * @param driver the NVIDIA driver
 * @param cuda the newest CUDA version that it supports
 * @param nvcc the compiler of the floors
 */
public record Machine(
        String cpu,
        int cores,
        String os,
        List<String> gpu,
        String driver,
        String cuda,
        String nvcc) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String NONE = "none";

    /** Looks at this machine. */
    public static Machine of(MachineReport report) throws IOException {
        return new Machine(
                cpuModel(),
                report.system().processors(),
                report.system().name()
                        + " "
                        + report.system().version()
                        + " "
                        + report.system().architecture(),
                report.gpus().stream().map(Machine::describe).toList(),
                report.driver().kernelModule().orElse(NONE),
                report.driver().cudaVersion().orElse(NONE),
                report.nvcc().identity().orElse(NONE));
    }

    private static String describe(Gpu gpu) {
        return gpu.name() + ", " + gpu.architecture() + ", " + gpu.multiprocessors() + " SMs";
    }

    private static String cpuModel() throws IOException {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch", NONE);
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .distinct()
                    .collect(Collectors.joining(" / "));
        }
    }
}
