package io.ringkernel.kernelcases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringkernel.Backend;
import io.ringkernel.gpu.GpuArray;
import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.Kernel;
import io.ringkernel.gpu.KernelFaultException;
import io.ringkernel.gpu.Kernels;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What kernels promise on every backend. */
@Timeout(60)
public abstract class KernelContract {

    private final Backend backend;
    private Kernels kernels;

    protected KernelContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeEach
    void open() {
        kernels = Kernels.open(backend);
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    private Kernel example(String name) {
        return kernels.kernel(ExampleKernels.class, name);
    }

    private static float[] random(int length) {
        SplittableRandom random = new SplittableRandom(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    @Test
    void shouldComputeSaxpyWithTheSameBitsAsJava() {
        int n = 1000;
        float[] x = random(n);
        float[] y = random(n + 1);
        GpuArray<float[]> result = kernels.copyOf(y);

        example("saxpy").launch(Grid.covering(n, 128), n, 2.5f, kernels.copyOf(x), result);

        for (int i = 0; i < n; i++) {
            y[i] = 2.5f * x[i] + y[i];
        }
        assertThat(result.toArray()).isEqualTo(y);
    }

    @Test
    void shouldAddUpInBlocks() {
        int n = 10_000;
        int blocks = 4;
        int[] small = new SplittableRandom(1).ints(n, -100, 100).toArray();
        float[] values = new float[n];
        long expected = 0;
        for (int i = 0; i < n; i++) {
            values[i] = small[i];
            expected += small[i];
        }
        for (String name : new String[] {"sum", "sumByWarps"}) {
            GpuArray<float[]> sums = kernels.floats(blocks);

            example(name)
                    .launch(
                            Grid.of(blocks, ExampleKernels.SUM_THREADS),
                            n,
                            kernels.copyOf(values),
                            sums);

            double sum = 0;
            for (float part : sums.toArray()) {
                sum += part;
            }
            assertThat(sum).as(name).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadNeighboursThroughATile() {
        int width = 50;
        int height = 35;
        float[] in = random(width * height);
        GpuArray<float[]> out = kernels.floats(width * height);

        example("blur")
                .launch(
                        Grid.covering(width, height, ExampleKernels.TILE, ExampleKernels.TILE),
                        width,
                        height,
                        kernels.copyOf(in),
                        out);

        float[] expected = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float left = x > 0 ? in[y * width + x - 1] : 0;
                float right = x < width - 1 ? in[y * width + x + 1] : 0;
                float above = y > 0 ? in[(y - 1) * width + x] : 0;
                float below = y < height - 1 ? in[(y + 1) * width + x] : 0;
                expected[y * width + x] = (in[y * width + x] + left + right + above + below) / 5;
            }
        }
        assertThat(out.toArray()).isEqualTo(expected);
    }

    @Test
    void shouldCountWithAtomics() {
        byte[] data = new byte[20_000];
        new SplittableRandom(2).nextBytes(data);
        GpuArray<int[]> counts = kernels.ints(ExampleKernels.BINS);

        example("histogram").launch(Grid.of(8, 128), kernels.copyOf(data), counts);

        int[] expected = new int[ExampleKernels.BINS];
        for (byte value : data) {
            expected[value & 0xff]++;
        }
        assertThat(counts.toArray()).isEqualTo(expected);
    }

    @Test
    void shouldKeepArraysBetweenLaunchesAndCopyParts() {
        GpuArray<float[]> x = kernels.copyOf(new float[] {1, 2, 3, 4});
        GpuArray<float[]> y = kernels.floats(4);
        Kernel saxpy = example("saxpy");

        saxpy.launch(Grid.of(1, 32), 4, 1f, x, y);
        x.copyFrom(1, MemorySegment.ofArray(new float[] {20, 30}));
        saxpy.launch(Grid.of(1, 32), 4, 1f, x, y);

        float[] middle = new float[2];
        y.copyTo(1, MemorySegment.ofArray(middle));
        assertThat(middle).containsExactly(22, 33);
        assertThat(y.toArray()).containsExactly(2, 22, 33, 8);
        assertThatThrownBy(() -> x.copyFrom(3, MemorySegment.ofArray(new float[2])))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRunOnAnEmptyArray() {
        GpuArray<float[]> none = kernels.floats(0);

        example("saxpy").launch(Grid.of(1, 32), 0, 1f, none, none);

        assertThat(none.toArray()).isEmpty();
    }

    private KernelFaultException faultOf(String name, Object... arguments) {
        Kernel kernel = kernels.kernel(FaultyKernels.class, name);
        return catchThrowableOfType(
                KernelFaultException.class, () -> kernel.launch(Grid.of(1, 32), arguments));
    }

    @Test
    void shouldReportAnIndexOutOfBoundsAtItsLine() {
        GpuArray<int[]> out = kernels.ints(31);

        KernelFaultException fault = faultOf("outOfBounds", out);

        assertThat(fault)
                .hasMessageContaining("outOfBounds")
                .hasMessageContaining("thread=(31, 0, 0)")
                .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThat(fault.getCause()).hasMessage("Index 31 out of bounds for length 31");
        assertThat(fault.getCause().getStackTrace()[0])
                .hasToString(
                        "io.ringkernel.kernelcases.FaultyKernels.outOfBounds(FaultyKernels.java:%d)"
                                .formatted(fault.fault().line()));
        assertThat(fault.fault().line()).isBetween(12, 15);
    }

    @Test
    void shouldReportADivisionByZeroAndGoOnWithTheNextLaunch() {
        assertThat(faultOf("division", kernels.ints(32)))
                .hasMessageContaining("thread=(3, 0, 0)")
                .hasCauseInstanceOf(ArithmeticException.class)
                .hasRootCauseMessage("/ by zero");

        GpuArray<float[]> y = kernels.floats(1);
        example("saxpy").launch(Grid.of(1, 1), 1, 3f, kernels.copyOf(new float[] {2}), y);
        assertThat(y.toArray()).containsExactly(6);
    }

    @Test
    void shouldReportWhatAHelperThrows() {
        KernelFaultException fault = faultOf("thrown", 7, kernels.ints(1));

        assertThat(fault)
                .hasMessageContaining("thread=(7, 0, 0)")
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("not this one");
        assertThat(fault.fault().methodName()).isEqualTo("helper");
    }

    @Test
    void shouldRefuseArgumentsThatDoNotFit() {
        Kernel saxpy = example("saxpy");
        GpuArray<float[]> x = kernels.floats(1);

        assertThatThrownBy(() -> saxpy.launch(Grid.of(1, 1), 1, 1f, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameters=4, arguments=3");
        assertThatThrownBy(() -> saxpy.launch(Grid.of(1, 1), 1L, 1f, x, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index=0, parameter=int, argument=java.lang.Long");
        assertThatThrownBy(() -> saxpy.launch(Grid.of(1, 1), 1, 1f, x, new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("copyOf");
        saxpy.launch(Grid.of(1, 1), 1, 1, x, x); // an int is widened
    }
}
