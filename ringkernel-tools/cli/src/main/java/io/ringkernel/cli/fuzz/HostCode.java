package io.ringkernel.cli.fuzz;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.ringkernel.cli.Child;
import io.ringkernel.cli.CommandException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles generated code for the host with g++ and runs it in a process of its own, which may
 * crash or never end without harm.
 */
final class HostCode implements Execution {

    private static final Duration COMPILE_LIMIT = Duration.ofMinutes(10);
    private static final Duration RUN_LIMIT = Duration.ofSeconds(60);
    private static final String WHERE = "g++";

    private static final String MAIN =
            """
            #include <fcntl.h>
            #include <sys/mman.h>
            #include <sys/stat.h>
            static unsigned char* fuzz_map(const char* name, bool write) {
              int file = open(name, write ? O_RDWR : O_RDONLY);
              struct stat size;
              if (file < 0 || fstat(file, &size) != 0) return 0;
              void* at = mmap(0, size.st_size, write ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, file, 0);
              return at == MAP_FAILED ? 0 : (unsigned char*)at;
            }
            int main(int, char** args) {
              const unsigned char* in = fuzz_map(args[1], false);
              unsigned char* out = fuzz_map(args[2], true);
              if (!in || !out) return 2;
              const FuzzJob* jobs = (const FuzzJob*)(in + 16);
              volatile rk_u64* done = (volatile rk_u64*)out;
            """;

    private final String optimisation;

    /** Makes a compiler with an option such as {@code -O2}. */
    HostCode(String optimisation) {
        this.optimisation = optimisation;
    }

    /** Returns whether there is a g++. */
    static boolean isAvailable() {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(java.io.File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
    }

    /** Compiles and runs trials and compares; each notes what is wrong with it. */
    @Override
    public void check(List<Trial> trials) throws IOException {
        List<Trial> left = trials;
        while (!left.isEmpty()) {
            left = left.subList(checkUntilCrash(left), left.size());
        }
    }

    /** Returns how many have run: all, or those up to the first that crashed. */
    private int checkUntilCrash(List<Trial> trials) throws IOException {
        Path folder = Files.createTempDirectory("ringkernel-fuzz");
        try (Arena arena = Arena.ofConfined()) {
            Batch batch = new Batch(trials, arena);
            return run(batch, compile(batch, folder), folder, arena);
        } finally {
            delete(folder);
        }
    }

    private Path compile(Batch batch, Path folder) throws IOException {
        StringBuilder source = new StringBuilder(batch.source()).append(MAIN);
        for (int i = 0; i < batch.trials().size(); i++) {
            source.append(
                    "  fuzz_run<%s>(jobs[%d], in, out); *done = %d;\n"
                            .formatted(batch.behavior(i), i, i + 1));
        }
        source.append("  return 0;\n}\n");
        Path file = Files.writeString(folder.resolve("fuzz.cpp"), source);
        Path program = folder.resolve("fuzz");
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", optimisation));
        command.addAll(List.of("-ffp-contract=off", "-fno-strict-aliasing", "-w"));
        command.addAll(List.of("-o", program.toString(), file.toString(), "-lm"));
        Child.of(command, COMPILE_LIMIT).run();
        return program;
    }

    private static int run(Batch batch, Path program, Path folder, Arena arena) throws IOException {
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        try (FileChannel file =
                FileChannel.open(
                        in,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            MemorySegment input = batch.input();
            file.map(MapMode.READ_WRITE, 0, input.byteSize(), arena).copyFrom(input);
        }
        try (FileChannel file =
                FileChannel.open(
                        out,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            MemorySegment output = file.map(MapMode.READ_WRITE, 0, batch.outputBytes(), arena);
            String failure = "";
            try {
                Child.of(List.of(program.toString(), in.toString(), out.toString()), RUN_LIMIT)
                        .run();
            } catch (CommandException e) {
                failure = String.valueOf(e.getMessage());
            }
            int done = (int) output.get(JAVA_LONG, 0);
            for (int i = 0; i < done; i++) {
                batch.compare(i, output, WHERE);
            }
            if (failure.isEmpty()) {
                return done;
            }
            if (done >= batch.trials().size()) {
                throw new CommandException(failure);
            }
            batch.trials().get(done).found(new Finding(WHERE, failure));
            return done + 1;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
