package io.ringkernel.cuda.backend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import io.ringkernel.gpu.GpuArray;
import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.Kernels;
import io.ringkernel.kernelcases.ExampleKernels;
import io.ringkernel.kernelcases.KernelContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of kernels on a GPU, and that actors and kernels live beside each other. */
@Tag("gpu")
class CudaKernelsGpuTest extends KernelContract {

    record Add(int amount) {}

    record Total(int value) {}

    static final class Counter implements Actor<Add, Total> {
        private int total;

        @Override
        public void receive(Add message, ActorContext<Total> context) {
            total += message.amount();
            context.reply(new Total(total));
        }
    }

    CudaKernelsGpuTest() {
        super(Backend.CUDA);
    }

    @Test
    void shouldRunBesideResidentActors() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CUDA).maxActors(4).build();
                Kernels kernels = Kernels.open(Backend.CUDA)) {
            ActorRef<Add, Total> counter = runtime.spawn("counter", new Counter());
            assertThat(ask(counter)).isEqualTo(1);

            GpuArray<float[]> x = kernels.copyOf(new float[] {1, 2, 3});
            GpuArray<float[]> y = kernels.floats(3);
            kernels.kernel(ExampleKernels.class, "saxpy").launch(Grid.of(1, 32), 3, 2f, x, y);

            assertThat(y.toArray()).containsExactly(2, 4, 6);
            assertThat(ask(counter)).isEqualTo(2);
        }
    }

    private static int ask(ActorRef<Add, Total> counter) throws Exception {
        return counter.ask(new Add(1)).toCompletableFuture().get(5, SECONDS).value();
    }
}
