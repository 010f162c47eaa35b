package io.ringkernel.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs another process to its end, within a time limit. */
public final class Child {

    private static final int ERROR_LINES = 12;

    private final List<String> command;
    private final Duration limit;

    private Child(List<String> command, Duration limit) {
        this.command = List.copyOf(command);
        this.limit = limit;
    }

    /** Prepares a program. */
    public static Child of(List<String> command, Duration limit) {
        return new Child(command, limit);
    }

    /**
     * Prepares a fresh JVM that runs a main class of this JVM's own class path with its options.
     */
    public static Child java(
            Class<?> main, List<String> options, List<String> arguments, Duration limit) {
        return java(
                System.getProperty("java.class.path"), main.getName(), options, arguments, limit);
    }

    /** Prepares a fresh JVM with this one's options, and more. */
    public static Child java(
            String classPath,
            String main,
            List<String> options,
            List<String> arguments,
            Duration limit) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option ->
                        !option.startsWith("-javaagent") && !option.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return new Child(command, limit);
    }

    /** Runs it on this process's own streams and returns its exit code. */
    public int runAttached() throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        await(process);
        return process.exitValue();
    }

    /**
     * Runs it and returns what it printed to standard output.
     *
     * @throws CommandException if it does not end in time, or ends with an error
     */
    public String run() throws IOException {
        File output = Files.createTempFile("ringkernel-child", ".out").toFile();
        File errors = Files.createTempFile("ringkernel-child", ".err").toFile();
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(output)
                            .redirectError(errors)
                            .start();
            process.getOutputStream().close();
            await(process);
            if (process.exitValue() != 0) {
                List<String> said = Files.readAllLines(errors.toPath());
                throw new CommandException(
                        name()
                                + " ended with exit code "
                                + process.exitValue()
                                + ": "
                                + String.join(
                                        " | ",
                                        said.subList(0, Math.min(ERROR_LINES, said.size()))));
            }
            return Files.readString(output.toPath());
        } finally {
            Files.delete(output.toPath());
            Files.delete(errors.toPath());
        }
    }

    private void await(Process process) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandException(
                        name() + " did not end within " + limit.toSeconds() + " s and was killed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while " + name() + " ran", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The program and, of a JVM, its main class. */
    private String name() {
        String program = String.valueOf(Path.of(command.getFirst()).getFileName());
        int classPath = command.indexOf("-cp");
        return classPath < 0 ? program : program + " " + command.get(classPath + 2);
    }
}
