package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleTest {

    @TempDir private Path home;

    @Test
    void shouldHoldLauncherJarsAndTests() throws IOException {
        built();

        assertThat(new Bundle(home).files().keySet())
                .containsExactly(
                        "LICENSE",
                        "bin/ringkernel",
                        "lib/picocli.jar",
                        "lib/ringkernel-bench.jar",
                        "test/classes/ringkernel-core/io/SomeTest.class",
                        "test/lib/junit.jar");
    }

    @Test
    void shouldCopyEachFileToItsPlace() throws IOException {
        built();
        Path target = home.resolve("bundle");

        new Bundle(home).copyTo(target);

        assertThat(target.resolve("bin/ringkernel")).hasContent("ringkernel");
        assertThat(target.resolve("test/lib/junit.jar"))
                .hasContent("ringkernel-bench/target/test-lib/junit.jar");
    }

    @Test
    void shouldSayWhatIsMissingInAFolderThatIsNotBuilt() throws IOException {
        file("ringkernel");
        file("LICENSE");

        assertThatThrownBy(() -> new Bundle(home).files())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(
                        home.resolve("ringkernel-bench/target/lib")
                                + " is missing; run mvn package -DskipTests");
    }

    private void built() throws IOException {
        file("ringkernel");
        file("LICENSE");
        file("ringkernel-bench/target/lib/ringkernel-bench.jar");
        file("ringkernel-bench/target/lib/picocli.jar");
        file("ringkernel-bench/target/test-lib/picocli.jar");
        file("ringkernel-bench/target/test-lib/junit.jar");
        file("ringkernel-core/target/test-classes/io/SomeTest.class");
        for (String module :
                new String[] {
                    "ringkernel-transpiler", "ringkernel-kernels", "ringkernel-cuda-ffm"
                }) {
            Files.createDirectories(home.resolve(module + "/target/test-classes"));
        }
    }

    private void file(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }
}
