package io.ringkernel.specifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.cli.CommandException;
import io.ringkernel.specifications.Specification.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check itself can fail, in each of its ways. */
class VerdictTest {

    private static final Path TLA = Path.of("src/test/resources/tla");
    private static final Tlc TLC = new Tlc(Tlc.Kind.HOLDS, Duration.ofSeconds(60));

    @Test
    void shouldFailWhenAnActionIsNeverTaken() throws IOException {
        Verdict verdict = holds(TLC, counter());

        assertThat(verdict.problem()).contains("never taken").contains("Read, Write");
        assertThat(verdict.distinct()).isEqualTo(4);
        assertThat(verdict.depth()).isEqualTo(3);
    }

    @Test
    void shouldPassWhenTheNamedPropertyIsRefuted() throws IOException {
        for (String mutant : List.of("TwoSteps", "Stuck", "Lazy")) {
            Verdict verdict = Verdict.refuted(TLC, counter(), mutant(counter(), mutant));
            assertThat(verdict.problem()).as(mutant).isNull();
        }
    }

    @Test
    void shouldFailWhenAMutantSurvives() throws IOException {
        for (String mutant : List.of("Harmless", "WrongName")) {
            Verdict verdict = Verdict.refuted(TLC, counter(), mutant(counter(), mutant));
            assertThat(verdict.problem()).as(mutant).contains("holds although this is planted");
        }
    }

    @Test
    void shouldFailWhenTheModuleIsNoTla(@TempDir Path tla) throws IOException {
        Specification broken = copy(tla, "counter' = counter + 1", "counter' = counter +");

        assertThat(holds(TLC, broken).problem()).contains("exit code 150");
        assertThat(Verdict.refuted(TLC, broken, mutant(broken, "TwoSteps")).problem())
                .contains("exit code 150");
    }

    @Test
    void shouldFailWhenTheAlgorithmWasChangedAfterItsTranslation(@TempDir Path tla)
            throws IOException {
        Path real = Path.of("../../tla");
        for (String file :
                List.of(
                        "common/StoreBuffers.tla",
                        "SpscRing/SpscRing.tla",
                        "SpscRing/SpscRing.cfg")) {
            Path copy = tla.resolve(file);
            Files.createDirectories(copy.getParent());
            String text = Files.readString(real.resolve(file));
            Files.writeString(copy, text.replace("goto Claim;", "skip; goto Claim;"));
        }

        assertThat(holds(TLC, Specification.all(tla).getFirst()).problem())
                .contains("the algorithm was changed after its translation");
    }

    @Test
    void shouldFailWhenTheTimeIsUp() throws IOException {
        Tlc hurried = new Tlc(Tlc.Kind.HOLDS, Duration.ofMillis(50));

        assertThat(holds(hurried, counter()).problem()).contains("killed");
        assertThat(Verdict.refuted(hurried, counter(), mutant(counter(), "TwoSteps")).problem())
                .contains("killed");
    }

    @Test
    void shouldRefuseASpecificationWithoutMutants(@TempDir Path tla) {
        assertThatThrownBy(() -> copy(tla, "MUTANT", "mutant"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("needs 2 mutants");
    }

    @Test
    void shouldRefuseAMutantOfAPropertyThatIsNotChecked(@TempDir Path tla) throws IOException {
        Specification specification = copy(tla, "TwoSteps: Total", "TwoSteps: Totals");

        assertThatThrownBy(() -> specification.configuration(mutant(specification, "TwoSteps")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("does not check: Totals");
    }

    private static Verdict holds(Tlc tlc, Specification specification) throws IOException {
        return Verdict.holds(tlc, specification, specification.variants(false)).getLast();
    }

    private static Specification counter() throws IOException {
        return Specification.all(TLA).getFirst();
    }

    private static Specification copy(Path tla, String from, String to) throws IOException {
        Path folder = Files.createDirectory(tla.resolve("Counter"));
        String module = Files.readString(TLA.resolve("Counter/Counter.tla"));
        Files.writeString(folder.resolve("Counter.tla"), module.replace(from, to));
        Files.copy(TLA.resolve("Counter/Counter.cfg"), folder.resolve("Counter.cfg"));
        return Specification.all(tla).getFirst();
    }

    private static Mutant mutant(Specification specification, String name) {
        return specification.mutants().stream()
                .filter(mutant -> mutant.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
