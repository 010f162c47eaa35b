package io.ringkernel.specifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every specification in the folder {@code tla} holds, and each of its mutants is refuted. */
class SpecificationsTest {

    private static final Path TLA = Path.of("../../tla");
    private static final Tlc TLC = new Tlc(false, Duration.ofSeconds(300));

    @TestFactory
    Stream<DynamicContainer> shouldHoldAndRefuteMutants() throws IOException {
        return Specification.all(TLA).stream()
                .map(specification -> dynamicContainer(specification.name(), of(specification)));
    }

    private static Stream<DynamicTest> of(Specification specification) {
        return Stream.concat(
                Stream.of(
                        dynamicTest(
                                "holds",
                                () ->
                                        Verdict.holds(
                                                        TLC,
                                                        specification,
                                                        specification.variants(false))
                                                .forEach(SpecificationsTest::check))),
                specification.mutants().stream()
                        .map(mutant ->
                                dynamicTest(
                                        mutant.name() + " refuted by " + mutant.property(),
                                        () -> check(Verdict.refuted(TLC, specification, mutant)))));
    }

    private static void check(Verdict verdict) {
        assertThat(verdict.problem()).as(verdict.toString()).isNull();
    }
}
