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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every specification in the folder {@code tla} holds, and each of its mutants is refuted; two at a
 * time, as junit-platform.properties says.
 */
@Execution(ExecutionMode.CONCURRENT)
class SpecificationsTest {

    private static final Path TLA = Path.of("../../tla");
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final Tlc HOLDING = new Tlc(Tlc.Kind.HOLDS, LIMIT);
    private static final Tlc REFUTING = new Tlc(Tlc.Kind.MUTANT, LIMIT);

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
                                                        HOLDING,
                                                        specification,
                                                        specification.variants(false))
                                                .forEach(SpecificationsTest::check))),
                specification.mutants().stream()
                        .map(mutant ->
                                dynamicTest(
                                        mutant.name() + " refuted by " + mutant.property(),
                                        () ->
                                                check(
                                                        Verdict.refuted(
                                                                REFUTING,
                                                                specification,
                                                                mutant)))));
    }

    private static void check(Verdict verdict) {
        assertThat(verdict.problem()).as(verdict.toString()).isNull();
    }
}
