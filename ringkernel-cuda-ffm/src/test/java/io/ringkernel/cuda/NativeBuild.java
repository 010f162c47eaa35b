package io.ringkernel.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Builds small shared libraries with gcc; where there is none, the test is skipped with that
 * reason.
 */
public final class NativeBuild {
    private NativeBuild() {}

    /** What a program said and how it ended. */
    public record Outcome(int exitCode, String output) {}

    /** Builds {@code library} from C source. */
    public static Path sharedLibrary(String source, Path library, String... options) {
        assumeTrue(
                exists("gcc"),
                "skipped: gcc is not installed, so no stand-in library can be built");
        try {
            Path file = Files.createTempFile(library.toAbsolutePath().getParent(), "source", ".c");
            Files.writeString(file, source);
            List<String> command =
                    new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o", library.toString()));
            command.addAll(Arrays.asList(options));
            command.add(file.toString());
            command.add("-ldl");
            Outcome outcome = run(command);
            if (outcome.exitCode() != 0) {
                throw new AssertionError("gcc failed: " + outcome.output());
            }
            return library;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Builds the stand-in for the CUDA driver. */
    public static Path fakeDriver(Path library, String... options) {
        return sharedLibrary(resource("fake_cuda.c"), library, options);
    }

    /** Reads a resource beside this class. */
    public static String resource(String name) {
        try (InputStream in = NativeBuild.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no such resource: name=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether a program can be started. */
    public static boolean exists(String program) {
        try {
            return run(List.of(program, "--version")).exitCode() == 0;
        } catch (UncheckedIOException absent) {
            return false;
        }
    }

    /** Runs a program for at most two minutes. */
    public static Outcome run(List<String> command) {
        try {
            Path log = Files.createTempFile("ringkernel-test", ".log");
            try {
                Process process =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start();
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError("did not end: command=" + command);
                }
                return new Outcome(process.exitValue(), Files.readString(log));
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupt);
        }
    }
}
