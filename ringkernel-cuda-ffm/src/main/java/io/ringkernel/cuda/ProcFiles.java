package io.ringkernel.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Linux tells in {@code /proc}; empty where there is no such file. */
final class ProcFiles {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path NVIDIA = Path.of("/proc/driver/nvidia/version");
    private static final Pattern LOCKED = Pattern.compile("^Max locked memory\\s+(\\d+)");
    private static final Pattern MODULE_VERSION =
            Pattern.compile("Kernel Module.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");
    private static final long KIBI = 1024;

    private ProcFiles() {}

    /** Returns a field of meminfo, such as {@code MemAvailable}, in bytes. */
    static OptionalLong memory(String field) {
        return number(
                lines(MEMORY),
                Pattern.compile("^" + Pattern.quote(field) + ":\\s+(\\d+) kB"),
                KIBI);
    }

    /** Returns the soft limit of locked memory in bytes; empty if unlimited or unknown. */
    static OptionalLong lockedMemoryLimit() {
        return number(lines(LIMITS), LOCKED, 1);
    }

    /** Returns the version of the loaded NVIDIA kernel module. */
    static Optional<String> nvidiaKernelModule() {
        return lines(NVIDIA).stream()
                .map(MODULE_VERSION::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    static OptionalLong number(List<String> lines, Pattern pattern, long unit) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)) * unit)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
