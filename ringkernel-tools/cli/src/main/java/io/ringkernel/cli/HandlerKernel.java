package io.ringkernel.cli;

import io.ringkernel.kernels.KernelSource;
import io.ringkernel.transpiler.TranspiledActor;
import io.ringkernel.transpiler.Transpiler;

/** One actor's handler as a kernel of its own, for looking at what compilers make of it. */
final class HandlerKernel {

    /** The kernel. */
    static final String NAME = "receive";

    private static final String CONTEXT =
            """
            struct RkContext {
              rk_i32 reply_type, site;
              rk_i64 a, b;
              unsigned char* out;
              template <class T> __device__ void reply(rk_u32 type, const T& record) {
                reply_type = (rk_i32)type;
                *reinterpret_cast<T*>(out) = record;
              }
              __device__ bool replied() const { return reply_type != 0; }
              __device__ bool failed() const { return site != 0; }
              __device__ void fault(rk_i32 s, rk_i64 x, rk_i64 y) { site = s; a = x; b = y; }
            };
            """;

    private HandlerKernel() {}

    /** Returns a translation unit that needs no header. */
    static String of(TranspiledActor actor) {
        return KernelSource.types()
                + Transpiler.prelude()
                + CONTEXT
                + actor.source()
                + """
                extern "C" __global__ void %1$s(%2$s::State* state, rk_u32 type, const unsigned char* payload, RkContext* context) {
                  %2$s::receive(*state, type, payload, *context);
                }
                """
                        .formatted(NAME, actor.behaviorName());
    }
}
