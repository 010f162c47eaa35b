package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringkernel.Actor;
import io.ringkernel.UnsupportedActorException;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.transpiler.actors.Rejected;
import io.ringkernel.transpiler.diagnostic.Rule;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be refused is, at its line, by its rule, all of it at once. */
class RejectedTest {

    private static final Path SOURCE =
            Path.of("src/test/java/io/ringkernel/transpiler/actors/Rejected.java");
    private static final Path RULES = Path.of("../docs/transpiler-rules.md");
    private static final Pattern EXPECTED = Pattern.compile("// !(RK\\d+)");
    private static final Pattern FOUND = Pattern.compile("(RK\\d+) [\\w.$]+:(\\d+): .+; .+");

    static Stream<Class<?>> marked() throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        return Stream.of(Rejected.class.getDeclaredClasses())
                .filter(type ->
                        Actor.class.isAssignableFrom(type)
                                && !Modifier.isAbstract(type.getModifiers()))
                .filter(type -> !expected(lines, type).isEmpty());
    }

    /** Returns the marks between the line where the class starts and the line where it ends. */
    private static List<String> expected(List<String> lines, Class<?> type) {
        List<String> marks = new ArrayList<>();
        boolean inside = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            inside |= line.contains(" class " + type.getSimpleName() + " ");
            inside &= !line.equals("    }");
            Matcher mark = EXPECTED.matcher(line);
            if (inside && mark.find()) {
                marks.add(mark.group(1) + ":" + (i + 1));
            }
        }
        return marks;
    }

    private static List<String> found(Class<?> type) {
        UnsupportedActorException e =
                catchThrowableOfType(
                        UnsupportedActorException.class,
                        () -> Transpiler.transpile(ActorProtocol.of(type)));
        assertThat(e).as(type.getName()).isNotNull();
        List<String> found = new ArrayList<>();
        for (String diagnostic : e.diagnostics()) {
            Matcher matcher = FOUND.matcher(diagnostic);
            assertThat(matcher.matches()).as(diagnostic).isTrue();
            found.add(matcher.group(1) + ":" + matcher.group(2));
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("marked")
    void isRefusedWithRuleAndLine(Class<?> type) throws IOException {
        assertThat(found(type))
                .containsExactlyInAnyOrderElementsOf(expected(Files.readAllLines(SOURCE), type));
    }

    @Test
    void messageNamesRuleClassLineAndWhatToWriteInstead() {
        assertThatThrownBy(() -> TestActors.transpile(Rejected.Recursion.class))
                .isInstanceOf(UnsupportedActorException.class)
                .hasMessageContaining("RK111 io.ringkernel.transpiler.actors.Rejected$Recursion:")
                .hasMessageContaining("recursive call")
                .hasMessageContaining("write it as a loop");
    }

    @Test
    void stateThatCannotLiveOnTheDeviceIsRefused() {
        assertThatThrownBy(() -> TestActors.transpile(Rejected.Unsupported.class))
                .isInstanceOf(UnsupportedActorException.class)
                .hasMessageContaining("RK103")
                .hasMessageContaining("anything");
    }

    @Test
    void classWithoutClassFileIsRefused() {
        ActorProtocol airport = ActorProtocol.of(io.ringkernel.transpiler.actors.Airport.class);
        ActorProtocol hidden =
                new ActorProtocol(hiddenActor(), airport.messages(), airport.replies());
        assertThatThrownBy(() -> Transpiler.transpile(hidden))
                .isInstanceOf(UnsupportedActorException.class)
                .hasMessageContaining("RK101");
    }

    private static Class<?> hiddenActor() {
        try (var in = RejectedTest.class.getResourceAsStream("actors/Airport.class")) {
            byte[] bytes = in.readAllBytes();
            return java.lang.invoke.MethodHandles.privateLookupIn(
                            io.ringkernel.transpiler.actors.Airport.class,
                            java.lang.invoke.MethodHandles.lookup())
                    .defineHiddenClass(bytes, false)
                    .lookupClass();
        } catch (IOException | IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pageListsExactlyTheRules() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            expected.add("| %s | %s | %s |".formatted(rule.id(), rule.title(), rule.instead()));
        }
        if (Boolean.getBoolean("golden.write")) {
            List<String> page =
                    new ArrayList<>(
                            List.of(
                                    "# Rules of the transpiler",
                                    "",
                                    "What an actor's class may not contain if it is to run on the"
                                            + " GPU. A diagnostic has the form",
                                    "`RK110 com.acme.Airport:17: what is wrong; what to write"
                                            + " instead`; all places are reported at once, at",
                                    "`spawn` on the CUDA backend. Ids are stable. [The"
                                            + " language](actors-language.md) says what is supported.",
                                    "",
                                    "| rule | what is wrong | what to write instead |",
                                    "|---|---|---|"));
            page.addAll(expected);
            Files.createDirectories(RULES.getParent());
            Files.write(RULES, page);
        }
        assertThat(Files.readAllLines(RULES).stream().filter(line -> line.startsWith("| RK")))
                .containsExactlyElementsOf(expected);
    }
}
