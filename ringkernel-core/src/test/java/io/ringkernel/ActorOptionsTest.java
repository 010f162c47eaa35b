package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options are values, so that actors of equal options share what follows from them. */
class ActorOptionsTest {

    private static final ActorOptions DEFAULTS = ActorOptions.defaults();

    static Stream<ActorOptions> others() {
        return Stream.of(
                DEFAULTS.withMailboxCapacity(16),
                DEFAULTS.withSlotBytes(128),
                DEFAULTS.withMaxAsks(16),
                DEFAULTS.withOverflow(OverflowPolicy.FAIL),
                DEFAULTS.withSendTimeout(Duration.ofSeconds(7)),
                DEFAULTS.withAskTimeout(Duration.ofSeconds(7)),
                DEFAULTS.withRestart(RestartType.PERMANENT),
                DEFAULTS.withRestartFromSnapshot(RestartType.PERMANENT),
                DEFAULTS.withSupervision(Supervision.oneForAll()),
                DEFAULTS.withPriority(String.class, String::length),
                DEFAULTS.withMessageId(String.class, String::length, 1),
                DEFAULTS.withTags("eu"),
                DEFAULTS.withMessageBytes(100),
                DEFAULTS.withMemoryBudget(1 << 20),
                DEFAULTS.withSheddable());
    }

    @ParameterizedTest
    @MethodSource("others")
    void shouldDifferByEachOption(ActorOptions other) {
        assertThat(other).isNotEqualTo(DEFAULTS).isEqualTo(other);
        assertThat(others().filter(other::equals).count()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldBeEqualIfAllIsEqual() {
        ActorOptions one = DEFAULTS.withTags("eu", "large").withAskTimeout(Duration.ofSeconds(1));
        ActorOptions two = DEFAULTS.withAskTimeout(Duration.ofMillis(1000)).withTags("large", "eu");

        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    }

    @Test
    void shouldNotTakeTwoFunctionsForTheSame() {
        ToIntFunction<String> length = String::length;

        assertThat(DEFAULTS.withPriority(String.class, length))
                .isNotEqualTo(DEFAULTS.withPriority(String.class, length));
    }
}
