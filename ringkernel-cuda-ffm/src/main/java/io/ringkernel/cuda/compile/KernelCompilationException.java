package io.ringkernel.cuda.compile;

import io.ringkernel.RingKernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A compiler could not make an image: because the source is wrong ({@link #isSourceError}), or
 * because the compiler itself does not work here. The message shows the relevant lines of the
 * compiler's log.
 */
public final class KernelCompilationException extends RingKernelException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_LINES = 24;
    private static final int LINES_PER_ERROR = 4;

    private final String compiler;
    private final String architecture;
    private final boolean sourceError;
    private final String log;

    private KernelCompilationException(
            String message, String compiler, String architecture, boolean sourceError, String log) {
        super(message);
        this.compiler = compiler;
        this.architecture = architecture;
        this.sourceError = sourceError;
        this.log = log;
    }

    static KernelCompilationException ofSource(String compiler, String architecture, String log) {
        String message =
                "kernel does not compile: compiler="
                        + compiler
                        + ", architecture="
                        + architecture
                        + "\n"
                        + String.join("\n", relevantLines(log));
        return new KernelCompilationException(message, compiler, architecture, true, log);
    }

    static KernelCompilationException ofCompiler(
            String compiler, String architecture, String reason, String log) {
        List<String> lines = relevantLines(log);
        String message =
                "compiler failed: compiler="
                        + compiler
                        + ", architecture="
                        + architecture
                        + ", reason="
                        + reason
                        + (lines.isEmpty() ? "" : "\n" + String.join("\n", lines));
        return new KernelCompilationException(message, compiler, architecture, false, log);
    }

    /** Returns the compiler's name and version. */
    public String compiler() {
        return compiler;
    }

    /** Returns what it was to compile for, such as {@code sm_90}. */
    public String architecture() {
        return architecture;
    }

    /** Returns whether another compiler would fail too, since the source is wrong. */
    public boolean isSourceError() {
        return sourceError;
    }

    /** Returns the compiler's complete log. */
    public String log() {
        return log;
    }

    /**
     * The errors with the lines that show the place, without the warnings around them; the log's
     * end if none is named.
     */
    static List<String> relevantLines(String log) {
        List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
        List<String> relevant = new ArrayList<>();
        int wanted = 0;
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.contains("error")) {
                wanted = LINES_PER_ERROR;
            } else if (lower.contains("warning")) {
                wanted = 0;
            }
            if (wanted > 0 && relevant.size() < SHOWN_LINES) {
                relevant.add(line);
            }
            wanted--;
        }
        return relevant.isEmpty()
                ? lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())
                : relevant;
    }
}
