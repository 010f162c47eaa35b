package io.ringkernel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class WaitTest {

    @ParameterizedTest
    @EnumSource
    void shouldEndWhenTheTimeIsUp(WaitStrategy strategy) {
        long started = System.nanoTime();
        Wait wait = strategy.begin(3_000_000);
        int pauses = 0;
        while (wait.pause()) {
            pauses++;
        }
        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(3_000_000);
        assertThat(pauses).isPositive();
        assertThat(wait.pause()).isFalse();
        wait.reset();
        assertThat(wait.pause()).isTrue(); // the next wait has its own time
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWhenInterruptedAndKeepTheInterrupt(WaitStrategy strategy) {
        Wait wait = strategy.begin(Long.MAX_VALUE);
        Thread.currentThread().interrupt();
        while (wait.pause()) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldLearnHowLongToSpin() {
        Wait wait = WaitStrategy.ADAPTIVE.begin(Long.MAX_VALUE);
        int first = wait.spins();
        for (int i = 0; i < 20; i++) {
            waitFor(wait, wait.spins());
        }
        assertThat(wait.spins()).isGreaterThan(2 * first);
        for (int i = 0; i < 60; i++) {
            waitFor(wait, wait.spins() + 1);
        }
        assertThat(wait.spins()).isLessThan(first / 2);
        int low = wait.spins();
        wait.reset(); // without a pause it learns nothing
        assertThat(wait.spins()).isEqualTo(low);
    }

    private static void waitFor(Wait wait, int pauses) {
        for (int i = 0; i < pauses; i++) {
            assertThat(wait.pause()).isTrue();
        }
        wait.reset();
    }
}
