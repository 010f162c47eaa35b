package io.ringkernel.cuda.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.cuda.NativeBuild;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * NVRTC's functions and errors on a stand-in library, and one real compilation where NVRTC is
 * installed.
 */
class NvrtcCompilerTest {
    @TempDir private Path folder;

    @Test
    void shouldCompileWithTheBuiltinsOfItsOwnFolder() {
        CompiledImage image =
                standIn().compile(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);

        assertThat(new String(image.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "CUBIN --gpu-architecture=sm_90 -default-device -std=c++17 --fmad=false -DFACTOR=2\n"
                                + Kernels.GOOD);
        assertThat(image.compiler()).isEqualTo("NVRTC 13.0");
        assertThat(image.log()).isEmpty();
    }

    @Test
    void shouldReturnWarningsInTheLog() {
        CompiledImage image =
                standIn().compile(Kernels.UNTIDY, Kernels.ARCHITECTURE, CompileOptions.DEFAULT);

        assertThat(image.log()).contains("warning");
    }

    @Test
    void shouldShowTheErrorWithoutTheWarningsAroundIt() {
        KernelCompiler compiler = standIn();

        KernelCompilationException failure =
                catchThrowableOfType(
                        KernelCompilationException.class,
                        () ->
                                compiler.compile(
                                        "a syntax error",
                                        Kernels.ARCHITECTURE,
                                        CompileOptions.DEFAULT));

        assertThat(failure.isSourceError()).isTrue();
        assertThat(failure.getMessage().lines())
                .containsExactly(
                        "kernel does not compile: compiler=NVRTC 13.0, architecture=sm_90",
                        "kernel.cu(3): error: expected a \";\"",
                        "  syntax error",
                        "         ^",
                        "1 error detected in the compilation of \"kernel.cu\".");
        assertThat(failure.log()).contains("warning #177-D");
    }

    @Test
    void shouldTellABrokenCompilerFromABrokenSource() {
        KernelCompiler compiler = standIn();

        KernelCompilationException failure =
                catchThrowableOfType(
                        KernelCompilationException.class,
                        () ->
                                compiler.compile(
                                        "an internal error",
                                        Kernels.ARCHITECTURE,
                                        CompileOptions.DEFAULT));

        assertThat(failure.isSourceError()).isFalse();
        assertThat(failure).hasMessageContaining("reason=NVRTC_ERROR_INTERNAL_ERROR");
    }

    @Test
    void shouldSayWhatWasTried() {
        CompilerSearch search =
                NvrtcCompiler.find(
                        ToolPaths.of(
                                Map.of("ringkernel.nvrtc", folder + "/libnvrtc.so.99")::get,
                                Map.<String, String>of()::get));

        assertThat(search.compiler()).isEmpty();
        assertThat(search.reason())
                .isEqualTo("NVRTC: not found; tried " + folder + "/libnvrtc.so.99");
    }

    @Test
    void shouldSayThatALibraryIsTooOldForCubins() {
        Path old =
                NativeBuild.sharedLibrary(
                        "int nvrtcVersion(void) { return 0; }", folder.resolve("libnvrtc.so.12"));
        CompilerSearch search =
                NvrtcCompiler.find(
                        ToolPaths.of(
                                Map.of("ringkernel.nvrtc", old.toString())::get,
                                Map.<String, String>of()::get));

        assertThat(search.compiler()).isEmpty();
        assertThat(search.reason()).contains("too old").contains("nvrtcCreateProgram");
    }

    @Test
    void shouldCompileForReal() {
        CompilerSearch search = NvrtcCompiler.find(ToolPaths.ofProcess());
        assumeTrue(search.compiler().isPresent(), "skipped: " + search.reason());

        KernelCompiler compiler = search.compiler().orElseThrow();
        CompiledImage image = compiler.compile(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);
        assertThat(Kernels.isElf(image.bytes())).isTrue();

        KernelCompilationException failure =
                catchThrowableOfType(
                        KernelCompilationException.class,
                        () ->
                                compiler.compile(
                                        Kernels.BAD, Kernels.ARCHITECTURE, CompileOptions.DEFAULT));
        assertThat(failure)
                .hasMessageContaining("kernel.cu(2): error")
                .hasMessageContaining("nowhere");
    }

    private KernelCompiler standIn() {
        NativeBuild.sharedLibrary(
                "int builtins;",
                folder.resolve("libnvrtc-builtins.so.fake"),
                "-Wl,-soname,libnvrtc-builtins.so.fake");
        NativeBuild.sharedLibrary(
                NativeBuild.resource("fake_nvrtc.c"), folder.resolve("libnvrtc.so.13"));
        CompilerSearch search =
                NvrtcCompiler.find(
                        ToolPaths.of(
                                Map.of("ringkernel.nvrtc", folder.toString())::get,
                                Map.<String, String>of()::get));
        assertThat(search.compiler()).as(search.reason()).isPresent();
        assertThat(search.compiler().orElseThrow().location())
                .isEqualTo(folder.resolve("libnvrtc.so.13").toString());
        return search.compiler().orElseThrow();
    }
}
