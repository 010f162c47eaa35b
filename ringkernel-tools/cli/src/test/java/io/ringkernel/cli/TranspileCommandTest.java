package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.cuda.compile.NvccCompiler;
import io.ringkernel.cuda.compile.ToolPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranspileCommandTest {

    private static final String AIRPORT = "io.ringkernel.cli.examples.Airport";

    @TempDir Path folder;

    @Test
    void shouldPrintCudaUnlessToldOtherwise() {
        CommandLineRun run = CommandLineRun.of("transpile", AIRPORT);

        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.out()).contains("struct ", "RK_DEVICE void receive(", "self.flights");
    }

    @Test
    void shouldPrintTheProgramBeforeAndAfterThePasses() {
        CommandLineRun run = CommandLineRun.of("transpile", AIRPORT, "--emit", "ir,cuda");

        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.out()).contains("// ---- ir", "// ---- cuda");
        String[] halves = run.out().split("; after the passes");
        assertThat(halves[0]).contains("; before the passes", "message.as Flight");
        assertThat(halves[1]).contains("message.record Flight").doesNotContain("message.as");
    }

    @Test
    void shouldTakeAClassOfTheClassPathGivenAndSayWhatItMayNotContain() throws IOException {
        compile(
                """
                package acme;
                import io.ringkernel.*;
                public class Outer {
                  public record Ask(double x) {}
                  public record Answer(double y) {}
                  public static final class Remainder implements Actor<Ask, Answer> {
                    @Override public void receive(Ask ask, ActorContext<Answer> context) {
                      context.reply(new Answer(Math.IEEEremainder(ask.x(), 2)));
                    }
                  }
                }
                """);
        String classPath = "--class-path=" + folder;

        CommandLineRun run = CommandLineRun.of("transpile", "acme.Outer.Remainder", classPath);

        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(
                        "RK110 acme.Outer$Remainder:8: unknown method: java.lang.Math.IEEEremainder(DD)D")
                .contains("1 places cannot run on the GPU");
        assertThat(CommandLineRun.of("transpile", "acme.Outer$Remainder", classPath))
                .isEqualTo(run);
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Outer.java"), source);
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), file.toString());
        assertThat(result).isZero();
    }

    @Test
    void shouldSayThatThereIsNoSuchClass() {
        CommandLineRun run = CommandLineRun.of("transpile", "acme.Missing", "-cp", "nowhere");

        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("no such class: acme.Missing, --class-path=nowhere");
    }

    @Test
    void shouldSayThatTheClassIsNoActor() {
        CommandLineRun run = CommandLineRun.of("transpile", "java.lang.String");

        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("must implement Actor<M, R>", "java.lang.String");
    }

    @Test
    void shouldRefuseWhatItCannotEmit() {
        CommandLineRun run = CommandLineRun.of("transpile", AIRPORT, "--emit", "wasm");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("wasm", "sass-stats");
    }

    @Test
    void shouldPrintPtxAndResources() {
        assumeTrue(
                NvccCompiler.find(ToolPaths.ofProcess()).compiler().isPresent(),
                "there is no nvcc: PTX and statistics are not tested");

        CommandLineRun run =
                CommandLineRun.of("transpile", AIRPORT, "--emit", "ptx,sass-stats", "--arch=sm_80");

        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.out())
                .contains(".target sm_80", ".entry receive(")
                .containsPattern("registers of a thread  [1-9][0-9]*\n")
                .contains("spilled                0 bytes stored, 0 loaded");
    }

    @Test
    void shouldReadTheResourcesOfTheKernelAskedFor() {
        String log =
                """
                ptxas info    : 0 bytes gmem
                ptxas info    : Compiling entry function 'other' for 'sm_90'
                ptxas info    : Used 4 registers
                ptxas info    : Compiling entry function 'receive' for 'sm_90'
                ptxas info    : Function properties for receive
                    16 bytes stack frame, 8 bytes spill stores, 12 bytes spill loads
                ptxas info    : Used 255 registers, used 1 barriers, 1024 bytes smem
                """;

        assertThat(ResourceUsage.of(log, "receive"))
                .contains(new ResourceUsage(255, 16, 8, 12, 1024));
        assertThat(ResourceUsage.of(log, "other")).contains(new ResourceUsage(4, 0, 0, 0, 0));
        assertThat(ResourceUsage.of(log, "third")).isEmpty();
    }
}
