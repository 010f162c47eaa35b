package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.BackendUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

final class MainTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "demo flights",
                "doctor",
                "bundle",
                "test",
                "fuzz",
                "fuzz transpiler",
                "version"
            })
    void shouldHelpWithEveryCommand(String command) {
        CommandLineRun run = CommandLineRun.of((command + " --help").strip().split(" ", -1));

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: ringkernel").contains("--verbose");
    }

    @Test
    void shouldPrintTheVersion() {
        CommandLineRun run = CommandLineRun.of("version");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("RingKernel ").contains("Java 25");
        assertThat(CommandLineRun.of("--version").out()).isEqualTo(run.out());
    }

    @Test
    void shouldPrintUsageWithoutACommand() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("demo")
                .contains("doctor")
                .contains("bundle")
                .contains("version");
    }

    @Test
    void shouldSuggestTheCommandThatWasMeant() {
        CommandLineRun run = CommandLineRun.of("docter");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("docter").contains("doctor");
    }

    @Test
    void shouldTellAFailureInOneLineAndItsTraceOnRequest() {
        Failing unavailable =
                new Failing(new BackendUnavailableException("no driver; install one"));

        assertThat(run(unavailable))
                .isEqualTo(
                        new CommandLineRun(ExitCode.FAILED, "", "fail: no driver; install one\n"));
        assertThat(run(unavailable, "--verbose").err())
                .startsWith("fail: no driver")
                .contains("at io.ringkernel.cli.");
    }

    @Test
    void shouldLookThroughTheWrapperOfAFailedAsk() {
        assertThat(run(new Failing(new CompletionException(new IOException("disk full")))))
                .isEqualTo(new CommandLineRun(ExitCode.BAD_INPUT, "", "fail: disk full\n"));
    }

    @Test
    void shouldNotHideADefect() {
        assertThat(run(new Failing(new IllegalStateException("impossible"))).err())
                .isEqualTo(
                        "fail: unexpected java.lang.IllegalStateException: impossible (--verbose"
                                + " shows where)\n");
    }

    private static CommandLineRun run(Failing command, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Shell.run(command, new PrintWriter(out), new PrintWriter(err), args);
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    @Command(name = "fail")
    private static final class Failing implements Callable<Integer> {
        private final Exception failure;

        Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
