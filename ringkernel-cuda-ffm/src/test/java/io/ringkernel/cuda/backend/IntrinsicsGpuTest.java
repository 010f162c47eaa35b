package io.ringkernel.cuda.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ringkernel.Backend;
import io.ringkernel.gpu.Kernels;
import io.ringkernel.kernelcases.IntrinsicCase;
import io.ringkernel.transpiler.ir.GpuIntrinsic;
import io.ringkernel.transpiler.ir.GpuIntrinsics;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each intrinsic gives on the GPU what it gives on the CPU, within the table's precision. */
@Tag("gpu")
@Timeout(240)
class IntrinsicsGpuTest {

    private static final long SEED = Long.getLong("test.seed", 20261124);

    /** What differs from run to run. */
    private static final Set<String> NOT_COMPARED =
            Set.of("Gpu.clock()J", "Gpu.nanoTime()J", "Gpu.multiprocessorId()I");

    private static String name(GpuIntrinsic intrinsic) {
        return intrinsic.javaName() + intrinsic.descriptor().descriptorString();
    }

    @Test
    void agreesWithTheCpu() {
        var precision =
                GpuIntrinsics.all().stream()
                        .collect(Collectors.toMap(IntrinsicsGpuTest::name, GpuIntrinsic::ulp));
        List<String> wrong = new ArrayList<>();
        List<IntrinsicCase> cases = IntrinsicCase.all();
        try (Kernels cpu = Kernels.open(Backend.CPU);
                Kernels gpu = Kernels.open(Backend.CUDA)) {
            for (IntrinsicCase intrinsic : cases) {
                List<Object> inputs = intrinsic.inputs(SEED);
                IntrinsicCase.Result expected = intrinsic.run(cpu, inputs);
                IntrinsicCase.Result actual = intrinsic.run(gpu, inputs);
                if (!NOT_COMPARED.contains(intrinsic.name())) {
                    compare(intrinsic, inputs, expected, actual, precision, wrong);
                }
            }
        }
        assertThat(cases).hasSizeGreaterThan(200);
        if (!wrong.isEmpty()) {
            fail("seed %d\n%s".formatted(SEED, String.join("\n", wrong)));
        }
    }

    private static void compare(
            IntrinsicCase intrinsic,
            List<Object> inputs,
            IntrinsicCase.Result expected,
            IntrinsicCase.Result actual,
            java.util.Map<String, Double> precision,
            List<String> wrong) {
        double ulp = precision.getOrDefault(intrinsic.name(), 0.0);
        difference(expected.output(), actual.output(), ulp, inputs)
                .map(text -> intrinsic + ": " + text)
                .ifPresent(wrong::add);
        for (int i = 0; i < expected.inputs().size(); i++) {
            int input = i;
            difference(expected.inputs().get(i), actual.inputs().get(i), ulp, inputs)
                    .map(text -> intrinsic + ", array " + input + ": " + text)
                    .ifPresent(wrong::add);
        }
    }

    private static java.util.Optional<String> difference(
            @Nullable Object expected, @Nullable Object actual, double ulp, List<Object> inputs) {
        int count = 0;
        String first = "";
        double worst = 0;
        for (int i = 0; expected != null && i < Array.getLength(expected); i++) {
            double distance = distance(Array.get(expected, i), Array.get(actual, i));
            worst = Math.max(worst, distance);
            if (distance > ulp && count++ == 0) {
                int thread = i;
                first =
                        "thread %d, arguments %s: CPU %s, GPU %s"
                                .formatted(
                                        i,
                                        inputs.stream()
                                                .map(input -> Array.get(input, thread).toString())
                                                .toList(),
                                        Array.get(expected, i),
                                        Array.get(actual, i));
            }
        }
        return count == 0
                ? java.util.Optional.empty()
                : java.util.Optional.of(
                        "%d differ, by up to %s ulp; %s".formatted(count, worst, first));
    }

    /** Returns how far two values are apart in units in the last place; a NaN is like any other. */
    private static double distance(Object expected, Object actual) {
        if (expected.equals(actual)) {
            return 0;
        }
        return switch (expected) {
            case Float e when Float.isFinite(e) && Float.isFinite((float) actual) ->
                    Math.abs((double) e - (float) actual) / Math.ulp(e);
            case Double e when Double.isFinite(e) && Double.isFinite((double) actual) ->
                    Math.abs(e - (double) actual) / Math.ulp(e);
            default -> Double.POSITIVE_INFINITY;
        };
    }
}
