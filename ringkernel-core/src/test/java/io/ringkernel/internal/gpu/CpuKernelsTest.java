package io.ringkernel.internal.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Backend;
import io.ringkernel.gpu.Atomic;
import io.ringkernel.gpu.Gpu;
import io.ringkernel.gpu.GpuArray;
import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.KernelDivergenceException;
import io.ringkernel.gpu.KernelTimeoutException;
import io.ringkernel.gpu.Kernels;
import io.ringkernel.kernelcases.FaultyKernels;
import io.ringkernel.kernelcases.KernelContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract on the CPU, and what only the CPU promises. */
class CpuKernelsTest extends KernelContract {

    CpuKernelsTest() {
        super(Backend.CPU);
    }

    static void race(int[] word, int[] seen) {
        seen[Gpu.globalIdX()] = word[0];
        word[0] = Gpu.globalIdX();
        Gpu.barrier();
        seen[Gpu.globalIdX()] += 1000 * word[0];
    }

    static void baton(int[] turn, int[] order) {
        while (Atomic.loadAcquire(turn, 0) != Gpu.threadIdxX()) {
            order[Gpu.blockDimX()]++;
        }
        order[Gpu.threadIdxX()] = Atomic.add(turn, 0, -1);
    }

    static void undefinedShared(float[] out) {
        float[] shared = Gpu.sharedFloats(1);
        out[0] = shared[0];
    }

    @Test
    void shouldRepeatARace() {
        try (Kernels kernels = Kernels.open(Backend.CPU)) {
            GpuArray<int[]> seen = kernels.ints(100);

            kernels.kernel(CpuKernelsTest.class, "race")
                    .launch(Grid.of(1, 100), kernels.ints(1), seen);

            int[] expected = new int[100];
            for (int i = 0; i < 100; i++) {
                expected[i] = Math.max(i - 1, 0) + 99_000;
            }
            assertThat(seen.toArray()).isEqualTo(expected);
        }
    }

    @Test
    void shouldLetThreadsWaitForEachOtherThroughAtomics() {
        int threads = 10;
        try (Kernels kernels = Kernels.open(Backend.CPU)) {
            GpuArray<int[]> order = kernels.ints(threads + 1);

            kernels.kernel(CpuKernelsTest.class, "baton")
                    .launch(Grid.of(1, threads), kernels.copyOf(new int[] {threads - 1}), order);

            assertThat(order.toArray()).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    @Test
    void shouldShowReadsOfSharedMemoryThatWasNotWritten() {
        try (Kernels kernels = Kernels.open(Backend.CPU)) {
            GpuArray<float[]> out = kernels.floats(1);
            kernels.kernel(CpuKernelsTest.class, "undefinedShared").launch(Grid.of(1, 1), out);
            assertThat(out.toArray()[0]).isNaN();
        }
    }

    @Test
    void shouldNameTheLineOfABarrierThatNotAllReach() {
        try (Kernels kernels = Kernels.open(Backend.CPU)) {
            GpuArray<int[]> out = kernels.ints(64);
            assertThatThrownBy(() ->
                            kernels.kernel(FaultyKernels.class, "skippedBarrier")
                                    .launch(Grid.of(1, 64), out))
                    .isInstanceOf(KernelDivergenceException.class)
                    .hasMessageContaining("32 of 64 threads: waits in Gpu.barrier at ")
                    .hasMessageContaining("FaultyKernels.skippedBarrier(FaultyKernels.java:")
                    .hasMessageContaining("32 of 64 threads: has ended, first thread 32");
        }
    }

    @Test
    void shouldNameTheOperationsInWhichAWarpIsSplit() {
        try (Kernels kernels = Kernels.open(Backend.CPU)) {
            GpuArray<int[]> out = kernels.ints(32);
            assertThatThrownBy(() ->
                            kernels.kernel(FaultyKernels.class, "mixedOperations")
                                    .launch(Grid.of(1, 32), out))
                    .isInstanceOf(KernelDivergenceException.class)
                    .hasMessageContaining("16 of 32 threads: waits in Warp.shuffle at")
                    .hasMessageContaining("16 of 32 threads: waits in Warp.ballot at");
        }
    }

    @Test
    void shouldGiveUpOnAKernelThatDoesNotEnd() {
        try (Kernels kernels = Kernels.open(Backend.CPU, Duration.ofMillis(50))) {
            GpuArray<int[]> out = kernels.ints(1);
            assertThatThrownBy(() ->
                            kernels.kernel(FaultyKernels.class, "endless")
                                    .launch(Grid.of(1, 2), out))
                    .isInstanceOf(KernelTimeoutException.class)
                    .hasMessageContaining("FaultyKernels.endless");
        }
    }

    @Test
    void shouldRefuseIntrinsicsOutsideOfAKernel() {
        assertThatThrownBy(Gpu::threadIdxX)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside of a kernel");
    }

    @Test
    void shouldRefuseWhatIsNoKernel() {
        try (Kernels kernels = Kernels.open(Backend.CPU)) {
            assertThatThrownBy(() -> kernels.kernel(CpuKernelsTest.class, "nothing"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found=0");
            assertThatThrownBy(() -> kernels.kernel(Math.class, "sqrt"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("static method without a result");
        }
    }
}
