package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.transpiler.actors.Airport;
import io.ringkernel.transpiler.actors.Control;
import io.ringkernel.transpiler.actors.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        String readable = transpiled.source().replaceAll("(?m)^#line .*\n", "");
        compare(actor.getSimpleName() + ".cu", readable);
    }

    @Test
    void eachStatementHasItsLineInJava() throws IOException {
        List<String> java =
                Files.readAllLines(
                        Path.of("src/test/java/io/ringkernel/transpiler/actors/Control.java"));
        List<String> text = TestActors.transpile(Control.Arrays.class).behavior().lines().toList();
        Pattern directive =
                Pattern.compile("#line (\\d+) \"io/ringkernel/transpiler/actors/Control.java\"");
        int line = 0;
        int stores = 0;
        for (String generated : text) {
            Matcher matcher = directive.matcher(generated);
            if (matcher.matches()) {
                line = Integer.parseInt(matcher.group(1));
                continue;
            }
            if (generated.contains("self.levels_[") && generated.contains("] = ")) {
                assertThat(java.get(line - 1)).contains("levels[").contains(" = ");
                stores++;
            }
            line++;
        }
        assertThat(stores).isEqualTo(2);
        assertThat(text.getLast()).matches("#line 1 \".*_Behavior.cu\"");
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
