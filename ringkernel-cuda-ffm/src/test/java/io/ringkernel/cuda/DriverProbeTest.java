package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ringkernel.cuda.CudaAvailability.Available;
import io.ringkernel.cuda.CudaAvailability.Cause;
import io.ringkernel.cuda.CudaAvailability.Unavailable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One sentence for each thing that stands between a process and its GPU, with stand-ins for the
 * driver.
 */
class DriverProbeTest {
    @TempDir private Path folder;

    @Test
    void shouldSayThatNoDriverIsInstalled() {
        Unavailable unavailable = unavailable(probe("libcuda-that-is-nowhere.so.1", Map.of()));

        assertThat(unavailable.cause()).isEqualTo(Cause.NO_DRIVER);
        assertThat(unavailable.reason())
                .isEqualTo(
                        "No NVIDIA driver is installed: libcuda-that-is-nowhere.so.1 was not found.");
        assertThat(unavailable.hint()).startsWith("Install the NVIDIA driver");
    }

    @Test
    void shouldSayThatThereIsNoDevice() {
        Unavailable unavailable = unavailable(probe(driver("-DINIT_RESULT=100"), Map.of()));

        assertThat(unavailable.cause()).isEqualTo(Cause.NO_DEVICE);
        assertThat(unavailable.reason())
                .isEqualTo(
                        "The NVIDIA driver finds no GPU: cuInit returned CUDA_ERROR_NO_DEVICE (no CUDA-capable device"
                                + " is detected).");
    }

    @Test
    void shouldSayThatThereIsNoDeviceWhenTheDriverCountsNone() {
        assertThat(unavailable(probe(driver("-DDEVICES=0"), Map.of())).cause())
                .isEqualTo(Cause.NO_DEVICE);
    }

    @Test
    void shouldSayThatVisibleDevicesIsEmpty() {
        Unavailable unavailable =
                unavailable(probe(driver("-DINIT_RESULT=100"), Map.of("CUDA_VISIBLE_DEVICES", "")));

        assertThat(unavailable.cause()).isEqualTo(Cause.DEVICES_HIDDEN);
        assertThat(unavailable.message())
                .isEqualTo(
                        "CUDA_VISIBLE_DEVICES is set but empty, which hides every GPU. Unset it, or name GPUs that"
                                + " exist, such as CUDA_VISIBLE_DEVICES=0.");
    }

    @Test
    void shouldSayThatVisibleDevicesExcludesAll() {
        Unavailable unavailable =
                unavailable(
                        probe(driver("-DINIT_RESULT=100"), Map.of("CUDA_VISIBLE_DEVICES", "7")));

        assertThat(unavailable.cause()).isEqualTo(Cause.DEVICES_HIDDEN);
        assertThat(unavailable.reason()).isEqualTo("CUDA_VISIBLE_DEVICES=7 leaves no GPU visible.");
    }

    @Test
    void shouldNameAnyOtherErrorWithTheDriversOwnWords() {
        Unavailable unavailable = unavailable(probe(driver("-DINIT_RESULT=999"), Map.of()));

        assertThat(unavailable.cause()).isEqualTo(Cause.INITIALISATION_FAILED);
        assertThat(unavailable.reason())
                .isEqualTo(
                        "The NVIDIA driver could not be initialised: cuInit returned CUDA_ERROR_UNKNOWN (unknown"
                                + " error).");
        assertThat(unavailable.hint()).contains("nvidia-smi");
    }

    @Test
    void shouldRecogniseTheToolkitsStub() {
        Unavailable unavailable = unavailable(probe(driver("-DINIT_RESULT=34"), Map.of()));

        assertThat(unavailable.reason()).contains("CUDA_ERROR_STUB_LIBRARY");
        assertThat(unavailable.hint()).contains("stubs folder");
    }

    @Test
    void shouldNumberAnErrorThatTheDriverCannotName() {
        assertThat(unavailable(probe(driver("-DINIT_RESULT=12345"), Map.of())).reason())
                .contains("cuInit returned CUresult 12345.");
    }

