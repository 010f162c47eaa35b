package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layer on a stand-in for the driver, which also counts what is never released. */
class FakeDriverLayerTest extends CudaLayerContract {
    @TempDir private static Path folder;

    @Override
    void requireDriver() {
        NativeBuild.fakeDriver(folder.resolve("libcuda.so.1"));
    }

    @Override
    ForkedJvm jvm() {
        return new ForkedJvm()
                .with("--enable-native-access=ALL-UNNAMED")
                .withEnvironment("LD_LIBRARY_PATH", folder.toString());
    }

    @Test
    void shouldAskForTheAttributeThatIsNamed() {
        assertThat(layer().fact("attribute by name")).isEqualTo("10");
        assertThat(layer().fact("uuid")).isEqualTo("GPU-00010203-0405-0607-0809-0a0b0c0d0e0f");
        assertThat(layer().fact("pci")).isEqualTo("0000:1b:00.0");
        assertThat(layer().fact("architecture")).isEqualTo("sm_90");
    }

    @Test
    void shouldReleaseEverything() {
        assertThat(layer().fact("leaked")).isEqualTo("0");
    }
}
