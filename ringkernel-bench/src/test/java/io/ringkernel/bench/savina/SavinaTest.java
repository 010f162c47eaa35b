package io.ringkernel.bench.savina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.RingKernel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios do their work on both libraries, again and again in one runtime. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SavinaTest {

    private static final int RUNS = 3;

    private static ActorSystem<SpawnProtocol.Command> pekko;

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Bank.scenario(true),
                Big.scenario(true),
                Chameneos.scenario(true),
                Dictionary.scenario(true),
                Philosophers.scenario(true),
                Sieve.scenario(true),
                Uct.scenario(true));
    }

    @BeforeAll
    static void startPekko() {
        pekko = Pekko.start(2, 5);
    }

    @AfterAll
    static void stopPekko() throws Exception {
        Pekko.stop(pekko);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldDoTheWorkOnThisLibraryAndLeaveNothingBehind(Scenario scenario) throws Exception {
        try (RingKernel runtime = RingKernels.start(2)) {
            for (int i = 0; i < RUNS; i++) {
                scenario.check(scenario.ours().run(runtime));
                assertThat(runtime.names()).isEmpty();
                assertThat(runtime.deadLetters().total()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldDoTheWorkOnPekko(Scenario scenario) throws Exception {
        for (int i = 0; i < RUNS; i++) {
            scenario.check(scenario.theirs().run(pekko));
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldRefuseAnotherChecksum(Scenario scenario) throws Exception {
        Scenario wrong =
                new Scenario(
                        scenario.name(),
                        scenario.parameters(),
                        scenario.expected() + 1,
                        scenario.ours(),
                        scenario.theirs());
        try (RingKernel runtime = RingKernels.start(2)) {
            long checksum = wrong.ours().run(runtime);
            assertThatThrownBy(() -> wrong.check(checksum))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "wrong checksum: scenario=%s, expected=%d, actual=%d",
                            scenario.name(), scenario.expected() + 1, scenario.expected());
        }
    }

    /** As in the suite: 1, then x * 1309 + 13849 modulo 2^16. */
    @Test
    void shouldDrawTheNumbersOfTheSuite() {
        Lcg random = new Lcg(1);

        assertThat(random.next(1 << 16)).isEqualTo(15_158);
        assertThat(random.next(1 << 16)).isEqualTo(63_799);
        assertThat(random.next(100)).isEqualTo(76);
    }

    @Test
    void shouldMixColoursAsTheSuiteDoes() {
        Map<List<Chameneos.Color>, Chameneos.Color> third =
                Map.of(
                        List.of(Chameneos.Color.RED, Chameneos.Color.YELLOW), Chameneos.Color.BLUE,
                        List.of(Chameneos.Color.RED, Chameneos.Color.BLUE), Chameneos.Color.YELLOW,
                        List.of(Chameneos.Color.YELLOW, Chameneos.Color.BLUE), Chameneos.Color.RED);
        third.forEach((pair, color) -> {
            assertThat(pair.getFirst().with(pair.getLast())).isEqualTo(color);
            assertThat(pair.getLast().with(pair.getFirst())).isEqualTo(color);
            assertThat(color.with(color)).isEqualTo(color);
        });
    }
}
