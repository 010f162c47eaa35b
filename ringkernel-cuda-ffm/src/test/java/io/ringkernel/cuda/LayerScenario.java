package io.ringkernel.cuda;

import static io.ringkernel.cuda.ForkedJvm.fact;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Uses every part of the layer once and prints what came of it; runs on a GPU and on the stand-in
 * alike.
 */
final class LayerScenario {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int COUNT = 1000;

    private LayerScenario() {}

    public static void main(String[] arguments) {
        CudaDriver driver = CudaDriver.require();
        CudaDevice device = driver.device(0);
        describe(driver, device);
        try (CudaContext context = CudaContext.retain(device)) {
            fact("memory is free", context.memoryInfo().freeBytes() > 0);
            try (CudaStream stream = CudaStream.create(context);
                    CudaModule module =
                            CudaModule.load(
                                    context,
                                    NativeBuild.resource("layer_kernels.ptx")
                                            .getBytes(StandardCharsets.UTF_8))) {
                functions(module);
                pinned(context, stream, module);
                deviceMemory(context, stream, module);
                cooperative(context, stream, module);
                refusals(context, stream, module);
            }
            closing(context);
        }
        report();
    }

    private static void describe(CudaDriver driver, CudaDevice device) {
        fact("version", driver.version());
        fact("devices", driver.deviceCount());
        fact("name", device.name());
        fact("uuid", device.uuid());
        fact("pci", device.pciBusId());
        fact("architecture", device.architecture());
        boolean positive =
                device.multiprocessors() > 0
                        && device.totalMemory() > 0
                        && device.l2CacheBytes() > 0
                        && device.maxSharedBytesPerBlock() > 0
                        && device.clockKiloHertz() > 0;
        fact("sizes are positive", positive);
        int known = 0;
        for (DeviceAttribute attribute : DeviceAttribute.values()) {
            known += device.attribute(attribute) >= -1 ? 1 : 0;
        }
        fact("all attributes known", known == DeviceAttribute.values().length);
        fact("attribute by name", device.attribute(DeviceAttribute.WARP_SIZE));
    }

    private static void functions(CudaModule module) {
        CudaFunction fill = module.function("fill");
        boolean plausible =
                fill.registers() > 0
                        && fill.localBytes() >= 0
                        && fill.staticSharedBytes() >= 0
                        && fill.maxThreadsPerBlock() > 0
                        && fill.maxDynamicSharedBytes() > 0
                        && fill.maxBlocksPerMultiprocessor(256, 0) > 0;
        fact("function attributes plausible", plausible);
        fill.setMaxDynamicSharedBytes(64 * 1024);
        fact("global bytes", module.global("answer").bytes());
    }

    private static void pinned(CudaContext context, CudaStream stream, CudaModule module) {
        try (PinnedMemory memory = PinnedMemory.allocate(context, COUNT * 8L);
                Arena arena = Arena.ofConfined()) {
            MemorySegment words = memory.segment();
            boolean zero = true;
            for (int index = 0; index < COUNT; index++) {
                zero &= words.getAtIndex(ValueLayout.JAVA_LONG, index) == 0;
            }
            fact("pinned memory is zero", zero);
            KernelArguments arguments =
                    KernelArguments.builder()
                            .add(memory)
                            .addInt(COUNT)
                            .addLong(-7)
                            .addDouble(2.5)
                            .build(arena);
            module.function("fill").launch(Dim3.of(4), Dim3.of(64), 0, stream, arguments);
            fact("kernel done", stream.await(LIMIT));
            boolean filled = true;
            for (int index = 0; index < COUNT; index++) {
                filled &=
                        words.getAtIndex(ValueLayout.JAVA_LONG, index) == -7 + (long) (2.5 * index);
            }
            fact("kernel wrote pinned memory", filled);
        }
    }

