package io.ringkernel.cli;

import io.ringkernel.RingKernelException;
import io.ringkernel.cli.logging.QuietLogging;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a picocli command with what all commands share: one-line errors, exit codes and {@code
 * --verbose}.
 */
public final class Shell {

    private static final String VERBOSE = "--verbose";

    private final CommandLine command;

    private Shell(Object root, PrintWriter out, PrintWriter err) {
        command = new CommandLine(root);
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder(VERBOSE)
                                .type(boolean.class)
                                .arity("0")
                                .scopeType(ScopeType.INHERIT)
                                .description(
                                        "Log what happens, and print the stack trace of an error.")
                                .build());
        command.setOut(out);
        command.setErr(err);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionStrategy(Shell::execute);
        command.setParameterExceptionHandler(this::usageError);
        command.setExecutionExceptionHandler(this::failure);
    }

    /** Runs the command on the process's own streams and ends the process with its exit code. */
    public static void runAndExit(Object root, String... args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(root, out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs the command and returns its exit code. */
    public static int run(Object root, PrintWriter out, PrintWriter err, String... args) {
        return new Shell(root, out, err).command.execute(args);
    }

    private static int execute(ParseResult parsed) {
        if (isVerbose(parsed)) {
            System.setProperty(QuietLogging.LEVEL, "debug");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static boolean isVerbose(ParseResult parsed) {
        boolean here = parsed.matchedOptionValue(VERBOSE, false);
        return here || (parsed.hasSubcommand() && isVerbose(parsed.subcommand()));
    }

    private int usageError(ParameterException wrong, String[] args) {
        CommandLine told = wrong.getCommandLine();
        PrintWriter err = told.getErr();
        err.println(name() + ": " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + told.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    private int failure(Exception thrown, CommandLine told, ParseResult parsed) {
        boolean wrapper =
                thrown instanceof CompletionException || thrown instanceof ExecutionException;
        Throwable cause = wrapper && thrown.getCause() != null ? thrown.getCause() : thrown;
        told.getOut().flush();
        told.getErr().println(name() + ": " + describe(cause));
        if (parsed.matchedOptionValue(VERBOSE, false)) {
            cause.printStackTrace(told.getErr());
        }
        told.getErr().flush();
        return cause instanceof IOException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }

    private String name() {
        return command.getCommandName();
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return switch (cause) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case AccessDeniedException denied -> denied.getFile() + ": access denied";
            case FileNotFoundException missing when message != null -> message;
            case IOException failed when message != null -> message;
            case CommandException failed when message != null -> message;
            case RingKernelException failed when message != null -> message;
            case IllegalArgumentException wrong when message != null -> message;
            default -> "unexpected " + cause + " (" + VERBOSE + " shows where)";
        };
    }
}
