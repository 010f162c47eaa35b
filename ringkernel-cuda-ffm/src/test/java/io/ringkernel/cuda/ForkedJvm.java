package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a test's main class in a JVM of its own: the driver is per process, and some errors end it.
 * The class prints facts as {@code name: value} lines.
 */
public final class ForkedJvm {
    private static final long LIMIT_SECONDS = 120;

    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** How the process ended: its exit code, its facts and everything it printed. */
    public record Result(int exitCode, Map<String, String> facts, String output) {
        /** Returns a fact that must be there. */
        public String fact(String name) {
            assertThat(facts).as(output).containsKey(name);
            return facts.get(name);
        }
    }

    /** Prints a fact. */
    public static void fact(String name, Object value) {
        System.out.println("fact " + name + ": " + value);
    }

    /** Adds options of the JVM. */
    public ForkedJvm with(String... more) {
        options.addAll(Arrays.asList(more));
        return this;
    }

    /** Sets an environment variable. */
    public ForkedJvm withEnvironment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs the class to its end. */
    public Result run(Class<?> main, String... arguments) {
        return await(start(main, arguments));
    }

    /** A started process and the file of its output. */
    public record Running(Process process, Path output) {}

    /** Starts the class. */
    public Running start(Class<?> main, String... arguments) {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(Arrays.asList(arguments));
        try {
            Path output = Files.createTempFile("ringkernel-fork", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new Running(builder.start(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for the end. */
    public static Result await(Running running) {
        try {
            boolean ended = running.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            running.process().destroyForcibly();
            String output = Files.readString(running.output());
            Files.deleteIfExists(running.output());
            assertThat(ended).as("ended within %s s: %s", LIMIT_SECONDS, output).isTrue();
            Map<String, String> facts = new LinkedHashMap<>();
            output.lines()
                    .filter(line -> line.startsWith("fact "))
                    .forEach(line -> {
                        int colon = line.indexOf(": ");
                        facts.put(
                                line.substring("fact ".length(), colon), line.substring(colon + 2));
                    });
            return new Result(running.process().exitValue(), facts, output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupt);
        }
    }
}
