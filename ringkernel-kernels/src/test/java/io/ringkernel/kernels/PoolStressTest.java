package io.ringkernel.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.message.MessageProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pool's CUDA C++ compiled for the host, where its memory orders are those of C++ atomics, and
 * run by several threads: alone for the count of every message, and under ThreadSanitizer for what
 * the orders promise. {@code -Dtest.seed=N} repeats the actors and commands of a run.
 */
@Timeout(150)
class PoolStressTest {

    private static final long SEED = Long.getLong("test.seed", System.nanoTime() & 0xffffff);

    @TempDir Path directory;

    @Test
    void shouldHandleOrGiveBackEveryMessageOnceAndInOrder()
            throws IOException, InterruptedException {
        assertThat(run(compile("stress", "-O2"), "20000")).contains("handled=");
    }

    @Test
    void shouldHaveNoDataRace() throws IOException, InterruptedException {
        assertThat(run(compile("races", "-O1", "-g", "-fsanitize=thread"), "3000"))
                .contains("handled=")
                .doesNotContain("WARNING: ThreadSanitizer");
    }

    /** A worker that does not look again after it let go of an actor loses wake-ups. */
    @Test
    void shouldNoticeThatAWakeUpIsLost() throws IOException, InterruptedException {
        String source = source();
        String weakened =
                source.replace("bool again = mine && !more", "bool again = false && mine");
        assertThat(weakened).isNotEqualTo(source);
        Path program = compile("weakened", weakened, List.of("-O2", "-DRK_LIMIT_SECONDS=2"));
        assertThat(output(program, "40000", 1)).contains("FAILED");
    }

    static String source() throws IOException {
        KernelSource.Behavior behavior =
                new KernelSource.Behavior(
                        "Stress",
                        "",
                        List.of(),
                        MessageProtocol.of(Void.class),
                        MessageProtocol.of(Void.class));
        String device =
                "#define RK_DEVICE static inline\n#define RK_MEMBER inline\n"
                        + KernelSource.portablePool(resource("pool_host.hpp"), List.of(behavior));
        return device + resource("pool_stress.cpp");
    }

    private Path compile(String name, String... options) throws IOException, InterruptedException {
        return compile(name, source(), List.of(options));
    }

    private Path compile(String name, String source, List<String> options)
            throws IOException, InterruptedException {
        assumeTrue(isOnPath("g++"), "g++ is not on the PATH: the pool is not run on the host");
        Path file = Files.writeString(directory.resolve(name + ".cpp"), source);
        Path program = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-pthread", "-Wall"));
        command.addAll(List.of("-Werror", "-Wno-unused-function", "-Wno-unknown-pragmas"));
        command.addAll(List.of("-Wno-tsan", "-fno-strict-aliasing"));
        command.addAll(options);
        command.addAll(List.of("-o", program.toString(), file.toString()));
        execute(command, 0);
        return program;
    }

    private String run(Path program, String messages) throws IOException, InterruptedException {
        return output(program, messages, 0);
    }

    private String output(Path program, String messages, int exitCode)
            throws IOException, InterruptedException {
        System.out.println("PoolStressTest: -Dtest.seed=" + SEED);
        // Without a random layout of the address space: some kernels' is too wide for the
        // sanitizer.
        return execute(
                List.of("setarch", "-R", program.toString(), Long.toString(SEED), messages),
                exitCode);
    }

    private String execute(List<String> command, int exitCode)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "run", ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(70, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + command + "\n" + Files.readString(log));
        }
        String output = Files.readString(log);
        assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
        return output;
    }

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PoolStressTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no such resource: name=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
