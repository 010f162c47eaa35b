package io.ringkernel.cuda.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles with the toolkit's {@code nvcc} in a subprocess of bounded duration, in a temporary
 * folder of its own that is gone afterwards. Safe for use by any thread.
 */
public final class NvccCompiler implements KernelCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(NvccCompiler.class);
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
    private static final Duration COMPILE_LIMIT = Duration.ofMinutes(2);
    private static final Pattern RELEASE = Pattern.compile("release (\\d+\\.\\d+)");
    private static final String SOURCE_NAME = "kernel.cu";
    private static final String IMAGE_NAME = "kernel.cubin";
    private static final String LOG_NAME = "log";

    private final Path nvcc;
    private final String identity;
    private final Path temporary;
    private final Duration limit;

    /**
     * @param nvcc the program
     * @param version its version
     * @param temporary where to make temporary folders
     * @param limit how long a compilation may take
     */
    NvccCompiler(Path nvcc, String version, Path temporary, Duration limit) {
        this.nvcc = nvcc;
        this.identity = "nvcc " + version;
        this.temporary = temporary;
        this.limit = limit;
    }

    /**
     * Looks for nvcc: where the property {@code ringkernel.nvcc} says, or else on the PATH, in
     * {@code CUDA_HOME} and {@code CUDA_PATH}, and in the toolkit's default folder; and asks it for
     * its version.
     */
    public static CompilerSearch find(ToolPaths paths) {
        Optional<Path> nvcc = paths.nvcc();
        if (nvcc.isEmpty()) {
            return CompilerSearch.absent(
                    "nvcc: not found on the PATH, in CUDA_HOME or in CUDA_PATH");
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Outcome outcome =
                    inFolderOf(
                            temporary,
                            folder ->
                                    run(
                                            List.of(nvcc.get().toString(), "--version"),
                                            folder,
                                            VERSION_LIMIT));
            Matcher release = RELEASE.matcher(outcome.log());
            if (!outcome.succeeded() || !release.find()) {
                return CompilerSearch.absent(
                        "nvcc: "
                                + nvcc.get()
                                + " does not tell its version: "
                                + outcome.describe());
            }
            return CompilerSearch.found(
                    new NvccCompiler(nvcc.get(), release.group(1), temporary, COMPILE_LIMIT));
        } catch (UncheckedIOException | IOException failure) {
            return CompilerSearch.absent(
                    "nvcc: " + nvcc.get() + " cannot be started: " + failure.getMessage());
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String location() {
        return nvcc.toString();
    }

    @Override
    public CompiledImage compile(String source, String architecture, CompileOptions options) {
        List<String> command = new ArrayList<>();
        command.add(nvcc.toString());
        command.add("-arch=" + Architecture.check(architecture));
        command.add("-cubin");
        command.addAll(options.arguments());
        command.addAll(List.of("-o", IMAGE_NAME, SOURCE_NAME));
        try {
            return inFolderOf(
                    temporary,
                    folder -> {
                        Files.writeString(folder.resolve(SOURCE_NAME), source);
                        return image(architecture, run(command, folder, limit), folder);
                    });
        } catch (IOException failure) {
            throw KernelCompilationException.ofCompiler(
                    identity, architecture, "input or output failed: " + failure.getMessage(), "");
        }
    }

    private CompiledImage image(String architecture, Outcome outcome, Path folder)
            throws IOException {
        Path image = folder.resolve(IMAGE_NAME);
        if (outcome.succeeded() && Files.isRegularFile(image)) {
            return new CompiledImage(Files.readAllBytes(image), identity, outcome.log());
        }
        if (outcome.exitCode().isPresent() && outcome.log().contains(SOURCE_NAME + "(")) {
            throw KernelCompilationException.ofSource(identity, architecture, outcome.log());
        }
        throw KernelCompilationException.ofCompiler(
                identity, architecture, outcome.describe(), outcome.log());
    }

    /** How a subprocess ended: without an exit code if it ran past its limit. */
    private record Outcome(Optional<Integer> exitCode, Duration limit, String log) {
        boolean succeeded() {
            return exitCode.isPresent() && exitCode.get() == 0;
        }

        String describe() {
            return exitCode.map(code -> "exit code " + code)
                    .orElse("stopped after its limit of " + limit.toSeconds() + " s");
        }
    }

    private static Outcome run(List<String> command, Path folder, Duration limit)
            throws IOException {
        Path log = folder.resolve(LOG_NAME);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment()
                .put("TMPDIR", folder.toString()); // nvcc's intermediate files go with ours
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome(
                    ended ? Optional.of(process.exitValue()) : Optional.empty(),
                    limit,
                    new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.getFirst(), interrupt);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private interface FolderTask<T> {
        T run(Path folder) throws IOException;
    }

    private static <T> T inFolderOf(Path temporary, FolderTask<T> task) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "ringkernel-nvcc");
        try {
            return task.run(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted((left, right) -> right.compareTo(left)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            LOG.debug("temporary folder not deleted: folder={}", folder, left);
        }
    }
}
