package io.ringkernel.cli;

import io.ringkernel.cuda.MachineReport;
import io.ringkernel.cuda.MachineReport.Advice;
import io.ringkernel.cuda.MachineReport.Gpu;
import io.ringkernel.cuda.MachineReport.Link;
import io.ringkernel.cuda.MachineReport.OperatingSystem;
import io.ringkernel.cuda.MachineReport.Tool;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/** Prints a {@link MachineReport} for people. */
final class MachineText {

    private final PrintWriter out;

    MachineText(PrintWriter out) {
        this.out = out;
    }

    void print(MachineReport machine, String actorsRunOn) {
        MachineReport.Java java = machine.java();
        line(
                "Java",
                java.version()
                        + ", "
                        + java.vendor()
                        + (java.nativeAccess() ? "" : ", native access not enabled"));
        line("", java.home());
        system(machine.system());
        MachineReport.Driver driver = machine.driver();
        if (driver.usable()) {
            line(
                    "driver",
                    driver.kernelModule().orElse("(version unknown)")
                            + ", CUDA up to "
                            + driver.cudaVersion().orElse("(unknown)"));
        } else {
            line("driver", driver.problem().orElse("not usable"));
        }
        machine.gpus().forEach(this::gpu);
        links(machine);
        tool("NVRTC", machine.nvrtc());
        tool("nvcc", machine.nvcc());
        line("kernel cache", machine.imageCache().orElse("switched off"));
        advice(machine);
        out.println();
        out.println("actors will run on: " + actorsRunOn);
    }

    private void system(OperatingSystem system) {
        line(
                "system",
                system.name()
                        + " "
                        + system.version()
                        + ", "
                        + system.architecture()
                        + ", "
                        + system.processors()
                        + " processors");
        line("memory", size(system.memoryAvailable()) + " free of " + size(system.memoryTotal()));
        OptionalLong limit = system.lockedMemoryLimit();
        line(
                "pinned memory",
                "up to "
                        + size(system.memoryAvailable())
                        + " can be pinned for mailboxes"
                        + (limit.isPresent()
                                ? "; the limit of locked memory is " + size(limit)
                                : ""));
    }

    private void gpu(Gpu gpu) {
        line(
                "GPU " + gpu.ordinal(),
                gpu.name()
                        + ", "
                        + gpu.architecture()
                        + ", "
                        + gpu.multiprocessors()
                        + " SMs at "
                        + gpu.clockKiloHertz() / 1000
                        + " MHz, "
                        + size(gpu.memoryFree())
                        + " free of "
                        + size(OptionalLong.of(gpu.memoryTotal())));
        line(
                "",
                "L2 "
                        + size(OptionalLong.of(gpu.l2Cache()))
                        + ", shared memory "
                        + size(OptionalLong.of(gpu.sharedMemoryPerBlock()))
                        + " a block, clusters "
                        + yes(gpu.clusters())
                        + ", cooperative launch "
                        + yes(gpu.cooperativeLaunch())
                        + ", mapped host memory "
                        + yes(gpu.mapsHostMemory()));
        line("", gpu.uuid() + ", " + gpu.pciBusId());
    }

    private void links(MachineReport machine) {
        if (machine.gpus().size() == 1) {
            line("peers", "none: one GPU");
        }
        for (Link link : machine.links()) {
            String kind = link.nvlink() ? "NVLink" : link.access() ? "PCIe" : "no direct access";
            line(
                    "peer " + link.from() + "->" + link.to(),
                    kind + ", rank " + link.performanceRank());
        }
    }

    private void tool(String name, Tool tool) {
        if (tool.found()) {
            line(name, tool.identity().orElse("") + ", " + tool.location().orElse(""));
        } else {
            line(name, "not found" + tool.problem().map(where -> ": " + where).orElse(""));
        }
    }

    private void advice(MachineReport machine) {
        if (machine.advice().isEmpty()) {
            return;
        }
        out.println();
        out.println("To put right, most important first:");
        for (Advice advice : machine.advice()) {
            out.println("- " + advice.missing() + " " + advice.consequence());
            out.println("  " + advice.remedy());
        }
    }

    private void line(String what, String text) {
        out.printf(Locale.ROOT, "%-14s %s%n", what, text);
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static String size(OptionalLong bytes) {
        if (bytes.isEmpty()) {
            return "(unknown)";
        }
        double value = bytes.getAsLong();
        int unit = 0;
        while (value >= 1024 && unit < 3) {
            value /= 1024;
            unit++;
        }
        return String.format(
                Locale.ROOT,
                value < 10 ? "%.1f %s" : "%.0f %s",
                value,
                "B KiB MiB GiB".split(" ", -1)[unit]);
    }
}
