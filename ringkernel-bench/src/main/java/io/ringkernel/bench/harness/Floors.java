package io.ringkernel.bench.harness;

import io.ringkernel.cli.Child;
import io.ringkernel.cli.CommandException;
import io.ringkernel.cli.Json;
import io.ringkernel.cuda.MachineReport.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The floors: CUDA C++ programs that do the least that the measured thing must do. Built when a
 * bundle was made, or compiled here by the nvcc that is found.
 */
public final class Floors {

    private static final List<String> SOURCES = List.of("floor.cuh", "echo64.cu", "stream64.cu");
    private static final List<String> NVCC =
            List.of("-O3", "-std=c++17", "-arch=sm_90", "-cudart", "static");
    private static final Duration COMPILE_LIMIT = Duration.ofMinutes(2);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(1);

    private final Path folder;

    private Floors(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the floors, or empty where neither built ones nor nvcc are found.
     *
     * @param home the folder of the bundle, which may hold built floors
     */
    public static Optional<Floors> find(Path home, Tool nvcc) throws IOException {
        Path built = home.resolve("floors");
        if (SOURCES.stream()
                .filter(Floors::isProgram)
                .allMatch(source -> Files.isExecutable(built.resolve(program(source))))) {
            return Optional.of(new Floors(built));
        }
        if (nvcc.location().isEmpty()) {
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory("ringkernel-floors");
        writeSources(folder);
        compile(Path.of(nvcc.location().get()), folder);
        return Optional.of(new Floors(folder));
    }

    /** Writes the sources into a folder. */
    public static void writeSources(Path folder) throws IOException {
        for (String source : SOURCES) {
            try (InputStream in =
                    Floors.class.getResourceAsStream("/io/ringkernel/bench/cuda/" + source)) {
                if (in == null) {
                    throw new IOException("missing on the class path: " + source);
                }
                Files.write(folder.resolve(source), in.readAllBytes());
            }
        }
    }

    /** Compiles the sources that a folder holds. */
    public static void compile(Path nvcc, Path folder) throws IOException {
        for (String source : SOURCES.stream().filter(Floors::isProgram).toList()) {
            List<String> command = new ArrayList<>(List.of(nvcc.toString()));
            command.addAll(NVCC);
            command.addAll(
                    List.of(
                            folder.resolve(source).toString(),
                            "-o",
                            folder.resolve(program(source)).toString()));
            Child.of(command, COMPILE_LIMIT).run();
        }
    }

    private static boolean isProgram(String source) {
        return source.endsWith(".cu");
    }

    private static String program(String source) {
        return source.substring(0, source.lastIndexOf('.'));
    }

    /** Runs the round trip of a 64-byte message; the result's times are nanoseconds. */
    public JsonNode echo(long warmUp, long count) throws IOException {
        return run("echo64", "--warmup", Long.toString(warmUp), "--count", Long.toString(count));
    }

    /** Streams 64-byte messages with each method and returns the faster one's result. */
    public JsonNode stream(long count, int rings, int producers, int capacity) throws IOException {
        JsonNode loads = stream("loads", count, rings, producers, capacity);
        JsonNode bulk = stream("bulk", count, rings, producers, capacity);
        return rate(loads) > rate(bulk) ? loads : bulk;
    }

    /** Returns the rate of a stream's result. */
    public static double rate(JsonNode stream) {
        return stream.path("messagesPerSecond").doubleValue();
    }

    private JsonNode stream(String method, long count, int rings, int producers, int capacity)
            throws IOException {
        return run(
                "stream64",
                "--method",
                method,
                "--count",
                Long.toString(count / rings),
                "--rings",
                Integer.toString(rings),
                "--producers",
                Integer.toString(producers),
                "--capacity",
                Integer.toString(capacity));
    }

    private JsonNode run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString()));
        command.addAll(Arrays.asList(arguments));
        String line = Child.of(command, RUN_LIMIT).run().strip();
        if (!line.startsWith("{")) {
            throw new CommandException(program + " printed no result: " + line);
        }
        return Json.parse(line);
    }
}
