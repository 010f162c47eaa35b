package io.ringkernel.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * An opened driver library, with the few functions needed before the generated bindings may be
 * touched (their class fails for good where there is no {@code libcuda.so.1}). The library stays
 * open for the life of the process.
 *
 * <p>The handles take the function's address as their first argument, so that tests can open
 * several libraries; the linker keeps one stub per signature and shares it with the generated
 * bindings.
 */
@SuppressWarnings(
        "restricted") // this class is where native access begins; denial is reported as a value
final class DriverLibrary {
    /** What the NVIDIA driver installs, found by the dynamic linker. */
    static final String SONAME = "libcuda.so.1";

    /**
     * Where containers and WSL keep it outside the dynamic linker's search path, tried in this
     * order after the soname. Opened from there, the generated bindings find the same library by
     * its soname.
     */
    static final List<String> CANDIDATES =
            List.of(
                    SONAME,
                    "/usr/local/nvidia/lib64/libcuda.so.1",
                    "/usr/lib/wsl/lib/libcuda.so.1");

    private static final class Handles {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final MethodHandle INT_TO_INT =
                LINKER.downcallHandle(
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private static final MethodHandle POINTER_TO_INT =
                LINKER.downcallHandle(
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }

    private static final class ErrorHandles {
        private static final MethodHandle INT_POINTER_TO_INT =
                Handles.LINKER.downcallHandle(
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }

    private final SymbolLookup lookup;

    private DriverLibrary(SymbolLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Opens the first of the candidates that exists.
     *
     * @throws IllegalCallerException if this module may not call native code
     */
    static Optional<DriverLibrary> open(List<String> candidates) {
        for (String candidate : candidates) {
            try {
                return Optional.of(
                        new DriverLibrary(SymbolLookup.libraryLookup(candidate, Arena.global())));
            } catch (IllegalArgumentException absent) {
                // not there: the next one
            }
        }
        return Optional.empty();
    }

    SymbolLookup lookup() {
        return lookup;
    }

    int init() {
        try {
            return (int) Handles.INT_TO_INT.invokeExact(lookup.findOrThrow("cuInit"), 0);
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /**
     * Returns the newest CUDA version that the driver supports, as 1000 * major + 10 * minor; 0 if
     * it does not say.
     */
    int version() {
        return query("cuDriverGetVersion");
    }

    int deviceCount() {
        return query("cuDeviceGetCount");
    }

    /** Returns the driver's own name and description of a result, as {@code NAME (description)}. */
    String describe(int result) {
        String name = text("cuGetErrorName", result).orElse("CUresult " + result);
        return name + text("cuGetErrorString", result).map(text -> " (" + text + ")").orElse("");
    }

    private int query(String function) {
        Optional<MemorySegment> address = lookup.find(function);
        if (address.isEmpty()) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            int result = (int) Handles.POINTER_TO_INT.invokeExact(address.get(), out);
            return result == CudaResult.SUCCESS ? out.get(ValueLayout.JAVA_INT, 0) : 0;
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private Optional<String> text(String function, int code) {
        Optional<MemorySegment> address = lookup.find(function);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            int result =
                    (int) ErrorHandles.INT_POINTER_TO_INT.invokeExact(address.get(), code, out);
            MemorySegment pointer = out.get(ValueLayout.ADDRESS, 0);
            return result == CudaResult.SUCCESS && !pointer.equals(MemorySegment.NULL)
                    ? Optional.of(pointer.reinterpret(Long.MAX_VALUE).getString(0))
                    : Optional.empty();
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
