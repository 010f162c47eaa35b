package io.ringkernel.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a demo; without a name, the main one with its defaults. */
@Command(
        name = "demo",
        description = "Run a demo; without a name, the flights with their defaults.",
        subcommands = {FlightsCommand.class, BankCommand.class},
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DemoCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        return Objects.requireNonNull(spec.subcommands().get("flights")).execute();
    }
}
