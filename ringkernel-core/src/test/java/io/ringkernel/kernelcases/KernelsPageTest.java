package io.ringkernel.kernelcases;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Backend;
import io.ringkernel.gpu.GpuArray;
import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.Kernel;
import io.ringkernel.gpu.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code on docs/kernels.md is code that is compiled and run here. */
class KernelsPageTest {

    private static final Path PAGE = Path.of("../docs/kernels.md");
    private static final Path FOLDER = Path.of("src/test/java/io/ringkernel/kernelcases");

    private static float[] opening() {
        try (Kernels kernels = Kernels.open(Backend.AUTO)) {
            Kernel saxpy = kernels.kernel(ExampleKernels.class, "saxpy");
            GpuArray<float[]> x = kernels.copyOf(new float[] {1, 2, 3});
            GpuArray<float[]> y = kernels.copyOf(new float[] {10, 20, 30});
            saxpy.launch(Grid.covering(3, 256), 3, 2f, x, y);
            float[] result = y.toArray(); // 12, 24, 36
            return result;
        }
    }

    @Test
    void shouldRunTheFirstExample() {
        assertThat(opening()).containsExactly(12, 24, 36);
    }

    @Test
    void shouldComputeSaxpyWithTheSameBitsAsJava() {
        try (Kernels kernels = Kernels.open(Backend.CPU)) {
            GpuArray<float[]> y = kernels.copyOf(new float[] {10, 20});
            kernels.kernel(ExampleKernels.class, "saxpy")
                    .launch(Grid.covering(2, 32), 2, 2f, kernels.copyOf(new float[] {1, 2}), y);
            assertThat(y.toArray()).containsExactly(12, 24);
        }
    }

    @Test
    void shouldShowOnlyCodeThatIsHere() throws IOException {
        String source =
                squeeze(
                        Files.readString(FOLDER.resolve("ExampleKernels.java"))
                                + Files.readString(FOLDER.resolve("KernelsPageTest.java")));
        List<String> blocks =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(block -> block.group(1))
                        .toList();

        assertThat(blocks).hasSize(4);
        for (String block : blocks) {
            assertThat(source).contains(squeeze(block.strip().replaceFirst("\\}\\z", "")));
        }
    }

    private static String squeeze(String code) {
        return code.replace("public static", "static").replaceAll("\\s+", "");
    }
}
