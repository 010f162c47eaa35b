package io.ringkernel.bench.harness;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.cli.Child;
import io.ringkernel.cli.CommandException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeadlineTest {

    @Test
    void shouldEndAProcessThatHangsAndShowItsThreads() {
        assertThatThrownBy(child("hang")::run)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("exit code 124")
                .hasMessageContaining("the experiment did not end within 0 s; threads");
    }

    @Test
    void shouldLeaveAProcessThatEndsInTime() {
        assertThatCode(child("end")::run).doesNotThrowAnyException();
    }

    private static Child child(String what) {
        return Child.java(Program.class, List.of(), List.of(what), Duration.ofMinutes(1));
    }

    /** Hangs or ends under a deadline. */
    static final class Program {
        public static void main(String[] args) throws InterruptedException {
            Duration limit =
                    args[0].equals("hang") ? Duration.ofMillis(100) : Duration.ofMinutes(1);
            try (Deadline _ = new Deadline("the experiment", limit)) {
                if (args[0].equals("hang")) {
                    Thread.currentThread().join();
                }
            }
        }
    }
}
