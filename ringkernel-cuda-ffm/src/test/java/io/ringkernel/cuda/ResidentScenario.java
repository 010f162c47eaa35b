package io.ringkernel.cuda;

import static io.ringkernel.cuda.ForkedJvm.fact;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A kernel stays while another stream copies and computes beside it, and ends when the host says
 * so.
 */
final class ResidentScenario {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final VarHandle WORD =
            ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private ResidentScenario() {}

    public static void main(String[] arguments) {
        try (CudaContext context = CudaContext.retain(CudaDriver.require().device(0));
                CudaStream resident = CudaStream.create(context);
                CudaStream beside = CudaStream.create(context);
                CudaModule module =
                        CudaModule.load(
                                context,
                                NativeBuild.resource("layer_kernels.ptx")
                                        .getBytes(StandardCharsets.UTF_8));
                PinnedMemory words = PinnedMemory.allocate(context, 128);
                PinnedMemory host = PinnedMemory.allocate(context, 64);
                DeviceMemory memory = DeviceMemory.allocate(context, 64);
                Arena arena = Arena.ofConfined()) {
            MemorySegment control = words.segment();
            CudaFunction fill = module.function("fill");
            KernelArguments fillArguments =
                    KernelArguments.builder()
                            .add(memory)
                            .addInt(1)
                            .addLong(123)
                            .addDouble(0)
                            .build(arena);
            module.function("reside")
                    .launch(
                            Dim3.of(1),
                            Dim3.of(1),
                            0,
                            resident,
                            KernelArguments.builder().add(words).build(arena));
            fact("runs", waitFor(control, 1));
            fact("idle", resident.query());
            fact("await is bounded", !resident.await(Duration.ofMillis(50)));
            fill.launch(Dim3.of(1), Dim3.of(32), 0, beside, fillArguments);
            memory.copyTo(0, host, 0, 8, beside);
            fact("other stream done", beside.await(LIMIT));
            fact("copied beside it", host.segment().get(ValueLayout.JAVA_LONG, 0));
            WORD.setRelease(control, 0L, 1);
            fact("ended", resident.await(LIMIT));
            fact("said so", waitFor(control, 2));
        }
    }

    private static boolean waitFor(MemorySegment control, int value) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while ((int) WORD.getAcquire(control, 4L) != value) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}
