package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.gpu.Gpu;
import io.ringkernel.gpu.UnsupportedKernelException;
import io.ringkernel.kernelcases.ExampleKernels;
import io.ringkernel.kernelcases.FaultyKernels;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels become CUDA C++ that nvcc accepts; what cannot is refused. */
class KernelTest {

    @TempDir Path directory;

    static final class Refused {

        private Refused() {}

        static void variableLength(int n, float[] out) {
            float[] shared = Gpu.sharedFloats(n);
            out[0] = shared[0];
        }

        static void lateShared(int n, float[] out) {
            if (n > 0) {
                float[] shared = Gpu.sharedFloats(8);
                out[0] = shared[0];
            }
        }

        static void tooMuchShared(double[] out) {
            double[] shared = Gpu.sharedDoubles(8192);
            out[0] = shared[0];
        }

        static void unknown(float[] out) {
            out[0] = (float) Math.random();
        }
    }

    static TranspiledKernel transpile(Class<?> owner, String name) {
        return Stream.of(owner.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .map(Transpiler::kernel)
                .orElseThrow();
    }

    static String unit(List<TranspiledKernel> kernels) {
        StringBuilder source =
                new StringBuilder(HostCode.TYPES + Transpiler.prelude() + Transpiler.gpuPrelude());
        kernels.forEach(kernel -> source.append(kernel.source()));
        return source.toString();
    }

    @Test
    void nvccAcceptsTheExamples() throws IOException, InterruptedException {
        assumeTrue(
                Processes.isOnPath("nvcc"),
                "nvcc is not on the PATH: generated code is not compiled by it");
        List<TranspiledKernel> kernels = new ArrayList<>();
        for (Class<?> owner : List.of(ExampleKernels.class, FaultyKernels.class)) {
            for (Method method : owner.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    kernels.add(Transpiler.kernel(method));
                }
            }
        }
        compile(directory, unit(kernels));
    }

    static void compile(Path directory, String source) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("kernels.cu"), source);
        Path cubin = directory.resolve("kernels.cubin");
        List<String> command =
                new ArrayList<>(List.of("nvcc", "-arch=sm_90", "-cubin", "-std=c++17"));
        command.addAll(Transpiler.compilerOptions());
        command.addAll(List.of("-Werror", "all-warnings", "-o", cubin.toString(), file.toString()));
        Processes.run(command);
        assertThat(cubin).isNotEmptyFile();
    }

    @Test
    void barriersStayWhereTheyAre() {
        TranspiledKernel sum = transpile(ExampleKernels.class, "sum");

        assertThat(sum.source())
                .containsPattern("shared0\\[.*] = .*;\\s+\\(__syncthreads\\(\\)\\);");
        assertThat(sum.ir().split("Gpu.barrier", -1)).hasSize(3);
    }

    @Test
    void faultSitesNameTheLines() {
        TranspiledKernel kernel = transpile(FaultyKernels.class, "thrown");

        assertThat(kernel.faultSites())
                .anySatisfy(site -> {
                    assertThat(site.exceptionType()).isEqualTo("java.lang.IllegalStateException");
                    assertThat(site.methodName()).isEqualTo("helper");
                });
    }

    @Test
    void sharedArraysThatCannotBePlacedAreRefused() {
        refused("variableLength", "RK180", "its length is not a constant");
        refused("lateShared", "RK180", "not made at the start");
        refused("tooMuchShared", "RK180", "bytes=65536, most=49152");
    }

    @Test
    void unknownMethodsAreRefused() {
        refused("unknown", "RK110", "java.lang.Math.random");
    }

    private static void refused(String name, String rule, String detail) {
        assertThatThrownBy(() -> transpile(Refused.class, name))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining(rule)
                .hasMessageContaining(detail)
                .hasMessageContaining(Refused.class.getName() + ":");
    }
}