    @Test
    void shouldNameTheMissingSymbolAndTheDriverThatHasIt() {
        Unavailable unavailable =
                unavailable(probe(driver("-DOLD", "-DDRIVER_VERSION=11020"), Map.of()));

        assertThat(unavailable.cause()).isEqualTo(Cause.DRIVER_TOO_OLD);
        assertThat(unavailable.message())
                .isEqualTo(
                        "The NVIDIA driver is too old: it lacks cuDeviceGetUuid_v2, which drivers for CUDA 11.4 and"
                                + " newer have (this one is for CUDA 11.2). Install a newer NVIDIA driver.");
    }

    @Test
    void shouldCountDevicesAfterMakingModuleLoadingEager() {
        // The stand-in's cuInit fails unless it finds CUDA_MODULE_LOADING=EAGER in the process's
        // own environment.
        CudaAvailability availability =
                probe(driver("-DDRIVER_VERSION=12080"), Map.of("CUDA_MODULE_LOADING", "LAZY"));

        assertThat(availability).isInstanceOf(Available.class);
        CudaDriver driver = ((Available) availability).driver();
        assertThat(driver.version()).isEqualTo(12080);
        assertThat(driver.versionText()).isEqualTo("12.8");
        assertThat(driver.deviceCount()).isEqualTo(2);
        assertThat(driver.supports("cuInit")).isTrue();
        assertThat(driver.supports("cuGreenCtxCreate")).isFalse();
    }

    @Test
    void shouldTryTheNextPlaceWhenTheFirstHasNoDriver() {
        CudaAvailability availability =
                new DriverProbe(
                                List.of("libcuda-that-is-nowhere.so.1", driver()),
                                Map.<String, String>of()::get,
                                this::linux)
                        .probe();

        assertThat(availability).isInstanceOf(Available.class);
    }

    @Test
    void shouldNameThePlatformWhereThereIsNoLibcuda() {
        CudaAvailability availability =
                new DriverProbe(
                                List.of(driver()),
                                Map.<String, String>of()::get,
                                property -> "Mac OS X")
                        .probe();

        assertThat(unavailable(availability).cause()).isEqualTo(Cause.UNSUPPORTED_PLATFORM);
        assertThat(unavailable(availability).reason()).contains("os.name=Mac OS X");
    }

    @Test
    void shouldNameTheFlagWhenNativeAccessIsDenied() {
        ForkedJvm.Result result =
                new ForkedJvm()
                        .with("--illegal-native-access=deny")
                        .withEnvironment(
                                "LD_LIBRARY_PATH", Path.of(driver()).getParent().toString())
                        .run(AvailabilityScenario.class);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.fact("cause")).isEqualTo("NATIVE_ACCESS_DENIED");
        assertThat(result.fact("message"))
                .isEqualTo(
                        "Java may not call native code from the class path. Start Java with"
                                + " --enable-native-access=ALL-UNNAMED.");
    }

    @Test
    void shouldThrowReasonAndHintWhenDemanded() {
        ForkedJvm.Result result =
                new ForkedJvm()
                        .with("--enable-native-access=ALL-UNNAMED")
                        .withEnvironment("CUDA_VISIBLE_DEVICES", "")
                        .withEnvironment(
                                "LD_LIBRARY_PATH",
                                Path.of(driver("-DINIT_RESULT=100")).getParent().toString())
                        .run(AvailabilityScenario.class);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.fact("cause")).isEqualTo("DEVICES_HIDDEN");
        assertThat(result.fact("thrown")).isEqualTo(result.fact("message"));
    }

    private CudaAvailability probe(String library, Map<String, String> environment) {
        return new DriverProbe(List.of(library), environment::get, this::linux).probe();
    }

    private String linux(String property) {
        return "Linux";
    }

    private String driver(String... options) {
        return NativeBuild.fakeDriver(folder.resolve("libcuda.so.1"), options).toString();
    }

    private static Unavailable unavailable(CudaAvailability availability) {
        assertThat(availability).asInstanceOf(type(Unavailable.class)).isNotNull();
        return (Unavailable) availability;
    }
}
