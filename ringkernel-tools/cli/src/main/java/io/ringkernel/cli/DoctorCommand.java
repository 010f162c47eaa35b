package io.ringkernel.cli;

import io.ringkernel.cuda.MachineReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what this machine can do for RingKernel, and what to install for more. */
@Command(
        name = "doctor",
        description =
                "Say what this machine can do: JDK, driver, GPUs, compilers, memory, and what to"
                        + " install for more.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        MachineReport machine = MachineReport.gather();
        String verdict = Verdict.here();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("machine", machine);
            document.put("actorsRunOn", verdict);
            Json.print(out, document);
        } else {
            new MachineText(out).print(machine, verdict);
        }
        out.flush();
        return ExitCode.OK;
    }
}
