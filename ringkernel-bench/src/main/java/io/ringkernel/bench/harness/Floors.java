package io.ringkernel.bench.harness;

import io.ringkernel.cli.Child;
import io.ringkernel.cli.CommandException;
import io.ringkernel.cli.Json;
import io.ringkernel.cuda.MachineReport.Tool;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The floors: programs in CUDA C++, and a library in C++, that do the least that the measured thing
 * must do. Built when a bundle was made, or compiled here by the compiler that is found.
 */
public final class Floors {

    /**
     * A language.
     *
     * @param folder where its sources are, on the class path
     * @param options of its compiler
     */
    private record Language(String folder, List<String> sources, List<String> options) {

        /** Returns the sources that something is made of. */
        private List<String> units() {
            return sources.stream()
                    .filter(source -> source.endsWith(".cu") || source.endsWith(".cpp"))
                    .toList();
        }

        /** Returns the name of what is made of a source. */
        private String target(String source) {
            String name = source.substring(0, source.lastIndexOf('.'));
            return options.contains("-shared") ? System.mapLibraryName(name) : name;
        }

        private boolean isBuilt(Path folder) {
            return units().stream()
                    .allMatch(source -> Files.isExecutable(folder.resolve(target(source))));
        }

        private void compile(Path compiler, Path folder) throws IOException {
            for (String source : units()) {
                List<String> command = new ArrayList<>(List.of(compiler.toString()));
                command.addAll(options);
                command.addAll(
                        List.of(
                                folder.resolve(source).toString(),
                                "-o",
                                folder.resolve(target(source)).toString()));
                Child.of(command, COMPILE_LIMIT).run();
            }
        }

        private void writeSources(Path target) throws IOException {
            for (String source : sources) {
                String resource = "/io/ringkernel/bench/" + folder + "/" + source;
                try (InputStream in = Floors.class.getResourceAsStream(resource)) {
                    if (in == null) {
                        throw new IOException("missing on the class path: " + resource);
                    }
                    Files.write(target.resolve(source), in.readAllBytes());
                }
            }
        }
    }

    private static final Language CUDA =
            new Language(
                    "cuda",
                    List.of("floor.cuh", "echo64.cu", "stream64.cu"),
                    List.of("-O3", "-std=c++17", "-arch=sm_90", "-cudart", "static"));
    private static final Language CPP =
            new Language(
                    "cpp", List.of("ring64.cpp"), List.of("-O3", "-std=c++17", "-shared", "-fPIC"));
    private static final List<String> CPP_COMPILERS = List.of("g++", "c++", "clang++");
    private static final Duration COMPILE_LIMIT = Duration.ofMinutes(2);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(1);

    private final Path folder;

    private Floors(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the floors of the device, or empty where neither built ones nor nvcc are found.
     *
     * @param home the folder of the bundle, which may hold built floors
     */
    public static Optional<Floors> find(Path home, Tool nvcc) throws IOException {
        return built(home, CUDA, nvcc.location().map(Path::of)).map(Floors::new);
    }

    /**
     * Returns the library with the floors of the rings, or empty where neither a built one nor a
     * C++ compiler is found.
     *
     * @param home the folder of the bundle, which may hold built floors
     */
    public static Optional<Path> rings(Path home) throws IOException {
        return built(home, CPP, cppCompiler())
                .map(folder -> folder.resolve(System.mapLibraryName("ring64")));
    }

    /** Returns the C++ compiler: the first of g++, c++, clang++ on the PATH. */
    public static Optional<Path> cppCompiler() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return CPP_COMPILERS.stream()
                .flatMap(name ->
                        Arrays.stream(path.split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> built(Path home, Language language, Optional<Path> compiler)
            throws IOException {
        Path built = home.resolve("floors");
        if (language.isBuilt(built)) {
            return Optional.of(built);
        }
        if (compiler.isEmpty()) {
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory("ringkernel-floors");
        language.writeSources(folder);
        language.compile(compiler.get(), folder);
        return Optional.of(folder);
    }

    /** Writes the sources into a folder. */
    public static void writeSources(Path folder) throws IOException {
        for (Language language : List.of(CUDA, CPP)) {
            language.writeSources(folder);
        }
    }

    /** Compiles the CUDA C++ sources that a folder holds. */
    public static void compile(Path nvcc, Path folder) throws IOException {
        CUDA.compile(nvcc, folder);
    }

    /** Compiles the C++ sources that a folder holds. */
    public static void compileCpp(Path compiler, Path folder) throws IOException {
        CPP.compile(compiler, folder);
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
