package io.ringkernel.bench.device;

import io.ringkernel.Backend;
import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.Child;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long from the start of the JVM to the first answer, with an empty cache of kernel images and
 * with a filled one?
 */
final class StartExperiment implements Experiment {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public Report run(Setup setup) throws IOException {
        int starts = setup.scale().starts();
        Report report = setup.report("start").parameter("starts", starts).parameter("unit", "ms");
        List<Long> cold = new ArrayList<>();
        List<Long> warm = new ArrayList<>();
        Path cache = Files.createTempDirectory("ringkernel-start");
        try {
            for (int i = 0; i < starts; i++) {
                cold.add(start(setup.backend(), cache.resolve("cold" + i)));
            }
            start(setup.backend(), cache.resolve("warm"));
            for (int i = 0; i < starts; i++) {
                warm.add(start(setup.backend(), cache.resolve("warm")));
            }
        } finally {
            delete(cache);
        }
        add(report, "empty cache", cold);
        add(report, "filled cache", warm);
        return report;
    }

    private static long start(Backend backend, Path cache) throws IOException {
        Child child =
                Child.java(
                        FirstAnswer.class,
                        List.of("-Dringkernel.cache=" + cache),
                        List.of(backend.name()),
                        LIMIT);
        return Long.parseLong(child.run().strip());
    }

    private static void add(Report report, String name, List<Long> millis) {
        double median = Percentiles.median(millis, Long::doubleValue);
        long max = millis.stream().mapToLong(Long::longValue).max().orElse(0);
        report.result(name, Map.of("median", median, "max", max, "repetitions", millis));
        report.line("JVM start to first answer, %-13s median %5.0f  max %5d ms", name, median, max);
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @org.jspecify.annotations.Nullable IOException failed)
                            throws IOException {
                        if (failed != null) {
                            throw failed;
                        }
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
