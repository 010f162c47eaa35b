package io.ringkernel.gpu;

import io.ringkernel.Backend;
import io.ringkernel.BackendUnavailableException;
import io.ringkernel.internal.gpu.CpuKernels;
import io.ringkernel.spi.BackendProvider.Availability;
import io.ringkernel.spi.KernelBackend;
import io.ringkernel.spi.KernelProvider;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs kernels on one backend and holds their arrays there. Safe for use by any thread; a launch
 * waits for the end of its kernel.
 *
 * <pre>{@code
 * try (Kernels kernels = Kernels.open(Backend.AUTO)) {
 *   Kernel saxpy = kernels.kernel(Saxpy.class, "saxpy");
 *   GpuArray<float[]> x = kernels.copyOf(xs);
 *   GpuArray<float[]> y = kernels.copyOf(ys);
 *   saxpy.launch(Grid.covering(n, 256), n, 2.0f, x, y);
 *   float[] result = y.toArray();
 * }
 * }</pre>
 */
public final class Kernels implements AutoCloseable {

    /** How long a launch may take unless {@link #open(Backend, Duration)} says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private final Backend backend;
    private final KernelBackend implementation;
    private final Duration timeout;
    private final Map<Method, Kernel> known = new ConcurrentHashMap<>();

    private Kernels(Backend backend, KernelBackend implementation, Duration timeout) {
        this.backend = backend;
        this.implementation = implementation;
        this.timeout = timeout;
    }

    /**
     * Opens a backend for kernels.
     *
     * @param backend {@link Backend#AUTO} takes a GPU if there is one, else the CPU
     * @throws BackendUnavailableException if it cannot be used here, with what to do
     */
    public static Kernels open(Backend backend) {
        return open(backend, DEFAULT_TIMEOUT);
    }

    /**
     * As {@link #open(Backend)}, with another bound for each launch.
     *
     * @param timeout above 0
     */
    public static Kernels open(Backend backend, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be above 0: timeout=" + timeout);
        }
        return switch (backend) {
            case CPU -> new Kernels(Backend.CPU, new CpuKernels(), timeout);
            case CUDA -> new Kernels(Backend.CUDA, cuda(), timeout);
            case AUTO -> automatic(timeout);
        };
    }

    private static Kernels automatic(Duration timeout) {
        try {
            return new Kernels(Backend.CUDA, cuda(), timeout);
        } catch (BackendUnavailableException e) {
            return new Kernels(Backend.CPU, new CpuKernels(), timeout);
        }
    }

    private static KernelBackend cuda() {
        KernelProvider provider =
                find(ServiceLoader.load(KernelProvider.class))
                        .or(() ->
                                find(
                                        ServiceLoader.load(
                                                KernelProvider.class,
                                                Kernels.class.getClassLoader())))
                        .orElseThrow(() ->
                                new BackendUnavailableException(
                                        "no CUDA backend on the class path or module path; add the"
                                                + " artifact io.ringkernel:ringkernel-cuda-ffm"));
        return switch (provider.availability()) {
            case Availability.Available _ -> provider.open();
            case Availability.Unavailable(String reason) ->
                    throw new BackendUnavailableException(reason);
        };
    }

    private static Optional<KernelProvider> find(ServiceLoader<KernelProvider> providers) {
        return providers.stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.backend() == Backend.CUDA)
                .findFirst();
    }

    /** Returns where the kernels run: never {@link Backend#AUTO}. */
    public Backend backend() {
        return backend;
    }

    /** Returns what they run on, in words. */
    public String device() {
        return implementation.device();
    }

    /**
     * Makes a kernel ready: on a GPU it is translated, compiled and loaded. The same method gives
     * the same kernel again.
     *
     * @param owner the class that declares it
     * @param name the name of its one static method of this name: without a result, its parameters
     *     primitives and arrays of primitives other than {@code boolean}
     * @throws IllegalArgumentException if there is no such method, or more than one
     * @throws UnsupportedKernelException if it uses what the backend does not support, with every
     *     such place
     */
    public Kernel kernel(Class<?> owner, String name) {
        List<Method> found =
                Arrays.stream(owner.getDeclaredMethods())
                        .filter(method -> method.getName().equals(name) && !method.isSynthetic())
                        .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "a kernel is the one method of its name: class=%s, name=%s, found=%d"
                            .formatted(owner.getName(), name, found.size()));
        }
        return kernel(found.getFirst());
    }

    /** As {@link #kernel(Class, String)}, for a method whose name others have too. */
    public Kernel kernel(Method method) {
        return known.computeIfAbsent(
                method,
                m -> {
                    Kernel.check(m);
                    return new Kernel(m, implementation.load(m), timeout);
                });
    }

    /** Allocates a zeroed array. */
    public GpuArray<int[]> ints(int length) {
        return allocate(int[].class, length);
    }

    /** Allocates a zeroed array. */
    public GpuArray<long[]> longs(int length) {
        return allocate(long[].class, length);
    }

    /** Allocates a zeroed array. */
    public GpuArray<float[]> floats(int length) {
        return allocate(float[].class, length);
    }

    /** Allocates a zeroed array. */
    public GpuArray<double[]> doubles(int length) {
        return allocate(double[].class, length);
    }

    /**
     * Allocates a zeroed array.
     *
     * @param type such as {@code short[].class}; an array of a primitive other than {@code boolean}
     * @param length 0 or more
     * @throws IllegalArgumentException if one is not so
     */
    public <A> GpuArray<A> allocate(Class<A> type, int length) {
        Class<?> element = type.getComponentType();
        if (element == null || !element.isPrimitive() || element == boolean.class) {
            throw new IllegalArgumentException(
                    "an array of a primitive type other than boolean is needed: type="
                            + type.getTypeName());
        }
        if (length < 0) {
            throw new IllegalArgumentException("length below 0: length=" + length);
        }
        return new GpuArray<>(type, length, implementation.allocate(element, length));
    }

    /**
     * Allocates an array with the content of another.
     *
     * @param array of a primitive type other than {@code boolean}
     */
    @SuppressWarnings("unchecked") // an array's class is that of its type
    public <A> GpuArray<A> copyOf(A array) {
        Class<A> type = (Class<A>) array.getClass();
        if (!type.isArray()) {
            throw new IllegalArgumentException("not an array: type=" + type.getTypeName());
        }
        GpuArray<A> copy = allocate(type, Array.getLength(array));
        copy.copyFrom(array);
        return copy;
    }

    /** Returns the array as memory. */
    static MemorySegment segment(Object array) {
        return switch (array) {
            case byte[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case char[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case float[] a -> MemorySegment.ofArray(a);
            case double[] a -> MemorySegment.ofArray(a);
            default ->
                    throw new IllegalArgumentException(
                            "not an array of a number type: type="
                                    + array.getClass().getTypeName());
        };
    }

    /** Frees all arrays and kernels; they are of no use afterwards. Idempotent. */
    @Override
    public void close() {
        implementation.close();
    }

    @Override
    public String toString() {
        return "Kernels[" + device() + "]";
    }
}
