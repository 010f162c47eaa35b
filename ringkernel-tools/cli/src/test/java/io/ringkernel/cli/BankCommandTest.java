package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BankCommandTest {

    @Test
    void shouldConserveTheSumWhileAccountsFailAndRestart() {
        CommandLineRun run =
                CommandLineRun.of(
                        "demo", "bank", "--accounts=10", "--transfers=2000", "--fail-one-in=10");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("2,000 transfers between 10 accounts")
                .contains("sum 10,000.00, at first 10,000.00: equal")
                .doesNotContain(" 0 faults");
    }

    @Test
    void shouldRunWithoutFaults() {
        CommandLineRun run =
                CommandLineRun.of("demo", "bank", "--transfers=500", "--fail-one-in=0");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains(" 0 faults, 0 restarts").contains("equal");
    }

    @Test
    void shouldRefuseNumbersOutOfRange() {
        for (String wrong : new String[] {"--accounts=1", "--transfers=0", "--fail-one-in=1"}) {
            CommandLineRun run = CommandLineRun.of("demo", "bank", wrong);
            assertThat(run.code()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains(wrong.replaceAll("=.*", "") + " must be from");
        }
    }
}
