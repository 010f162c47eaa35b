package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything generated is accepted by the compilers that a GPU machine may have. */
class CudaCompilationTest {

    private static final String CONTEXT =
            """
            struct TestContext {
              unsigned char* out;
              rk_i32 answered, site;
              template <class T> __device__ void reply(rk_u32 type, const T& record) {
                *reinterpret_cast<T*>(out) = record;
                answered = (rk_i32)type;
              }
              __device__ bool replied() const { return answered != 0; }
              __device__ bool failed() const { return site != 0; }
              __device__ void fault(rk_i32 s, rk_i64, rk_i64) { site = s; }
            };
            """;

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sm_90"})
    void nvccAcceptsAllActorsInOneKernel(String architecture)
            throws IOException, InterruptedException {
        assumeTrue(
                Processes.isOnPath("nvcc"),
                "nvcc is not on the PATH: generated code is not compiled by it");
        Path file = Files.writeString(directory.resolve("actors.cu"), source());
        Path cubin = directory.resolve("actors.cubin");
        List<String> command =
                new ArrayList<>(List.of("nvcc", "-arch=" + architecture, "-cubin", "-std=c++17"));
        command.addAll(Transpiler.compilerOptions());
        command.addAll(List.of("-Werror", "all-warnings", "-o", cubin.toString(), file.toString()));
        Processes.run(command);
        assertThat(cubin).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sm_90"})
    void nvrtcAcceptsAllActorsInOneKernel(String architecture) {
        Optional<Nvrtc> nvrtc = Nvrtc.find();
        assumeTrue(
                nvrtc.isPresent(),
                "libnvrtc is not on the library path: generated code is not compiled by it");
        List<String> options = new ArrayList<>(List.of("--gpu-architecture=" + architecture));
        options.addAll(Transpiler.compilerOptions());
        assertThat(nvrtc.orElseThrow().compile(source(), options)).isEmpty();
    }

    /** Returns one kernel for each actor. */
    private static String source() {
        List<TranspiledActor> actors = TestActors.transpiled();
        StringBuilder source =
                new StringBuilder(
                        HostCode.TYPES + Transpiler.prelude() + HostCode.structs(actors) + CONTEXT);
        for (TranspiledActor actor : actors) {
            source.append(actor.behavior());
            source.append(
                    """
                    extern "C" __global__ void run_%1$s(%2$s* state, const rk_u32* types, const unsigned char* payloads, TestContext c) {
                      %2$s self = *state;
                      for (int i = 0; !c.failed(); i++) %1$s::receive(self, types[i], payloads + 64 * i, c);
                      *state = self;
                    }
                    """
                            .formatted(actor.behaviorName(), actor.state().struct().name()));
        }
        return source.toString();
    }

    @Test
    void preludeNeedsNoHeader() {
        assertThat(Transpiler.prelude()).doesNotContain("#include");
    }
}
