package io.ringkernel.cuda;

import static io.ringkernel.cuda.ForkedJvm.fact;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A kernel faults; prints what each later call says and how closing goes. */
final class StickyErrorScenario {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private StickyErrorScenario() {}

    public static void main(String[] arguments) {
        CudaDevice device = CudaDriver.require().device(0);
        byte[] image = NativeBuild.resource("layer_kernels.ptx").getBytes(StandardCharsets.UTF_8);
        CudaContext context = CudaContext.retain(device);
        CudaStream stream = CudaStream.create(context);
        CudaModule module = CudaModule.load(context, image);
        PinnedMemory pinned = PinnedMemory.allocate(context, 64);
        DeviceMemory memory = DeviceMemory.allocate(context, 64);
        fault(stream, module);
        fact("later call", LayerScenario.outcome(() -> memory.zero(stream)));
        for (AutoCloseable resource : new AutoCloseable[] {memory, pinned, module, stream}) {
            fact(
                    "close " + resource.getClass().getSimpleName(),
                    LayerScenario.outcome(() -> close(resource)));
        }
        fact("close CudaContext", LayerScenario.outcome(context::close));
        fact("close again", LayerScenario.outcome(context::close));
    }

    private static void fault(CudaStream stream, CudaModule module) {
        try (Arena arena = Arena.ofConfined()) {
            KernelArguments none = KernelArguments.builder().addLong(0).build(arena);
            module.function("fault").launch(Dim3.of(1), Dim3.of(1), 0, stream, none);
            stream.await(LIMIT);
            fact("fault", "not noticed");
        } catch (CudaException fault) {
            fact("fault", fault.name());
            fact("code", fault.code());
            fact("function", fault.function());
            fact("described", !fault.description().isEmpty());
            fact("sticky", fault.isSticky());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
