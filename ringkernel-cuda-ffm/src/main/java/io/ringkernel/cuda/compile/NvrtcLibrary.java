package io.ringkernel.cuda.compile;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The functions of NVRTC in use, bound by hand. The handles take the function's address as their
 * first argument, so that several libraries can be open. A library stays open for the life of the
 * process. Safe for use by any thread.
 */
@SuppressWarnings("restricted") // native access, asked for when a compiler is needed
final class NvrtcLibrary {
    static final int SUCCESS = 0;
    static final int COMPILATION_ERROR = 6;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    /** nvrtcDestroyProgram. */
    private static final MethodHandle ONE =
            LINKER.downcallHandle(FunctionDescriptor.of(INT, POINTER));

    /**
     * nvrtcVersion, nvrtcGetCUBINSize, nvrtcGetCUBIN, nvrtcGetProgramLogSize, nvrtcGetProgramLog.
     */
    private static final MethodHandle TWO =
            LINKER.downcallHandle(FunctionDescriptor.of(INT, POINTER, POINTER));

    private static final MethodHandle CREATE =
            LINKER.downcallHandle(
                    FunctionDescriptor.of(INT, POINTER, POINTER, POINTER, INT, POINTER, POINTER));
    private static final MethodHandle COMPILE =
            LINKER.downcallHandle(FunctionDescriptor.of(INT, POINTER, INT, POINTER));
    private static final MethodHandle ERROR_STRING =
            LINKER.downcallHandle(FunctionDescriptor.of(POINTER, INT));

    private final MemorySegment version;
    private final MemorySegment createProgram;
    private final MemorySegment destroyProgram;
    private final MemorySegment compileProgram;
    private final MemorySegment cubinSize;
    private final MemorySegment cubin;
    private final MemorySegment logSize;
    private final MemorySegment log;
    private final MemorySegment errorString;

    /**
     * Opens a library.
     *
     * @param nameOrFile a name for the dynamic linker, or a file
     * @throws IllegalArgumentException if it cannot be opened
     * @throws java.util.NoSuchElementException if it lacks a function (cubins came with NVRTC 11.1)
     * @throws IllegalCallerException if this module may not call native code
     */
    NvrtcLibrary(String nameOrFile) {
        SymbolLookup library = open(nameOrFile);
        version = library.findOrThrow("nvrtcVersion");
        createProgram = library.findOrThrow("nvrtcCreateProgram");
        destroyProgram = library.findOrThrow("nvrtcDestroyProgram");
        compileProgram = library.findOrThrow("nvrtcCompileProgram");
        cubinSize = library.findOrThrow("nvrtcGetCUBINSize");
        cubin = library.findOrThrow("nvrtcGetCUBIN");
        logSize = library.findOrThrow("nvrtcGetProgramLogSize");
        log = library.findOrThrow("nvrtcGetProgramLog");
        errorString = library.findOrThrow("nvrtcGetErrorString");
    }

    private static SymbolLookup open(String nameOrFile) {
        if (!nameOrFile.contains("/")) {
            return SymbolLookup.libraryLookup(nameOrFile, Arena.global());
        }
        Path file = Path.of(nameOrFile);
        preloadBuiltins(file);
        return SymbolLookup.libraryLookup(file, Arena.global());
    }

    /**
     * NVRTC opens its builtins by name when it compiles, and its own folder is not searched. What
     * is open already satisfies that.
     */
    private static void preloadBuiltins(Path nvrtc) {
        Path folder = nvrtc.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> builtins =
                Files.newDirectoryStream(folder, "libnvrtc-builtins.so*")) {
            for (Path builtin : builtins) {
                SymbolLookup.libraryLookup(builtin, Arena.global());
            }
        } catch (IOException | IllegalArgumentException unusable) {
            return; // NVRTC's own error will say so, if they are needed
        }
    }

    /** Returns major and minor version as {@code 13.0}. */
    String version() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment major = arena.allocate(INT);
            MemorySegment minor = arena.allocate(INT);
            int result = call(version, major, minor);
            return result == SUCCESS ? major.get(INT, 0) + "." + minor.get(INT, 0) : "unknown";
        }
    }

    /** Writes the new program to {@code out}. */
    int createProgram(MemorySegment out, MemorySegment source, MemorySegment name) {
        try {
            return (int)
                    CREATE.invokeExact(
                            createProgram,
                            out,
                            source,
                            name,
                            0,
                            MemorySegment.NULL,
                            MemorySegment.NULL);
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    int compileProgram(MemorySegment program, Arena arena, List<String> options) {
        MemorySegment pointers = arena.allocate(POINTER, Math.max(1, options.size()));
        for (int index = 0; index < options.size(); index++) {
            pointers.setAtIndex(POINTER, index, arena.allocateFrom(options.get(index)));
        }
        try {
            return (int) COMPILE.invokeExact(compileProgram, program, options.size(), pointers);
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /** Destroys the program that {@code holder} points to. */
    void destroyProgram(MemorySegment holder) {
        try {
            int ignored = (int) ONE.invokeExact(destroyProgram, holder);
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /** Returns the image, empty if there is none. */
    byte[] cubin(MemorySegment program) {
        return content(program, cubinSize, cubin);
    }

    /** Returns the compiler's messages. */
    String log(MemorySegment program) {
        byte[] text = content(program, logSize, log);
        int length = text.length;
        while (length > 0 && text[length - 1] == 0) {
            length--;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns NVRTC's name of a result. */
    String errorString(int result) {
        try {
            MemorySegment text = (MemorySegment) ERROR_STRING.invokeExact(errorString, result);
            return text.equals(MemorySegment.NULL)
                    ? "nvrtcResult " + result
                    : text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static byte[] content(
            MemorySegment program, MemorySegment sizeFunction, MemorySegment contentFunction) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
            if (call(sizeFunction, program, size) != SUCCESS) {
                return new byte[0];
            }
            MemorySegment bytes = arena.allocate(Math.max(1, size.get(ValueLayout.JAVA_LONG, 0)));
            int result = call(contentFunction, program, bytes);
            return result == SUCCESS
                    ? bytes.asSlice(0, size.get(ValueLayout.JAVA_LONG, 0))
                            .toArray(ValueLayout.JAVA_BYTE)
                    : new byte[0];
        }
    }

    private static int call(MemorySegment function, MemorySegment first, MemorySegment second) {
        try {
            return (int) TWO.invokeExact(function, first, second);
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
