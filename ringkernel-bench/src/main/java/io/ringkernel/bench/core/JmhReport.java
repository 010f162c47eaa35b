package io.ringkernel.bench.core;

import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Makes a report of what JMH measured: the median of all iterations of all forks, and each. */
final class JmhReport {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** What counts where a benchmark has it: see {@link RingBenchmark.Received}. */
    private static final String COUNTED = "messages";

    private JmhReport() {}

    static Report of(Suite suite, Collection<RunResult> runs) {
        Report report = new Report("core-" + suite.name().toLowerCase(Locale.ROOT));
        Map<String, Double> medians = new LinkedHashMap<>();
        for (RunResult run : runs) {
            BenchmarkParams params = run.getParams();
            String name = params.getBenchmark();
            name = name.substring(name.lastIndexOf('.') + 1) + values(params);
            Result<?> counted = run.getSecondaryResults().get(COUNTED);
            List<Double> scores =
                    run.getBenchmarkResults().stream()
                            .flatMap(fork -> fork.getIterationResults().stream())
                            .map(iteration -> score(iteration, counted))
                            .toList();
            double median = Percentiles.median(scores, score -> score);
            medians.put(name, median);
            Result<?> primary = run.getPrimaryResult();
            String unit =
                    counted == null
                            ? primary.getScoreUnit()
                            : primary.getScoreUnit().replace("ops/", COUNTED + "/");
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("threads", params.getThreads());
            figures.put("unit", unit);
            figures.put("median", median);
            figures.put("repetitions", scores);
            Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
            double bytes = allocated == null ? 0 : allocated.getScore();
            if (counted != null) { // of a call, which moves many
                bytes *= primary.getScore() / counted.getScore();
            }
            if (allocated != null) {
                figures.put("bytesPerOperation", bytes);
            }
            if (suite.isFloor(name)) {
                Map<String, Object> floor = new LinkedHashMap<>();
                floor.put("name", name);
                floor.putAll(figures);
                report.floor(floor);
            } else {
                report.result(name, figures);
            }
            report.line(
                    "%-32s %8.2f %s, threads=%d%s",
                    name,
                    median,
                    unit,
                    params.getThreads(),
                    allocated == null ? "" : ", allocated=%.1f B/op".formatted(bytes));
            report.parameter("forks", params.getForks())
                    .parameter("warmup", params.getWarmup().toString())
                    .parameter("measurement", params.getMeasurement().toString())
                    .parameter("jvmArgs", List.copyOf(params.getJvmArgs()));
        }
        suite.relate(medians, report);
        return report;
    }

    /** Returns the values of the parameters, such as {@code (carriers)}; nothing without any. */
    private static String values(BenchmarkParams params) {
        return params.getParamsKeys().isEmpty()
                ? ""
                : params.getParamsKeys().stream()
                        .map(params::getParam)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static double score(IterationResult iteration, @Nullable Result<?> counted) {
        Result<?> result = counted == null ? null : iteration.getSecondaryResults().get(COUNTED);
        return result == null ? iteration.getPrimaryResult().getScore() : result.getScore();
    }
}