    private static void deviceMemory(CudaContext context, CudaStream stream, CudaModule module) {
        try (DeviceMemory source = DeviceMemory.allocate(context, COUNT * 8L);
                DeviceMemory target = DeviceMemory.allocate(context, COUNT * 8L);
                PinnedMemory host = PinnedMemory.allocate(context, COUNT * 8L);
                Arena arena = Arena.ofConfined()) {
            MemorySegment words = host.segment();
            words.fill((byte) 1);
            source.zero(stream);
            source.copyTo(0, host, 0, COUNT * 8L, stream);
            stream.synchronize();
            fact("device memory zeroed", words.getAtIndex(ValueLayout.JAVA_LONG, COUNT - 1) == 0);

            words.setAtIndex(ValueLayout.JAVA_LONG, 5, 55);
            source.copyFrom(8, host, 40, 8, stream);
            source.copyTo(8, target, 16, 8, stream);
            target.copyTo(16, host, 0, 8, stream);
            stream.synchronize();
            fact("copied", words.getAtIndex(ValueLayout.JAVA_LONG, 0));
            fact(
                    "copy out of range",
                    outcome(() -> source.copyTo(COUNT * 8L - 4, host, 0, 8, stream)));

            KernelArguments arguments =
                    KernelArguments.builder()
                            .add(source)
                            .addInt(1)
                            .addLong(99)
                            .addDouble(0)
                            .build(arena);
            module.function("fill").launch(Dim3.of(1), Dim3.of(32), 0, stream, arguments);
            source.copyTo(0, host, 0, 8, stream);
            stream.synchronize();
            fact("kernel wrote device memory", words.getAtIndex(ValueLayout.JAVA_LONG, 0));
        }
    }

    private static void cooperative(CudaContext context, CudaStream stream, CudaModule module) {
        CudaFunction meet = module.function("meet");
        int blocks = meet.maxBlocksPerMultiprocessor(32, 0) * context.device().multiprocessors();
        int grid = Math.min(blocks, 64);
        try (PinnedMemory counters = PinnedMemory.allocate(context, 64);
                DeviceMemory onDevice = DeviceMemory.allocate(context, 64);
                Arena arena = Arena.ofConfined()) {
            onDevice.zero(stream);
            KernelArguments arguments = KernelArguments.builder().add(onDevice).build(arena);
            meet.launchCooperative(Dim3.of(grid), Dim3.of(32), 0, stream, arguments);
            onDevice.copyTo(0, counters, 0, 64, stream);
            fact("cooperative kernel done", stream.await(LIMIT));
            fact("all blocks met", counters.segment().getAtIndex(ValueLayout.JAVA_INT, 1) == grid);
            fact(
                    "grid too large",
                    outcome(() ->
                            meet.launchCooperative(
                                    Dim3.of(1_000_000), Dim3.of(32), 0, stream, arguments)));
        }
    }

    private static void refusals(CudaContext context, CudaStream stream, CudaModule module) {
        fact("unknown kernel", outcome(() -> module.function("nobody")));
        fact(
                "no image",
                outcome(() ->
                        CudaModule.load(context, "garbage".getBytes(StandardCharsets.UTF_8))));
        fact("too much memory", outcome(() -> DeviceMemory.allocate(context, 1L << 45)));
        fact("no memory", outcome(() -> PinnedMemory.allocate(context, 0)));
        fact("stream still good", stream.query());
    }

    private static void closing(CudaContext context) {
        CudaStream stream = CudaStream.create(context);
        PinnedMemory pinned = PinnedMemory.allocate(context, 16);
        DeviceMemory memory = DeviceMemory.allocate(context, 16);
        for (int times = 0; times < 2; times++) {
            stream.close();
            pinned.close();
            memory.close();
        }
        fact("closed stream", outcome(stream::query));
        fact("closed pinned memory", outcome(pinned::segment));
        fact("closed device memory", outcome(memory::pointer));
        SymbolLookup.libraryLookup(DriverLibrary.SONAME, Arena.global())
                .find("fakeLive")
                .ifPresent(function -> fact("leaked", call(function)));
    }

    private static int call(MemorySegment function) {
        try {
            return (int)
                    Linker.nativeLinker()
                            .downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT))
                            .invokeExact(function);
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void report() {
        MachineReport report = MachineReport.gather();
        fact("report gpus", report.gpus().size());
        fact("report links", report.links().size());
        fact("report driver", report.driver().usable());
        fact("report free memory", report.gpus().getFirst().memoryFree().isPresent());
    }

    /** The exception's type and message, on one line. */
    static String outcome(Runnable action) {
        try {
            action.run();
            return "nothing thrown";
        } catch (RuntimeException thrown) {
            return thrown.getClass().getSimpleName() + " " + thrown.getMessage();
        }
    }
}
