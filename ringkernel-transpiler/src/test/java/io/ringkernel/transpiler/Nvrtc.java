package io.ringkernel.transpiler;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The compiler that comes as a library; it needs no GPU. */
final class Nvrtc {

    private final SymbolLookup library;

    private Nvrtc(SymbolLookup library) {
        this.library = library;
    }

    static Optional<Nvrtc> find() {
        return Stream.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so")
                .flatMap(name -> load(name).stream())
                .findFirst()
                .map(Nvrtc::new);
    }

    private static Optional<SymbolLookup> load(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns what the compiler says, nothing if it is content. */
    String compile(String source, List<String> options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ADDRESS);
            MemorySegment text = arena.allocateFrom(source);
            MemorySegment none = MemorySegment.NULL;
            call(
                    "nvrtcCreateProgram",
                    handle,
                    text,
                    arena.allocateFrom("actors.cu"),
                    0,
                    none,
                    none);
            MemorySegment program = handle.get(ADDRESS, 0);
            MemorySegment list = arena.allocate(ADDRESS, options.size());
            for (int i = 0; i < options.size(); i++) {
                list.setAtIndex(ADDRESS, i, arena.allocateFrom(options.get(i)));
            }
            int result = call("nvrtcCompileProgram", program, options.size(), list);
            MemorySegment size = arena.allocate(JAVA_LONG);
            call("nvrtcGetProgramLogSize", program, size);
            MemorySegment log = arena.allocate(size.get(JAVA_LONG, 0));
            call("nvrtcGetProgramLog", program, log);
            call("nvrtcDestroyProgram", handle);
            String said = log.getString(0);
            return result == 0 ? said : "result=" + result + "\n" + said;
        }
    }

    private int call(String name, Object... arguments) {
        MemoryLayout[] types =
                Stream.of(arguments)
                        .map(argument -> argument instanceof Integer ? JAVA_INT : ADDRESS)
                        .toArray(MemoryLayout[]::new);
        try {
            return (int)
                    Linker.nativeLinker()
                            .downcallHandle(
                                    library.findOrThrow(name),
                                    FunctionDescriptor.of(JAVA_INT, types))
                            .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
