package io.ringkernel.cuda.backend;

import io.ringkernel.LifecycleException;
import io.ringkernel.RingKernelException;
import io.ringkernel.SchemaMismatchException;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaDevice;
import io.ringkernel.cuda.CudaFunction;
import io.ringkernel.cuda.CudaModule;
import io.ringkernel.cuda.CudaStream;
import io.ringkernel.cuda.DeviceMemory;
import io.ringkernel.cuda.Dim3;
import io.ringkernel.cuda.KernelArguments;
import io.ringkernel.cuda.compile.CompileOptions;
import io.ringkernel.cuda.compile.KernelImage;
import io.ringkernel.cuda.compile.KernelImages;
import io.ringkernel.kernels.DeviceLayouts;
import io.ringkernel.kernels.KernelSource;
import io.ringkernel.kernels.PoolLayouts;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistent kernel of one runtime. Between launches everything that actors are lives in device
 * and pinned memory, so that a launch can be stopped and the next one, perhaps of another image,
 * goes on where it left off. Every method but the getters is called under the lock of {@link
 * Residents}.
 */
final class ResidentKernel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResidentKernel.class);
    private static final long LEASE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long HEARTBEAT_NANOS = Duration.ofMillis(1).toNanos();
    private static final int[] WINDOW_SLOTS = {512, 256, 128, 64, 32, 16};
    private static final long DEVICE_BYTES = DeviceLayouts.DEVICE.size();

    /** Shared memory that the driver takes of every block for itself. */
    private static final int RESERVED_SHARED_BYTES = 1024;

    /** Registers are handed out to a warp in units of so many. */
    private static final int REGISTER_UNIT = 256;

    /** Pinned memory in which the device reports its layouts. */
    static final long REPORT_BYTES = 64 << 10;

    private final CudaContext context;
    private final Control control;
    private final @Nullable Pool pool;
    private final int maxActors;
    private final Duration timeout;
    private final CudaStream stream;
    private final CudaStream poolStream;
    private final DeviceMemory blocks;
    private final PinnedHeap.Block report;
    private @Nullable CudaModule module;
    private @Nullable CudaFunction kernel;
    private @Nullable CudaFunction poolKernel;
    private volatile int windowSlots;
    private volatile long generation;
    private volatile boolean resident;

    ResidentKernel(
            CudaContext context,
            PinnedHeap pinned,
            Control control,
            @Nullable Pool pool,
            int maxActors,
            Duration timeout) {
        this.context = context;
        this.control = control;
        this.pool = pool;
        this.maxActors = maxActors;
        this.timeout = timeout;
        this.stream = CudaStream.create(context);
        this.poolStream = CudaStream.create(context);
        this.blocks =
                DeviceMemory.allocate(
                        context, DEVICE_BYTES + maxActors * DeviceLayouts.ACTOR.size());
        this.report = pinned.take(REPORT_BYTES);
        blocks.zero(stream);
        if (pool != null) {
            pool.clear(poolStream);
        }
    }

    /** Returns the stream on which the pool's kernel runs, for copies while none does. */
    CudaStream poolStream() {
        return poolStream;
    }

    /** Returns the number of slots of 64 bytes in a window of the image that is loaded. */
    int windowSlots() {
        return windowSlots;
    }

    /** Returns the number of the last launch, from 1; 0 before the first. */
    long generation() {
        return generation;
    }

    /** Returns whether it was launched and not stopped since; it may have ended by itself. */
    boolean isResident() {
        return resident;
    }

    /**
     * Returns whether the grid, launched and not stopped, is still at work.
     *
     * @throws io.ringkernel.cuda.CudaException if it ended in an error
     */
    boolean isRunning() {
        boolean ended = stream.query();
        boolean poolEnded = pool != null && poolStream.query();
        return !ended && !poolEnded;
    }

    /** Compiles, or finds in the cache, the image of this source. Needs no device and no lock. */
    KernelImage image(KernelSource source) {
        return KernelImages.ofProcess()
                .cubin(source.text(), context.device().architecture(), CompileOptions.DEFAULT);
    }

    /**
     * Loads an image and checks that it lays structures as the host does, and that its behaviours
     * were made for the messages that the host has. No kernel may be on the device.
     */
    void load(KernelImage image, KernelSource source, Residents.Share others) {
        CudaModule loaded = CudaModule.load(context, image.bytes());
        boolean good = false;
        try {
            checkLayouts(loaded.function(KernelSource.LAYOUT_KERNEL), source);
            CudaFunction function = loaded.function(KernelSource.KERNEL);
            CudaFunction poolFunction =
                    pool == null ? null : loaded.function(KernelSource.POOL_KERNEL);
            int slots = fitWindows(function, others.plus(share(poolFunction)));
            if (pool != null && poolFunction != null) {
                poolFunction.setMaxDynamicSharedBytes(pool.sharedBytes());
            }
            function.setMaxDynamicSharedBytes(KernelSource.sharedBytes(slots));
            unload();
            module = loaded;
            kernel = function;
            poolKernel = poolFunction;
            windowSlots = slots;
            good = true;
        } finally {
            if (!good) {
                loaded.close(); // what was loaded before goes on
            }
        }
        LOG.debug("loaded: image={}, windowSlots={}", image, windowSlots);
    }

    /** Puts the grid of the loaded image on the device. */
    void launch() {
        CudaFunction function = kernel;
        if (function == null) {
            throw new IllegalStateException("no image is loaded");
        }
        long next = generation + 1;
        generation = next;
        try (Arena arena = Arena.ofConfined()) {
            function.launchCooperative(
                    Dim3.of(maxActors + 1),
                    Dim3.of(KernelSource.BLOCK_THREADS),
                    KernelSource.sharedBytes(windowSlots),
                    stream,
                    KernelArguments.builder().addStruct(parameters(arena)).build(arena));
            launchPool(arena);
        }
        resident = true;
    }

    private void launchPool(Arena arena) {
        Pool shared = pool;
        CudaFunction function = poolKernel;
        if (shared != null && function != null) {
            MemorySegment params = shared.parameters(arena, blocks.pointer(), generation);
            function.launch(
                    Dim3.of(shared.blocks()),
                    Dim3.of(PoolLayouts.BLOCK_THREADS),
                    shared.sharedBytes(),
                    poolStream,
                    KernelArguments.builder().addStruct(params).build(arena));
        }
    }

    /**
     * Ends the running grid; actors keep their state and their mailboxes.
     *
     * @throws LifecycleException if it does not end in time, as when a handler loops for ever
     */
    void stop() {
        if (!resident) {
            return;
        }
        control.stop(generation);
        if (!stream.await(timeout) || !poolStream.await(timeout)) {
            throw new LifecycleException(
                    "the kernel did not end: waited="
                            + timeout
                            + "; a handler that does not return holds it, or a reply ring that nobody reads");
        }
        resident = false;
    }

    /** Returns what the loaded image takes of a multiprocessor while it is resident. */
    Residents.Share share() {
        CudaFunction function = kernel;
        return function == null
                ? Residents.Share.NONE
                : share(function, windowSlots).plus(share(poolKernel));
    }

    @Override
    public void close() {
        unload();
        blocks.close();
        poolStream.close();
        stream.close();
    }

    private void unload() {
        if (module != null) {
            kernel = null;
            poolKernel = null;
            module.close();
            module = null;
        }
    }

    /**
     * Takes the largest windows with which the whole grid is resident at once, beside the other
     * kernels.
     */
    private int fitWindows(CudaFunction function, Residents.Share others) {
        CudaDevice device = context.device();
        for (int slots : WINDOW_SLOTS) {
            if (share(function, slots).plus(others).fits(device)) {
                return slots;
            }
        }
        throw new RingKernelException(
                "the device cannot hold so many pinned actors at once: maxActors="
                        + maxActors
                        + ", multiprocessors="
                        + device.multiprocessors()
                        + ", registers="
                        + function.registers()
                        + ", takenByOtherRuntimes="
                        + others
                        + "; lower maxActors of the builder");
    }

    private Residents.Share share(CudaFunction function, int slots) {
        return share(
                function, maxActors + 1, KernelSource.BLOCK_WARPS, KernelSource.sharedBytes(slots));
    }

    /** Returns what the pool's kernel takes; nothing if there is none. */
    private Residents.Share share(@Nullable CudaFunction function) {
        return pool == null || function == null
                ? Residents.Share.NONE
                : share(
                        function,
                        pool.blocks(),
                        PoolLayouts.BLOCK_THREADS / KernelSource.WARP_THREADS,
                        pool.sharedBytes());
    }

    private Residents.Share share(CudaFunction function, int blocks, int warps, int sharedBytes) {
        int multiprocessors = context.device().multiprocessors();
        int perMultiprocessor = (blocks + multiprocessors - 1) / multiprocessors;
        long registers =
                warps
                        * CacheLine.roundUp(
                                (long) function.registers() * KernelSource.WARP_THREADS,
                                REGISTER_UNIT);
        int shared = sharedBytes + RESERVED_SHARED_BYTES;
        return new Residents.Share(
                perMultiprocessor, perMultiprocessor * shared, perMultiprocessor * (int) registers);
    }

    private MemorySegment parameters(Arena arena) {
        Struct layout = DeviceLayouts.PARAMS;
        MemorySegment params = arena.allocate(layout.size(), layout.alignment());
        params.set(ValueLayout.JAVA_LONG, layout.offset("host"), control.hostAddress());
        params.set(ValueLayout.JAVA_LONG, layout.offset("device"), blocks.pointer());
        params.set(ValueLayout.JAVA_LONG, layout.offset("actorHosts"), control.actorsAddress());
        params.set(ValueLayout.JAVA_LONG, layout.offset("actors"), blocks.pointer() + DEVICE_BYTES);
        params.set(ValueLayout.JAVA_LONG, layout.offset("commands"), control.commandsAddress());
        params.set(ValueLayout.JAVA_LONG, layout.offset("generation"), generation);
        params.set(ValueLayout.JAVA_LONG, layout.offset("leaseNanos"), LEASE_NANOS);
        params.set(ValueLayout.JAVA_LONG, layout.offset("heartbeatNanos"), HEARTBEAT_NANOS);
        params.set(ValueLayout.JAVA_INT, layout.offset("commandsShift"), control.commandsShift());
        params.set(ValueLayout.JAVA_INT, layout.offset("windowSlots"), windowSlots);
        return params;
    }

    private void checkLayouts(CudaFunction probe, KernelSource source) {
        List<Struct> structs = source.structs();
        List<Long> expected = new ArrayList<>(DeviceLayouts.expected(structs));
        for (KernelSource.Behavior behavior : source.behaviors()) {
            expected.add(behavior.messages().fingerprint());
            expected.add(behavior.replies().fingerprint());
        }
        if (expected.size() * (long) Long.BYTES > REPORT_BYTES) {
            throw new RingKernelException(
                    "too many structures to check: fields=" + expected.size());
        }
        try (Arena arena = Arena.ofConfined()) {
            KernelArguments arguments =
                    KernelArguments.builder().addLong(report.address()).build(arena);
            probe.launch(Dim3.of(1), Dim3.of(1), 0, stream, arguments);
        }
        if (!stream.await(timeout)) {
            throw new RingKernelException(
                    "the device does not answer: waited="
                            + timeout
                            + "; another process may hold it with a kernel that does not end");
        }
        long[] reported = report.memory().toArray(ValueLayout.JAVA_LONG);
        int at = 0;
        for (Struct struct : structs) {
            at = check(struct.name(), "size", expected, reported, at);
            for (Struct.Field field : struct.fields()) {
                at = check(struct.name(), field.name(), expected, reported, at);
            }
        }
        for (KernelSource.Behavior behavior : source.behaviors()) {
            at = checkSchema(behavior, "messages", expected, reported, at);
            at = checkSchema(behavior, "replies", expected, reported, at);
        }
    }

    private static int checkSchema(
            KernelSource.Behavior behavior,
            String what,
            List<Long> expected,
            long[] reported,
            int at) {
        if (expected.get(at) != reported[at]) {
            throw new SchemaMismatchException(
                    "the kernel was made for another version of the messages: behavior=%s, %s, host=%016x, device=%016x; this is a bug, please report it"
                            .formatted(behavior.name(), what, expected.get(at), reported[at]));
        }
        return at + 1;
    }

    private static int check(
            String struct, String what, List<Long> expected, long[] reported, int at) {
        if (expected.get(at) != reported[at]) {
            throw new RingKernelException(
                    "host and device disagree about a structure: struct="
                            + struct
                            + ", "
                            + what
                            + ", host="
                            + expected.get(at)
                            + ", device="
                            + reported[at]
                            + "; this is a bug, please report it");
        }
        return at + 1;
    }
}
