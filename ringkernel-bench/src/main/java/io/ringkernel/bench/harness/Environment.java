package io.ringkernel.bench.harness;

import io.ringkernel.cli.Home;
import io.ringkernel.cuda.MachineReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when experiments ran.
 *
 * @param time when they began
 * @param machine the machine
 * @param jvm version and options of the Java runtime
 * @param commit the revision of the code
 */
public record Environment(Instant time, Machine machine, Jvm jvm, String commit) {

    /** The Java runtime. */
    public record Jvm(String version, String vendor, List<String> options) {}

    /** Describes this process. */
    public static Environment of(MachineReport report) throws IOException {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Machine.of(report),
                new Jvm(
                        Runtime.version().toString(),
                        runtime.getVmVendor(),
                        runtime.getInputArguments()),
                Home.revision());
    }
}
