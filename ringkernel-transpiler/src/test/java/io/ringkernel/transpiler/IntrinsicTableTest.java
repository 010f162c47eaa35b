package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.kernelcases.IntrinsicCase;
import io.ringkernel.transpiler.ir.GpuIntrinsic;
import io.ringkernel.transpiler.ir.GpuIntrinsics;
import java.io.IOException;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of intrinsics, the methods of the API and the page are the same; nvcc knows them all.
 */
class IntrinsicTableTest {

    private static final Path PAGE = Path.of("../docs/intrinsics.md");

    @TempDir Path directory;

    private static String name(GpuIntrinsic intrinsic) {
        return intrinsic.javaName() + intrinsic.descriptor().descriptorString();
    }

    @Test
    void everyMethodIsInTheTableAndNothingElse() {
        assertThat(GpuIntrinsics.all().stream().map(IntrinsicTableTest::name))
                .containsExactlyInAnyOrderElementsOf(
                        IntrinsicCase.all().stream().map(IntrinsicCase::name).toList());
    }

    @Test
    void nvccAcceptsAKernelOfEach() throws IOException, InterruptedException {
        assumeTrue(
                Processes.isOnPath("nvcc"),
                "nvcc is not on the PATH: generated code is not compiled by it");
        List<TranspiledKernel> kernels = new ArrayList<>();
        for (IntrinsicCase intrinsic : IntrinsicCase.all()) {
            kernels.add(Transpiler.kernel(intrinsic.kernel()));
        }
        KernelTest.compile(directory, KernelTest.unit(kernels));
    }

    @Test
    void noPassMovesOrRemovesOneThatHasEffects() {
        for (GpuIntrinsic intrinsic : GpuIntrinsics.all()) {
            boolean isPure = intrinsic.kind() == GpuIntrinsic.Kind.PURE;
            boolean hasEffect = !intrinsic.kind().effects().isEmpty();
            assertThat(hasEffect).as(name(intrinsic)).isNotEqualTo(isPure);
            boolean mustBePure =
                    intrinsic.owner().equals("Bits") || intrinsic.owner().equals("GpuMath");
            assertThat(isPure || !mustBePure).as(name(intrinsic)).isTrue();
        }
    }

    private static String type(ClassDesc type) {
        return type.displayName();
    }

    private static String row(GpuIntrinsic intrinsic) {
        String parameters =
                intrinsic.descriptor().parameterList().stream()
                        .map(IntrinsicTableTest::type)
                        .collect(Collectors.joining(", "));
        return "| `%s %s(%s)` | `%s` | `%s` | %s | %s |"
                .formatted(
                        type(intrinsic.descriptor().returnType()),
                        intrinsic.javaName(),
                        parameters,
                        intrinsic.cuda().replace("|", "\\|"),
                        intrinsic.ptx(),
                        intrinsic.kind().name().toLowerCase(java.util.Locale.ROOT),
                        intrinsic.ulp() == 0 ? "exact" : intrinsic.ulp() + " ulp");
    }

    @Test
    void pageListsExactlyTheTable() throws IOException {
        List<String> rows = GpuIntrinsics.all().stream().map(IntrinsicTableTest::row).toList();
        if (Boolean.getBoolean("golden.write")) {
            List<String> page =
                    new ArrayList<>(
                            List.of(
                                    "# Intrinsics",
                                    "",
                                    "What a [kernel](kernels.md) may call in package"
                                            + " `io.ringkernel.gpu`, besides what",
                                    "[actors may call](actors-language.md). Written from the table"
                                            + " that the transpiler works with. In the CUDA",
                                    "form `%1` is the first argument; an array with its index is"
                                            + " one argument, the element's address.",
                                    "",
                                    "Kinds: *pure* ones may be moved and left out; all others stay"
                                            + " where they are and run as often as written.",
                                    "*warp* and *barrier* ones must be reached by all threads of"
                                            + " the warp or block. Precision is that of the",
                                    "GPU's result against the exact one; *exact* means the same"
                                            + " bits as on the CPU.",
                                    "",
                                    "| Java | CUDA | PTX | kind | precision |",
                                    "|---|---|---|---|---|"));
            page.addAll(rows);
            Files.write(PAGE, page);
        }
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(rows);
    }
}
