package io.ringkernel.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.cli.fuzz.Trial.Depth;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Some hundred random programs in each build, and the fuzzer itself. */
class TranspilerFuzzTest {

    private static final long FIXED = 1_000_000;

    @Test
    void shouldFindNothingInProgramsThatAreAlwaysTheSame() throws Exception {
        assertNothingFound(options(FIXED, 60, false));
    }

    @Test
    void shouldFindNothingInNewProgramsAfterEachPass() throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("seed: -Dtest.seed=" + seed);
        assertNothingFound(options(seed, 60, true));
    }

    private static TranspilerFuzz.Options options(long seed, int programs, boolean everyPass) {
        boolean host = !everyPass && TranspilerFuzz.hasHostCompiler();
        return new TranspilerFuzz.Options(
                seed, programs, 8, 2, 30, everyPass, host, "-O1", false, 1, Duration.ofSeconds(20));
    }

    private static void assertNothingFound(TranspilerFuzz.Options options) throws Exception {
        StringWriter text = new StringWriter();
        boolean clean = new TranspilerFuzz(options, new PrintWriter(text)).run();
        System.out.println(text);
        assertThat(clean).as("%s", text).isTrue();
        assertThat(text.toString()).contains(options.programs() + " programs");
    }

    @Test
    void shouldMakeTheSameProgramOfASeed() {
        assertThat(ProgramGenerator.generate(42).text())
                .isEqualTo(ProgramGenerator.generate(42).text())
                .isNotEqualTo(ProgramGenerator.generate(43).text());
    }

    /** The execution is wrong whenever the program divides ints. */
    private static void wrongWithDivision(List<Trial> trials) {
        for (Trial trial : trials) {
            if (trial.transpiled().orElseThrow().behavior().contains("rk_div_i32")) {
                trial.found(new Finding("test", "divides"));
            }
        }
    }

    @Test
    void shouldFindAndShrinkWhatIsWrong() throws Exception {
        List<Execution> executions = List.of(TranspilerFuzzTest::wrongWithDivision);
        Fuzzer.Options options = new Fuzzer.Options(FIXED, 200, 10, 4, 1, Depth.ENDS, 1);
        Fuzzer fuzzer = new Fuzzer(options, executions, one -> {});

        fuzzer.run();

        Tally.Case found = fuzzer.tally().findings().getFirst();
        assertThat(found.finding()).isEqualTo(new Finding("test", "divides"));
        try (JavaBatch compiler = new JavaBatch()) {
            Tally.Case small =
                    new Shrinker(compiler, executions, found, 4, Duration.ofSeconds(4)).shrink();
            String listing = Listing.of(small.tree());
            assertThat(small.finding()).isEqualTo(found.finding());
            assertThat(small.tree().text()).contains("/");
            // how small it gets in this time depends on the machine
            assertThat(small.tree().text().length())
                    .as("%s", listing)
                    .isLessThan(found.tree().text().length());
        }
    }

    @Test
    void shouldSeeAnOutcomeThatIsNotTheJvms() throws Exception {
        try (JavaBatch compiler = new JavaBatch();
                Arena arena = Arena.ofConfined()) {
            Trial trial = trial(compiler, "f++");
            assertThat(trial.finding()).isEmpty();
            Batch batch = new Batch(List.of(trial), arena);

            batch.compare(0, arena.allocate(batch.outputBytes(), 64), "nothing written");

            Finding finding = trial.finding().orElseThrow();
            assertThat(finding.where()).isEqualTo("nothing written");
            assertThat(finding.what()).contains("JVM:   no reply, state [2]", "state [0]");
        }
    }

    private static Trial trial(JavaBatch compiler, String statement) throws Exception {
        long seed = 7;
        String name = ProgramGenerator.className(seed);
        String source =
                """
                package fuzz;
                import io.ringkernel.*;
                public final class %1$s implements Actor<%1$s.M, Void> {
                  public record M(int a) {}
                  private int f = 1;
                  @Override public void receive(M m, ActorContext<Void> context) { %2$s; }
                }
                """
                        .formatted(name, statement);
        Class<?> type = compiler.compile(Map.of(name, source)).loadClass("fuzz." + name);
        return Trial.run(seed, type, 3, Depth.EVERY_PASS).orElseThrow();
    }

    @Test
    void shouldNotTakeASourceWithErrors() throws IOException {
        try (JavaBatch compiler = new JavaBatch()) {
            Optional<Finding> found =
                    Fuzzer.one(
                            compiler,
                            1,
                            Tree.fixed(List.of("package fuzz; class P1 { int a() {} }")),
                            1,
                            Depth.ENDS,
                            List.of());
            assertThat(found).isEmpty();
        }
    }
}
