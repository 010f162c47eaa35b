package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChildTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void shouldReturnWhatAFreshJvmPrints() throws IOException {
        assertThat(Child.java(Main.class, List.of(), List.of("version"), LONG).run())
                .startsWith("RingKernel ");
    }

    @Test
    void shouldReportHowTheChildFailed() {
        assertThatThrownBy(
                        Child.java(
                                        Main.class,
                                        List.of(),
                                        List.of("demo", "flights", "--rounds", "0"),
                                        LONG)
                                ::run)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(
                        "java io.ringkernel.cli.Main ended with exit code 2: ringkernel: --rounds"
                                + " must be at least 1");
    }

    @Test
    void shouldKillAChildThatHangs() {
        Child waits = Child.java(Waits.class, List.of(), List.of(), Duration.ofMillis(500));

        assertThatThrownBy(waits::run)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("did not end within 0 s and was killed");
    }

    /** Never ends. */
    static final class Waits {
        public static void main(String[] args) throws InterruptedException {
            Thread.currentThread().join();
        }
    }
}
