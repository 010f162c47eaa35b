package io.ringkernel.cuda.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvccCompilerTest {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @TempDir private Path folder;

    @Test
    void shouldMakeACubinAndLeaveNoFiles() throws IOException {
        CompiledImage image =
                real(LIMIT)
                        .compile(
                                Kernels.GOOD,
                                Kernels.ARCHITECTURE,
                                Kernels.OPTIONS.withLineInfo(true));

        assertThat(Kernels.isElf(image.bytes())).isTrue();
        assertThat(image.compiler()).matches("nvcc \\d+\\.\\d+");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldReturnWarningsInTheLog() {
        CompiledImage image =
                real(LIMIT).compile(Kernels.UNTIDY, Kernels.ARCHITECTURE, CompileOptions.DEFAULT);

        assertThat(image.log()).contains("warning").contains("unused");
    }

    @Test
    void shouldShowTheLineThatDoesNotCompile() {
        NvccCompiler compiler = real(LIMIT);

        KernelCompilationException failure =
                catchThrowableOfType(
                        KernelCompilationException.class,
                        () ->
                                compiler.compile(
                                        Kernels.BAD, Kernels.ARCHITECTURE, CompileOptions.DEFAULT));

        assertThat(failure.isSourceError()).isTrue();
        assertThat(failure)
                .hasMessageStartingWith("kernel does not compile: compiler=nvcc ")
                .hasMessageContaining("architecture=sm_90")
                .hasMessageContaining("kernel.cu(2): error")
                .hasMessageContaining("nowhere");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldBlameTheCompilerForAnArchitectureThatItDoesNotKnow() {
        NvccCompiler compiler = real(LIMIT);

        KernelCompilationException failure =
                catchThrowableOfType(
                        KernelCompilationException.class,
                        () -> compiler.compile(Kernels.UNTIDY, "sm_999", CompileOptions.DEFAULT));

        assertThat(failure.isSourceError()).isFalse();
        assertThat(failure)
                .hasMessageContaining("compiler failed")
                .hasMessageContaining("exit code");
    }

    @Test
    void shouldStopACompilerThatDoesNotEnd() throws IOException {
        NvccCompiler compiler =
                new NvccCompiler(script("sleep 60"), "0.0", folder, Duration.ofMillis(300));

        KernelCompilationException failure =
                catchThrowableOfType(
                        KernelCompilationException.class,
                        () ->
                                compiler.compile(
                                        Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS));

        assertThat(failure.isSourceError()).isFalse();
        assertThat(failure).hasMessageContaining("stopped after its limit");
        assertThat(folder.toFile().list()).containsExactly("nvcc");
    }

    @Test
    void shouldRefuseAnArchitectureThatIsNone() {
        NvccCompiler compiler = new NvccCompiler(folder.resolve("nvcc"), "0.0", folder, LIMIT);

        assertThatThrownBy(() -> compiler.compile(Kernels.GOOD, "sm_90 --help", Kernels.OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a real architecture such as sm_90: architecture=sm_90 --help");
    }

    @Test
    void shouldSayWhereItWasSought() {
        CompilerSearch search =
                NvccCompiler.find(
                        ToolPaths.of(Map.<String, String>of()::get, Map.<String, String>of()::get));

        assertThat(search.compiler()).isEmpty();
        assertThat(search.reason())
                .isEqualTo("nvcc: not found on the PATH, in CUDA_HOME or in CUDA_PATH");
    }

    @Test
    void shouldSayThatTheProgramFoundIsNoCompiler() throws IOException {
        String nvcc = script("echo nonsense").toString();
        CompilerSearch search =
                NvccCompiler.find(
                        ToolPaths.of(
                                Map.of("ringkernel.nvcc", nvcc)::get,
                                Map.<String, String>of()::get));

        assertThat(search.reason()).contains("does not tell its version: exit code 0");
    }

    private NvccCompiler real(Duration limit) {
        CompilerSearch search = NvccCompiler.find(ToolPaths.ofProcess());
        assumeTrue(search.compiler().isPresent(), "skipped: " + search.reason());
        KernelCompiler found = search.compiler().orElseThrow();
        return new NvccCompiler(
                Path.of(found.location()), found.identity().replace("nvcc ", ""), folder, limit);
    }

    private Path script(String body) throws IOException {
        Path script = folder.resolve("nvcc");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
