package io.ringkernel.bench.soak;

import io.ringkernel.cli.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code ringkernel soak} command. */
@Command(
        name = "ringkernel soak",
        description = "Load RingKernel for a long time and audit what comes of it.",
        subcommands = {SoakCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Main implements Runnable {

    /** Names the property with the level of the log. */
    private static final String LOG = "ringkernel.log";

    @Spec private CommandSpec spec;

    /** Made once for each command line. */
    Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        if (System.getProperty(LOG) == null) {
            System.setProperty(LOG, "OFF"); // thousands of actors fail, as they are told to
        }
        Shell.runAndExit(new Main(), args);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
