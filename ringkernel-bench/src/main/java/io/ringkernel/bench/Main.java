package io.ringkernel.bench;

import io.ringkernel.bench.core.CoreCommand;
import io.ringkernel.bench.device.DeviceCommand;
import io.ringkernel.bench.savina.SavinaCommand;
import io.ringkernel.cli.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code ringkernel bench} command. */
@Command(
        name = "ringkernel bench",
        description = "Measure RingKernel beside the floors of this machine.",
        subcommands = {
            DeviceCommand.class,
            CoreCommand.class,
            SavinaCommand.class,
            FloorsCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true)
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
