package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.transpiler.actors.Airport;
import io.ringkernel.transpiler.actors.Control;
import io.ringkernel.transpiler.actors.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The text for a few actors, as files to read and to compare. After a change that is meant, run
 * once with {@code -Dgolden.write=true} and look at the difference.
 */
class GoldenTest {

    private static final Path DIRECTORY =
            Path.of("src/test/resources/io/ringkernel/transpiler/golden");

    @ParameterizedTest
    @ValueSource(
            classes = {
                Airport.class,
                Control.Swaps.class,
                Control.Arrays.class,
                Records.Shapes.class
            })
    void textIsAsAgreed(Class<?> actor) throws IOException {
        TranspiledActor transpiled = TestActors.transpile(actor);
        compare(actor.getSimpleName() + ".ir", transpiled.ir());
        compare(actor.getSimpleName() + ".cu", transpiled.source());
    }

    @Test
    void textIsTheSameEachTime() {
        for (Class<?> actor : TestActors.ALL) {
            assertThat(TestActors.transpile(actor)).isEqualTo(TestActors.transpile(actor));
        }
    }

    private static void compare(String name, String actual) throws IOException {
        Path file = DIRECTORY.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }
}
