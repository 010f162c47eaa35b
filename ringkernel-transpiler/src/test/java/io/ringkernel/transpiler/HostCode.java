package io.ringkernel.transpiler;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.ringkernel.memory.CudaStructs;
import io.ringkernel.memory.Struct;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Generated code compiled for the host and called through FFM: what a GPU would run, without one.
 */
final class HostCode {

    /** The types that the device runtime's header defines. */
    static final String TYPES =
            """
            typedef signed char rk_i8; typedef unsigned char rk_u8; typedef short rk_i16; typedef unsigned short rk_u16;
            typedef int rk_i32; typedef unsigned rk_u32; typedef long long rk_i64; typedef unsigned long long rk_u64;
            typedef float rk_f32; typedef double rk_f64;
            """;

    private static final String CONTEXT =
            """
            struct TestContext {
              rk_i32 reply_type, site;
              rk_i64 a, b;
              unsigned char* out;
              template <class T> void reply(rk_u32 type, const T& record) {
                reply_type = (rk_i32)type;
                __builtin_memcpy(out, &record, sizeof(T));
              }
              bool replied() const { return reply_type != 0; }
              bool failed() const { return site != 0; }
              void fault(rk_i32 s, rk_i64 x, rk_i64 y) { site = s; a = x; b = y; }
            };
            """;

    /** Bytes of {@code TestContext}. */
    static final long CONTEXT_BYTES = 32;

    private final Map<Class<?>, MethodHandle> receivers;

    private HostCode(Map<Class<?>, MethodHandle> receivers) {
        this.receivers = receivers;
    }

    /** Compiles actors to one library, which stays loaded. */
    static HostCode compile(List<TranspiledActor> actors) throws IOException, InterruptedException {
        StringBuilder source =
                new StringBuilder(TYPES + Transpiler.prelude() + structs(actors) + CONTEXT);
        for (TranspiledActor actor : actors) {
            source.append(actor.behavior());
            source.append(
                    """
                    extern "C" void test_%1$s(%2$s* state, rk_u32 type, const unsigned char* payload, TestContext* context) {
                      %1$s::receive(*state, type, payload, *context);
                    }
                    """
                            .formatted(actor.behaviorName(), actor.state().struct().name()));
        }
        Path directory = Files.createTempDirectory("host-code");
        Path file = Files.writeString(directory.resolve("actors.cpp"), source);
        Path library = directory.resolve("actors.so");
        Processes.run(
                List.of(
                        "g++",
                        "-std=c++17",
                        "-O2",
                        "-ffp-contract=off",
                        "-fno-strict-aliasing",
                        "-shared",
                        "-fPIC",
                        "-Wall",
                        "-Werror",
                        "-Wno-unused",
                        "-Wno-tautological-compare",
                        "-o",
                        library.toString(),
                        file.toString(),
                        "-lm"));
        SymbolLookup lookup = SymbolLookup.libraryLookup(library, Arena.global());
        FunctionDescriptor type = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        return new HostCode(
                actors.stream()
                        .collect(
                                Collectors.toMap(
                                        actor -> actor.protocol().actorClass(),
                                        actor ->
                                                Linker.nativeLinker()
                                                        .downcallHandle(
                                                                lookup.findOrThrow(
                                                                        "test_"
                                                                                + actor
                                                                                        .behaviorName()),
                                                                type))));
    }

    /** Returns the definitions of the structures of several actors, each once. */
    static String structs(List<TranspiledActor> actors) {
        Set<Struct> structs = new LinkedHashSet<>();
        actors.forEach(actor -> structs.addAll(actor.structs()));
        return CudaStructs.render(new ArrayList<>(structs));
    }

    void receive(
            Class<?> actor,
            MemorySegment state,
            int type,
            MemorySegment payload,
            MemorySegment context) {
        try {
            receivers.get(actor).invokeExact(state, type, payload, context);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
