package io.ringkernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes one archive for machines that have neither JDK nor Maven. */
@Command(
        name = "bundle",
        description =
                "Write one archive with a trimmed Java runtime, the jars and the tests, for GPU"
                        + " machines that have neither JDK nor Maven. Unpacked anywhere: bin/ringkernel"
                        + " demo|doctor|test|bench|soak.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BundleCommand implements Callable<Integer> {

    private static final long MOST_BYTES = 60_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /**
     * What ours, JUnit and JMH need; java.naming and java.xml for Logback, jdk.jfr to look into a
     * run.
     */
    private static final String MODULES =
            "java.base,java.instrument,java.logging,java.management,java.naming,java.xml,jdk.compiler,jdk.jfr,jdk.management,jdk.unsupported";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "The archive, .tar.xz or .tar.gz. Default: ringkernel-bundle.tar.xz, or .tar.gz"
                            + " without xz.")
    private @Nullable Path output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path home = Home.folder();
        Path work = Files.createTempDirectory("ringkernel-bundle");
        try {
            Path folder = work.resolve(Bundle.NAME);
            new Bundle(home).copyTo(folder);
            Files.writeString(
                    folder.resolve(Home.COMMIT), Home.revision() + System.lineSeparator());
            runtime(folder.resolve("jre"));
            floors(folder, out);
            Path archive = output == null ? defaultArchive() : output;
            pack(work, archive.toAbsolutePath());
            long bytes = Files.size(archive);
            out.printf(
                    Locale.ROOT, "%s: %.1f MB, commit %s%n", archive, bytes / 1e6, Home.revision());
            if (bytes > MOST_BYTES) {
                throw new CommandException(
                        "the bundle is larger than " + MOST_BYTES / 1_000_000 + " MB");
            }
            return ExitCode.OK;
        } finally {
            delete(work);
        }
    }

    private static void runtime(Path target) throws IOException {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        if (!Files.isExecutable(jlink)) {
            throw new CommandException(
                    "a bundle is made by a JDK 25, and this runtime has no jlink: "
                            + System.getProperty("java.home"));
        }
        Child.of(
                        List.of(
                                jlink.toString(),
                                "--add-modules",
                                MODULES,
                                "--compress",
                                "zip-0", // xz does better on the whole
                                "--strip-debug",
                                "--no-header-files",
                                "--no-man-pages",
                                "--exclude-files=glob:/jdk.compiler/lib/ct.sym", // for --release
                                "--generate-cds-archive",
                                "--output",
                                target.toString()),
                        LIMIT)
                .run();
    }

    /**
     * The benchmarks are another module, which nothing here depends on: they write their floors
     * themselves.
     */
    private static void floors(Path folder, PrintWriter out) throws IOException {
        Path target = folder.resolve("floors");
        Child floors =
                Child.java(
                        folder.resolve("lib") + "/*",
                        "io.ringkernel.bench.Main",
                        List.of(),
                        List.of("floors", "--output", target.toString()),
                        LIMIT);
        try {
            floors.run();
        } catch (CommandException notCompiled) {
            if (!Files.isDirectory(target)) {
                throw notCompiled;
            }
            out.println("the floors will be compiled where they run: " + notCompiled.getMessage());
        }
    }

    private static Path defaultArchive() {
        return Path.of(Bundle.NAME + (hasXz() ? ".tar.xz" : ".tar.gz"));
    }

    private static boolean hasXz() {
        return Stream.of(
                        System.getenv()
                                .getOrDefault("PATH", "")
                                .split(java.io.File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "xz")));
    }

    private static void pack(Path work, Path archive) throws IOException {
        String compression = archive.toString().endsWith(".xz") ? "--xz" : "--gzip";
        Child.of(
                        List.of(
                                "tar",
                                "-C",
                                work.toString(),
                                compression,
                                "-cf",
                                archive.toString(),
                                Bundle.NAME),
                        LIMIT)
                .run();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
