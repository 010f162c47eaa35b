package io.ringkernel.kernelcases;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Backend;
import io.ringkernel.gpu.Kernels;
import java.lang.reflect.Array;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each intrinsic on the CPU gives what an independent reference says, over edge values. */
@Timeout(60)
class IntrinsicsCpuTest {

    private static final long SEED = Long.getLong("test.seed", 20261124);

    private static Kernels kernels;

    static List<IntrinsicCase> cases() {
        return IntrinsicCase.all();
    }

    @BeforeAll
    static void open() {
        kernels = Kernels.open(Backend.CPU);
    }

    @AfterAll
    static void close() {
        kernels.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithTheReference(IntrinsicCase intrinsic) {
        List<Object> inputs = intrinsic.inputs(SEED);
        List<Object> before = inputs.stream().map(IntrinsicsCpuTest::copy).toList();
        IntrinsicCase.Result result = intrinsic.run(kernels, inputs);
        Reference reference = new Reference(intrinsic.name(), before);

        for (int i = 0; i < IntrinsicCase.THREADS; i++) {
            Object expected = reference.result(i);
            if (expected != Reference.ANY && result.output() != null) {
                assertThat(Array.get(result.output(), i))
                        .as("%s thread %d %s, seed %d", intrinsic, i, reference.arguments(i), SEED)
                        .isEqualTo(expected);
            }
            if (result.output() != null) {
                Object actual = Array.get(result.output(), i);
                assertThat(reference.accepts(i, actual))
                        .as("%s%s = %s", intrinsic, reference.arguments(i), actual)
                        .isTrue();
            }
            if (intrinsic.name().startsWith("Atomic.")) {
                assertThat(Array.get(result.inputs().getFirst(), i))
                        .as("%s element %d %s, seed %d", intrinsic, i, reference.arguments(i), SEED)
                        .isEqualTo(reference.element(i));
            }
        }
    }

    private static Object copy(Object array) {
        Object copy = Array.newInstance(array.getClass().componentType(), Array.getLength(array));
        System.arraycopy(array, 0, copy, 0, Array.getLength(array));
        return copy;
    }
}
