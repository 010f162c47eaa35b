package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/messages.md runs as it stands there and prints what the page says. */
class MessagesPageTest {

    private static final Path PAGE = Path.of("../docs/messages.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\n(.*?)```\n\nprints\n\n```text\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    @Test
    void shouldPrintWhatThePageSays() throws IOException, InterruptedException {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        String libraries = System.getProperty("java.class.path");
        int compiled =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "-encoding",
                                "UTF-8",
                                "-cp",
                                libraries,
                                "-d",
                                folder.toString(),
                                source.toString());
        assertThat(compiled).isZero();
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dstdout.encoding=UTF-8",
                                "-cp",
                                libraries + File.pathSeparator + folder,
                                "Example")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).isEqualTo(example.group(2));
        assertThat(process.exitValue()).isZero();
    }
}
