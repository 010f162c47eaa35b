package io.ringkernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuzzTranspilerCommandTest {

    @Test
    void shouldSayHowManyProgramsItRan() {
        CommandLineRun run =
                CommandLineRun.of("fuzz", "transpiler", "--programs=5", "--seed=3", "--no-host");

        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.out()).contains("seed 3").contains("5 programs").contains("0 findings");
    }

    @ParameterizedTest
    @CsvSource({
        "--programs=0, --programs must be from 1 to 1000000000: 0",
        "--messages=0, --messages must be from 1 to 1000: 0",
        "--batch=1001, --batch must be from 1 to 1000: 1001",
        "--parallel=0, --parallel must be from 1 to 1024: 0",
        "--optimise=4, --optimise must be from 0 to 3: 4",
    })
    void shouldRefuseWhatIsOutOfRange(String option, String why) {
        CommandLineRun run = CommandLineRun.of("fuzz", "transpiler", option);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(why);
    }
}
