package io.ringkernel.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code ringkernel} command. */
@Command(
        name = "ringkernel",
        description =
                "Actors in Java that run on the CPU and, unchanged, inside persistent kernels on an"
                        + " NVIDIA GPU.",
        subcommands = {
            DemoCommand.class,
            DoctorCommand.class,
            FuzzCommand.class,
            BundleCommand.class,
            TestCommand.class,
            TranspileCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "`ringkernel bench` runs the benchmarks, `ringkernel soak` audits under load, `ringkernel verify`",
            "checks the specifications in a checkout; in a bundle, `ringkernel test` runs the GPU tests.",
            "Exit codes: 0 done, 1 failed, 2 wrong options, 3 missing or malformed input."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    /** Made once for each command line. */
    Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        Shell.runAndExit(new Main(), args);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
