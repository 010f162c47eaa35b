package io.ringkernel.cuda.compile;

import io.ringkernel.cuda.compile.KernelImage.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets device images: from the cache, from the class path, or from a compiler, in this order.
 * Compilers are looked for when the first image needs one. Safe for use by any thread; of two that
 * want the same image, the second waits and finds it cached.
 */
public final class KernelImages {
    /**
     * Where images compiled at build time lie on the class path: {@code KEY.cubin} in this folder.
     */
    public static final String RESOURCE_FOLDER = "META-INF/ringkernel/images/";

    private static final Logger LOG = LoggerFactory.getLogger(KernelImages.class);

    private static final class Holder {
        private static final KernelImages INSTANCE = of(ToolPaths.ofProcess());
    }

    private final ImageCache cache;
    private final ClassLoader resources;
    private final List<Supplier<CompilerSearch>> compilers;
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    KernelImages(
            ImageCache cache, ClassLoader resources, List<Supplier<CompilerSearch>> compilers) {
        this.cache = cache;
        this.resources = resources;
        this.compilers =
                compilers.stream()
                        .map(Once::new)
                        .map(once -> (Supplier<CompilerSearch>) once)
                        .toList();
    }

    /** Returns the images of this process. */
    public static KernelImages ofProcess() {
        return Holder.INSTANCE;
    }

    static KernelImages of(ToolPaths paths) {
        return new KernelImages(
                ImageCache.of(paths),
                KernelImages.class.getClassLoader(),
                List.of(() -> NvrtcCompiler.find(paths), () -> NvccCompiler.find(paths)));
    }

    /** Returns the key under which cache and class path hold the image of this source. */
    public static String key(String source, String architecture, CompileOptions options) {
        return ImageKey.of(source, Architecture.check(architecture), options);
    }

    /** Returns the cache. */
    public ImageCache cache() {
        return cache;
    }

    /**
     * Returns why no image can be had here, whatever is wanted: nothing is cached, nothing lies on
     * the class path, and there is no compiler. Looks for a compiler only if the first two are so.
     *
     * @return the reason and what to install; empty if there may be an image
     */
    public Optional<String> whyNone() {
        if (!cache.isEmpty() || resources.getResource(RESOURCE_FOLDER) != null) {
            return Optional.empty();
        }
        List<CompilerSearch> searches = compilers.stream().map(Supplier::get).toList();
        if (searches.stream().anyMatch(search -> search.compiler().isPresent())) {
            return Optional.empty();
        }
        return Optional.of(
                "kernels cannot be compiled here, and none is cached: "
                        + searches.stream()
                                .map(CompilerSearch::reason)
                                .collect(Collectors.joining("; "))
                        + ". "
                        + KernelImageException.WHAT_TO_INSTALL);
    }

    /**
     * Gets an image.
     *
     * @param source CUDA C++, one translation unit
     * @param architecture the exact architecture, such as {@code sm_90} ({@code
     *     CudaDevice.architecture()})
     * @param options how to compile
     * @throws KernelCompilationException if the source does not compile
     * @throws KernelImageException if there is neither image nor working compiler, with every
     *     reason
     * @throws IllegalArgumentException if {@code architecture} is not of the form {@code sm_NN}
     */
    public KernelImage cubin(String source, String architecture, CompileOptions options) {
        long start = System.nanoTime();
        String key = key(source, architecture, options);
        Object lock = locks.computeIfAbsent(key, ignored -> new Object());
        synchronized (lock) {
            return find(source, architecture, options, key, start);
        }
    }

    private KernelImage find(
            String source, String architecture, CompileOptions options, String key, long start) {
        Optional<CompiledImage> cached = cache.find(key);
        if (cached.isPresent()) {
            return image(cached.get(), key, Origin.CACHE, start);
        }
        Optional<CompiledImage> built = resource(key);
        if (built.isPresent()) {
            return image(built.get(), key, Origin.CLASS_PATH, start);
        }
        CompiledImage compiled = compile(source, architecture, options, key);
        cache.store(key, compiled);
        return image(compiled, key, Origin.COMPILED, start);
    }

    private CompiledImage compile(
            String source, String architecture, CompileOptions options, String key) {
        List<String> reasons = new ArrayList<>();
        reasons.add(
                "cache: no image in "
                        + cache.folder().map(Object::toString).orElse("(switched off)"));
        reasons.add("class path: no resource " + RESOURCE_FOLDER + key + ".cubin");
        for (Supplier<CompilerSearch> supplier : compilers) {
            CompilerSearch search = supplier.get();
            if (search.compiler().isEmpty()) {
                reasons.add(search.reason());
                continue;
            }
            try {
                return search.compiler().get().compile(source, architecture, options);
            } catch (KernelCompilationException failure) {
                if (failure.isSourceError()) {
                    throw failure;
                }
                LOG.warn("{}", failure.getMessage());
                reasons.add(failure.getMessage());
            }
        }
        throw new KernelImageException(architecture, key, reasons);
    }

    private Optional<CompiledImage> resource(String key) {
        try (InputStream in = resources.getResourceAsStream(RESOURCE_FOLDER + key + ".cubin")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new CompiledImage(in.readAllBytes(), "build", ""));
        } catch (IOException unreadable) {
            LOG.warn("image on the class path ignored: key={}", key, unreadable);
            return Optional.empty();
        }
    }

    private static KernelImage image(CompiledImage image, String key, Origin origin, long start) {
        KernelImage result =
                new KernelImage(image, key, origin, Duration.ofNanos(System.nanoTime() - start));
        LOG.debug("{}", result);
        return result;
    }

    /** Searches at most once. */
    private static final class Once implements Supplier<CompilerSearch> {
        private final Supplier<CompilerSearch> search;
        private volatile @Nullable CompilerSearch found;

        Once(Supplier<CompilerSearch> search) {
            this.search = search;
        }

        @Override
        public CompilerSearch get() {
            CompilerSearch result = found;
            if (result == null) {
                synchronized (this) {
                    result = found;
                    if (result == null) {
                        result = search.get();
                        found = result;
                    }
                }
            }
            return result;
        }
    }
}
