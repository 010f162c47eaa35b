package io.ringkernel.cuda.compile;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where compilers and the cache are looked for: system properties, environment variables, the
 * dynamic linker's names and the usual folders. Given, not global, so that tests can hide or plant
 * tools. Immutable.
 */
public final class ToolPaths {
    /** System property that names libnvrtc: the file, or a folder that holds it. */
    public static final String NVRTC_PROPERTY = "ringkernel.nvrtc";

    /** System property that names nvcc: the file. */
    public static final String NVCC_PROPERTY = "ringkernel.nvcc";

    /** System property that names the cache's folder; {@code off} for none. */
    public static final String CACHE_PROPERTY = "ringkernel.cache";

    /** NVRTC's names, newest first; the last is there only with development files. */
    private static final List<String> SONAMES =
            List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so");

    /** Documented default of the CUDA toolkit's installers. */
    private static final List<String> TOOLKITS = List.of("/usr/local/cuda");

    private static final List<String> LIBRARY_FOLDERS =
            List.of("lib64", "lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib");

    /** What distributions' wrapper scripts contain. */
    private static final Pattern WRAPPED =
            Pattern.compile("^exec \"?([^\"$ ]+/bin/nvcc)\"?", Pattern.MULTILINE);

    private static final long LARGEST_WRAPPER = 4096;

    /** Reads a property or variable by name; null if it is not set. */
    interface Settings {
        /** Returns the value. */
        @Nullable String get(String name);
    }

    private final Settings properties;
    private final Settings environment;
    private final List<String> sonames;
    private final List<String> toolkits;

    private ToolPaths(
            Settings properties,
            Settings environment,
            List<String> sonames,
            List<String> toolkits) {
        this.properties = properties;
        this.environment = environment;
        this.sonames = sonames;
        this.toolkits = toolkits;
    }

    /** Returns what this process sees. */
    public static ToolPaths ofProcess() {
        return new ToolPaths(System::getProperty, System::getenv, SONAMES, TOOLKITS);
    }

    /** Returns only what the given properties and variables name: nothing by default. */
    static ToolPaths of(Settings properties, Settings environment) {
        return new ToolPaths(properties, environment, List.of(), List.of());
    }

    /** Names or files of libnvrtc, in the order to try. */
    List<String> nvrtcCandidates() {
        Set<String> candidates = new LinkedHashSet<>();
        Path explicit = path(properties.get(NVRTC_PROPERTY));
        if (explicit != null) {
            if (Files.isDirectory(explicit)) {
                candidates.addAll(nvrtcIn(explicit));
            } else {
                candidates.add(explicit.toString());
            }
            return List.copyOf(
                    candidates); // what is asked for is used or fails: never something else instead
        }
        candidates.addAll(sonames);
        for (Path toolkit : toolkitFolders()) {
            for (String folder : LIBRARY_FOLDERS) {
                candidates.addAll(nvrtcIn(toolkit.resolve(folder)));
            }
        }
        return List.copyOf(candidates);
    }

    /** Returns nvcc: the property's, that of the PATH, that of the toolkit's folders. */
    Optional<Path> nvcc() {
        Path explicit = path(properties.get(NVCC_PROPERTY));
        if (explicit != null) {
            return Optional.of(explicit);
        }
        Optional<Path> onPath = nvccOnPath();
        if (onPath.isPresent()) {
            return onPath;
        }
        return toolkitFolders().stream()
                .map(toolkit -> toolkit.resolve("bin").resolve("nvcc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the cache's folder, or empty if switched off. */
    Optional<Path> cacheFolder() {
        String explicit = properties.get(CACHE_PROPERTY);
        if (explicit != null) {
            return explicit.equals("off") ? Optional.empty() : Optional.ofNullable(path(explicit));
        }
        Path xdg = path(environment.get("XDG_CACHE_HOME"));
        if (xdg != null && xdg.isAbsolute()) {
            return Optional.of(xdg.resolve("ringkernel"));
        }
        Path home = path(properties.get("user.home"));
        return home == null
                ? Optional.empty()
                : Optional.of(home.resolve(".cache").resolve("ringkernel"));
    }

    private List<Path> toolkitFolders() {
        List<Path> folders = new ArrayList<>();
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            Path folder = path(environment.get(variable));
            if (folder != null) {
                folders.add(folder);
            }
        }
        nvccOnPath().flatMap(ToolPaths::toolkitOf).ifPresent(folders::add);
        toolkits.forEach(toolkit -> folders.add(Path.of(toolkit)));
        return folders;
    }

    private Optional<Path> nvccOnPath() {
        String search = environment.get("PATH");
        if (search == null) {
            return Optional.empty();
        }
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(search)
                .filter(folder -> !folder.isBlank())
                .map(ToolPaths::path)
                .flatMap(Stream::ofNullable)
                .map(folder -> folder.resolve("nvcc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The toolkit is two folders above the real nvcc, which may be behind a link or a wrapper
     * script.
     */
    private static Optional<Path> toolkitOf(Path nvcc) {
        try {
            Path real = nvcc.toRealPath();
            if (Files.size(real) <= LARGEST_WRAPPER) {
                var wrapped = WRAPPED.matcher(Files.readString(real));
                if (wrapped.find()) {
                    real = Path.of(wrapped.group(1)).toRealPath();
                }
            }
            Path bin = real.getParent();
            return bin == null ? Optional.empty() : Optional.ofNullable(bin.getParent());
        } catch (IOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    private static List<String> nvrtcIn(Path folder) {
        return SONAMES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .map(Path::toString)
                .toList();
    }

    private static @Nullable Path path(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            return null;
        }
    }
}
