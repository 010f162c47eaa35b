package io.ringkernel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a bundle, from a built checkout. Unpacked anywhere it reads
 *
 * <pre>
 * ringkernel-bundle/
 *   bin/ringkernel   the launcher
 *   lib/             commands, benchmarks and all that they need
 *   test/classes/    tests by module
 *   test/lib/        what they need besides: the JUnit console and so on
 *   jre/             the trimmed Java runtime
 *   floors/          the benchmarks' floors in CUDA C++, compiled if there was an nvcc
 *   COMMIT  LICENSE
 * </pre>
 */
final class Bundle {

    static final String NAME = "ringkernel-bundle";

    /** Modules whose tests travel. */
    private static final List<String> TESTED =
            List.of(
                    "ringkernel-core",
                    "ringkernel-transpiler",
                    "ringkernel-kernels",
                    "ringkernel-cuda-ffm");

    private final Path home;

    Bundle(Path home) {
        this.home = home;
    }

    /**
     * Returns for each file of the bundle, but those that are made, where it comes from.
     *
     * @throws CommandException if the folder is no checkout, or not built
     */
    SortedMap<String, Path> files() throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put("bin/ringkernel", existing("ringkernel"));
        files.put("LICENSE", existing("LICENSE"));
        jars(files, "lib/", existing("ringkernel-bench/target/lib"));
        jars(files, "test/lib/", existing("ringkernel-bench/target/test-lib"));
        files.keySet()
                .removeIf(name ->
                        name.startsWith("test/")
                                && files.containsKey(name.substring("test/".length())));
        for (String module : TESTED) {
            classes(
                    files,
                    "test/classes/" + module + "/",
                    existing(module + "/target/test-classes"));
        }
        return files;
    }

    private Path existing(String name) {
        Path path = home.resolve(name);
        if (!Files.exists(path)) {
            throw new CommandException(
                    "a bundle is made from a checkout that has been built; "
                            + path
                            + " is missing; run mvn package -DskipTests in the checkout");
        }
        return path;
    }

    private static void jars(SortedMap<String, Path> files, String to, Path folder)
            throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> entry.toString().endsWith(".jar"))
                    .forEach(jar -> files.put(to + jar.getFileName(), jar));
        }
    }

    private static void classes(SortedMap<String, Path> files, String to, Path folder)
            throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.put(to + folder.relativize(file), file));
        }
    }

    /** Copies the files into a folder. */
    void copyTo(Path folder) throws IOException {
        try {
            files().forEach((name, source) -> copy(source, folder.resolve(name)));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static void copy(Path source, Path target) {
        try {
            Files.createDirectories(target.getParent());
            Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
