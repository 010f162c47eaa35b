package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The layer on the machine's own GPU. */
@Tag("gpu")
class GpuLayerTest extends CudaLayerContract {

    @Override
    void requireDriver() {
        if (CudaDriver.availability() instanceof CudaAvailability.Unavailable unavailable) {
            assumeTrue(false, "skipped: " + unavailable.message());
        }
    }

    @Override
    ForkedJvm jvm() {
        return new ForkedJvm().with("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void shouldWorkBesideAResidentKernel() {
        ForkedJvm.Result result = jvm().run(ResidentScenario.class);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.fact("runs")).isEqualTo("true");
        assertThat(result.fact("idle")).isEqualTo("false");
        assertThat(result.fact("await is bounded")).isEqualTo("true");
        assertThat(result.fact("other stream done")).isEqualTo("true");
        assertThat(result.fact("copied beside it")).isEqualTo("123");
        assertThat(result.fact("ended")).isEqualTo("true");
        assertThat(result.fact("said so")).isEqualTo("true");
    }
}
