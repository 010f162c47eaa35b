package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the layer does with any driver. Each scenario runs once, in a JVM of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CudaLayerContract {
    private ForkedJvm.Result layer;
    private ForkedJvm.Result sticky;

    /** Makes the driver, or skips the tests with a reason. */
    abstract void requireDriver();

    /** A JVM in which {@code libcuda.so.1} is the driver under test. */
    abstract ForkedJvm jvm();

    @BeforeAll
    void runScenarios() {
        requireDriver();
        layer = jvm().run(LayerScenario.class);
        assertThat(layer.exitCode()).as(layer.output()).isZero();
        sticky = jvm().run(StickyErrorScenario.class);
        assertThat(sticky.exitCode()).as(sticky.output()).isZero();
    }

    ForkedJvm.Result layer() {
        return layer;
    }

    @Test
    void shouldDescribeTheDevice() {
        assertThat(layer.fact("name")).isNotBlank();
        assertThat(layer.fact("uuid")).matches("GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(layer.fact("pci")).matches("[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-9a-f]");
        assertThat(layer.fact("architecture")).matches("sm_[0-9]{2,3}");
        assertThat(layer.fact("sizes are positive")).isEqualTo("true");
        assertThat(layer.fact("all attributes known")).isEqualTo("true");
        assertThat(layer.fact("memory is free")).isEqualTo("true");
    }

    @Test
    void shouldDescribeFunctionsAndGlobals() {
        assertThat(layer.fact("function attributes plausible")).isEqualTo("true");
        assertThat(layer.fact("global bytes")).isEqualTo("8");
    }

    @Test
    void shouldLetKernelsWriteZeroedPinnedMemory() {
        assertThat(layer.fact("pinned memory is zero")).isEqualTo("true");
        assertThat(layer.fact("kernel done")).isEqualTo("true");
        assertThat(layer.fact("kernel wrote pinned memory")).isEqualTo("true");
    }

    @Test
    void shouldFillAndCopyDeviceMemory() {
        assertThat(layer.fact("device memory zeroed")).isEqualTo("true");
        assertThat(layer.fact("copied")).isEqualTo("55");
        assertThat(layer.fact("kernel wrote device memory")).isEqualTo("99");
        assertThat(layer.fact("copy out of range")).startsWith("IndexOutOfBoundsException");
    }

    @Test
    void shouldLaunchCooperatively() {
        assertThat(layer.fact("cooperative kernel done")).isEqualTo("true");
        assertThat(layer.fact("all blocks met")).isEqualTo("true");
    }

    @Test
    void shouldSayWhatWasRefusedInTheDriversWords() {
        assertThat(layer.fact("grid too large"))
                .contains("CudaException cuLaunchCooperativeKernel failed:")
                .contains("result=CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE, code=720")
                .contains("kernel=meet");
        assertThat(layer.fact("unknown kernel"))
                .contains("cuModuleGetFunction failed: result=CUDA_ERROR_NOT_FOUND, code=500")
                .contains("name=nobody");
        assertThat(layer.fact("no image"))
                .contains("cuModuleLoadData failed: result=CUDA_ERROR_")
                .contains("imageBytes=7");
        assertThat(layer.fact("too much memory"))
                .contains(
                        "cuMemAlloc_v2 failed: result=CUDA_ERROR_OUT_OF_MEMORY, code=2, description=out of memory")
                .contains("bytes=35184372088832");
        assertThat(layer.fact("no memory")).startsWith("IllegalArgumentException");
        assertThat(layer.fact("stream still good")).isEqualTo("true");
    }

    @Test
    void shouldCloseTwiceAndRefuseUseAfterwards() {
        assertThat(layer.fact("closed stream"))
                .startsWith("IllegalStateException stream is closed");
        assertThat(layer.fact("closed pinned memory"))
                .startsWith("IllegalStateException pinned memory is closed");
        assertThat(layer.fact("closed device memory"))
                .startsWith("IllegalStateException device memory is closed");
    }

    @Test
    void shouldReportTheMachine() {
        int devices = Integer.parseInt(layer.fact("devices"));
        assertThat(layer.fact("report driver")).isEqualTo("true");
        assertThat(layer.fact("report gpus")).isEqualTo(Integer.toString(devices));
        assertThat(layer.fact("report links")).isEqualTo(Integer.toString(devices * (devices - 1)));
        assertThat(layer.fact("report free memory")).isEqualTo("true");
    }

    @Test
    void shouldRecogniseAStickyError() {
        assertThat(sticky.fact("fault")).isEqualTo("CUDA_ERROR_ILLEGAL_ADDRESS");
        assertThat(sticky.fact("code")).isEqualTo("700");
        assertThat(sticky.fact("function")).isIn("cuStreamQuery", "cuCtxSetCurrent");
        assertThat(sticky.fact("described")).isEqualTo("true");
        assertThat(sticky.fact("sticky")).isEqualTo("true");
        assertThat(sticky.fact("later call")).contains("code=700");
    }

    @Test
    void shouldCloseQuietlyAfterAStickyError() {
        for (String resource :
                new String[] {
                    "DeviceMemory",
                    "PinnedMemory",
                    "CudaModule",
                    "CudaStream",
                    "CudaContext",
                    "again"
                }) {
            assertThat(sticky.fact("close " + resource)).isEqualTo("nothing thrown");
        }
    }
}
