package io.ringkernel.cuda.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.cuda.ForkedJvm;
import io.ringkernel.cuda.compile.KernelImage.Origin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelImagesTest {
    @TempDir private Path folder;

    private final AtomicInteger compilations = new AtomicInteger();
    private final AtomicInteger searches = new AtomicInteger();

    @Test
    void shouldCompileOnceAndThenFindItCached() {
        KernelImage first =
                images(working()).cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);
        KernelImage second =
                images(working()).cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);

        assertThat(first.origin()).isEqualTo(Origin.COMPILED);
        assertThat(second.origin()).isEqualTo(Origin.CACHE);
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(second.compiler()).isEqualTo("stub 1");
        assertThat(compilations).hasValue(1);
        assertThat(searches).as("a cached image needs no compiler").hasValue(1);
    }

    @Test
    void shouldCompileAnewWhenTheEntryIsDamaged() throws IOException {
        KernelImage first =
                images(working()).cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);
        Path entry = folder.resolve(first.key() + ".rkimage");
        byte[] damaged = Files.readAllBytes(entry);
        damaged[damaged.length - 1] ^= 1;
        Files.write(entry, damaged);

        assertThat(
                        images(working())
                                .cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS)
                                .origin())
                .isEqualTo(Origin.COMPILED);
        assertThat(
                        images(working())
                                .cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS)
                                .origin())
                .isEqualTo(Origin.CACHE);
    }

    @Test
    void shouldKeepApartWhateverChangesTheImage() {
        assertThat(
                        Stream.of(
                                        KernelImages.key("a", "sm_90", CompileOptions.DEFAULT),
                                        KernelImages.key("b", "sm_90", CompileOptions.DEFAULT),
                                        KernelImages.key("a", "sm_80", CompileOptions.DEFAULT),
                                        KernelImages.key(
                                                "a",
                                                "sm_90",
                                                CompileOptions.DEFAULT.withFusedMultiplyAdd(true)),
                                        KernelImages.key(
                                                "a",
                                                "sm_90",
                                                CompileOptions.DEFAULT.withLineInfo(true)),
                                        KernelImages.key(
                                                "a",
                                                "sm_90",
                                                CompileOptions.DEFAULT.withDefine("X", "1")),
                                        KernelImages.key(
                                                "a",
                                                "sm_90",
                                                CompileOptions.DEFAULT.withExtra("-DX=1 ")))
                                .distinct())
                .hasSize(7);
        assertThat(
                        KernelImages.key(
                                "a",
                                "sm_90",
                                CompileOptions.DEFAULT.withDefine("X", "1").withDefine("A", "2")))
                .isEqualTo(
                        KernelImages.key(
                                "a",
                                "sm_90",
                                CompileOptions.DEFAULT.withDefine("A", "2").withDefine("X", "1")));
    }

    @Test
    void shouldTakeAnImageFromTheClassPathWithoutACompiler() throws IOException {
        String key = KernelImages.key(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);
        Path resource =
                folder.resolve("classes").resolve(KernelImages.RESOURCE_FOLDER + key + ".cubin");
        Files.createDirectories(resource.getParent());
        Files.write(resource, new byte[] {7, 7});
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.resolve("classes").toUri().toURL()}, null)) {
            KernelImage image =
                    new KernelImages(new ImageCache(folder), loader, List.of())
                            .cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);

            assertThat(image.origin()).isEqualTo(Origin.CLASS_PATH);
            assertThat(image.bytes()).containsExactly(7, 7);
        }
    }

    @Test
    void shouldNotTryAnotherCompilerOnAWrongSource() {
        KernelImages images =
                images(
                        compiler(() -> {
                            throw KernelCompilationException.ofSource(
                                    "stub 1", "sm_90", "kernel.cu(1): error: wrong");
                        }),
                        working());

        KernelCompilationException failure =
                catchThrowableOfType(
                        KernelCompilationException.class,
                        () -> images.cubin(Kernels.BAD, Kernels.ARCHITECTURE, Kernels.OPTIONS));

        assertThat(failure).hasMessageContaining("kernel.cu(1): error: wrong");
        assertThat(compilations).hasValue(0);
    }

    @Test
    void shouldTryTheNextCompilerWhenOneIsBroken() {
        KernelImages images =
                images(
                        compiler(() -> {
                            throw KernelCompilationException.ofCompiler(
                                    "stub 1", "sm_90", "it broke", "");
                        }),
                        working());

        assertThat(images.cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS).origin())
                .isEqualTo(Origin.COMPILED);
    }

    @Test
    void shouldGiveEveryReasonAndWhatToInstall() {
        KernelImages images =
                new KernelImages(
                        new ImageCache(folder),
                        KernelImages.class.getClassLoader(),
                        List.of(
                                () -> NvrtcCompiler.find(ToolPaths.of(name -> null, name -> null)),
                                () -> NvccCompiler.find(ToolPaths.of(name -> null, name -> null))));

        KernelImageException failure =
                catchThrowableOfType(
                        KernelImageException.class,
                        () -> images.cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS));

        assertThat(failure.reasons()).hasSize(4);
        assertThat(failure)
                .hasMessageContaining("no kernel image: architecture=sm_90")
                .hasMessageContaining("cache: no image in " + folder)
                .hasMessageContaining("class path: no resource META-INF/ringkernel/images/")
                .hasMessageContaining("NVRTC: not found; tried nothing, since no place is known")
                .hasMessageContaining("nvcc: not found on the PATH")
                .hasMessageContaining(
                        "Install, in a version that knows the device's architecture, NVRTC")
                .hasMessageContaining("-Dringkernel.nvrtc=");
    }

    @Test
    void shouldSayBeforehandThatNoImageCanBeHad() {
        KernelImages without =
                new KernelImages(
                        new ImageCache(folder),
                        KernelImages.class.getClassLoader(),
                        List.of(() -> CompilerSearch.absent("NVRTC: not found")));

        assertThat(without.whyNone().orElseThrow())
                .contains("none is cached: NVRTC: not found. Install, ");
        assertThat(images(working()).whyNone()).isEmpty();
        assertThat(searches).hasValue(1);

        images(working()).cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);
        assertThat(without.whyNone()).as("an image is cached now").isEmpty();
    }

    @Test
    void shouldCompileOnceForThreadsThatWantTheSame() throws Exception {
        KernelImages images = images(working());
        List<Callable<KernelImage>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            tasks.add(() -> images.cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<KernelImage> image : threads.invokeAll(tasks)) {
                assertThat(image.get().bytes()).containsExactly(1, 2, 3);
            }
        }
        assertThat(compilations).hasValue(1);
    }

    @Test
    void shouldShareTheCacheBetweenProcessesThatStartAtOnce() throws IOException {
        CompilerSearch nvcc = NvccCompiler.find(ToolPaths.ofProcess());
        assumeTrue(nvcc.compiler().isPresent(), "skipped: " + nvcc.reason());

        ForkedJvm jvm =
                new ForkedJvm()
                        .with("--enable-native-access=ALL-UNNAMED", "-Dringkernel.cache=" + folder);
        ForkedJvm.Running one = jvm.start(CompileScenario.class);
        ForkedJvm.Running other = jvm.start(CompileScenario.class);
        ForkedJvm.Result first = ForkedJvm.await(one);
        ForkedJvm.Result second = ForkedJvm.await(other);
        ForkedJvm.Result later = ForkedJvm.await(jvm.start(CompileScenario.class));

        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(first.fact("elf")).isEqualTo("true");
        assertThat(second.fact("elf")).isEqualTo("true");
        assertThat(later.fact("origin")).isEqualTo("CACHE");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactly(later.fact("key") + ".rkimage");
        }
    }

    private KernelImages images(KernelCompiler... compilers) {
        List<Supplier<CompilerSearch>> suppliers = new ArrayList<>();
        for (KernelCompiler compiler : compilers) {
            suppliers.add(() -> {
                searches.incrementAndGet();
                return CompilerSearch.found(compiler);
            });
        }
        return new KernelImages(
                new ImageCache(folder), KernelImages.class.getClassLoader(), suppliers);
    }

    private KernelCompiler working() {
        return compiler(() -> {
            compilations.incrementAndGet();
            return new CompiledImage(new byte[] {1, 2, 3}, "stub 1", "");
        });
    }

    private static KernelCompiler compiler(Supplier<CompiledImage> result) {
        return new KernelCompiler() {
            @Override
            public String identity() {
                return "stub 1";
            }

            @Override
            public String location() {
                return "here";
            }

            @Override
            public CompiledImage compile(
                    String source, String architecture, CompileOptions options) {
                return result.get();
            }
        };
    }
}
