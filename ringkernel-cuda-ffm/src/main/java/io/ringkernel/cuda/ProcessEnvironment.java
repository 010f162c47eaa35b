package io.ringkernel.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The environment as native code sees it. Java's own copy ({@code System.getenv}) is made at start
 * and does not change. {@code setenv} is not safe beside native code that reads the environment at
 * the same moment: called once, before {@code cuInit}.
 */
@SuppressWarnings("restricted") // libc's setenv
final class ProcessEnvironment {
    private static final MethodHandle SETENV =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("setenv"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT));

    private ProcessEnvironment() {}

    /** Sets a variable, replacing what it was. */
    static void set(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nativeName = arena.allocateFrom(name);
            MemorySegment nativeValue = arena.allocateFrom(value);
            int result = (int) SETENV.invokeExact(nativeName, nativeValue, 1);
            if (result != 0) {
                throw new IllegalStateException("setenv failed: name=" + name + ", value=" + value);
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
