package io.ringkernel.cuda.compile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Compiles in this process with NVIDIA's run-time compiler, which needs neither driver nor toolkit
 * beside it. Safe for use by any thread.
 */
public final class NvrtcCompiler implements KernelCompiler {
    private static final String FILE_NAME = "kernel.cu";

    private final NvrtcLibrary library;
    private final String location;
    private final String identity;

    private NvrtcCompiler(NvrtcLibrary library, String location) {
        this.library = library;
        this.location = location;
        this.identity = "NVRTC " + library.version();
    }

    /**
     * Looks for libnvrtc: where the property {@code ringkernel.nvrtc} says, or else under its names
     * in the dynamic linker's search path, in the library folders of {@code CUDA_HOME} and {@code
     * CUDA_PATH}, beside the nvcc of the PATH, and in the toolkit's default folder. Opening it
     * costs 15 to 160 ms.
     */
    public static CompilerSearch find(ToolPaths paths) {
        List<String> candidates = paths.nvrtcCandidates();
        List<String> faults = new ArrayList<>();
        for (String candidate : candidates) {
            try {
                return CompilerSearch.found(
                        new NvrtcCompiler(new NvrtcLibrary(candidate), candidate));
            } catch (IllegalArgumentException absent) {
                faults.add(candidate);
            } catch (NoSuchElementException old) {
                faults.add(candidate + " (too old: " + old.getMessage() + ")");
            } catch (IllegalCallerException denied) {
                return CompilerSearch.absent(
                        "NVRTC: Java may not call native code: " + denied.getMessage());
            }
        }
        return CompilerSearch.absent(
                "NVRTC: not found; tried "
                        + (faults.isEmpty()
                                ? "nothing, since no place is known"
                                : String.join(", ", faults)));
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String location() {
        return location;
    }

    /**
     * {@inheritDoc} Unannotated functions are device functions ({@code -default-device}); nvcc,
     * which has no such option, wants them annotated.
     */
    @Override
    public CompiledImage compile(String source, String architecture, CompileOptions options) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--gpu-architecture=" + Architecture.check(architecture));
        arguments.add("-default-device");
        arguments.addAll(options.arguments());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment holder = arena.allocate(ValueLayout.ADDRESS);
            int created =
                    library.createProgram(
                            holder, arena.allocateFrom(source), arena.allocateFrom(FILE_NAME));
            if (created != NvrtcLibrary.SUCCESS) {
                throw KernelCompilationException.ofCompiler(
                        identity, architecture, library.errorString(created), "");
            }
            try {
                return compile(holder.get(ValueLayout.ADDRESS, 0), arena, architecture, arguments);
            } finally {
                library.destroyProgram(holder);
            }
        }
    }

    private CompiledImage compile(
            MemorySegment program, Arena arena, String architecture, List<String> arguments) {
        int result = library.compileProgram(program, arena, arguments);
        String log = library.log(program);
        if (result == NvrtcLibrary.COMPILATION_ERROR) {
            throw KernelCompilationException.ofSource(identity, architecture, log);
        }
        if (result != NvrtcLibrary.SUCCESS) {
            throw KernelCompilationException.ofCompiler(
                    identity, architecture, library.errorString(result), log);
        }
        byte[] cubin = library.cubin(program);
        if (cubin.length == 0) {
            throw KernelCompilationException.ofCompiler(
                    identity, architecture, "no cubin was made", log);
        }
        return new CompiledImage(cubin, identity, log);
    }
}
