package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The order book on the page is the one that the tests run. */
class OrderBookPageTest {

    private static final Path PAGE = Path.of("../docs/actors-language.md");
    private static final Path SOURCE =
            Path.of("../ringkernel-core/src/test/java/io/ringkernel/OrderBook.java");

    @Test
    void pageShowsTheClassThatIsTested() throws IOException {
        String page = Files.readString(PAGE);
        String shown = page.substring(page.indexOf("```java\nfinal class OrderBook"));
        shown = shown.substring("```java\n".length(), shown.indexOf("```\n", 1));
        String source = Files.readString(SOURCE);
        source = source.substring(source.indexOf("public final class"));
        assertThat(shown).isEqualTo(source.replaceAll("(?m)^( {4})?public (?!void)", "$1"));
    }
}
