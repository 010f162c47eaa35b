package io.ringkernel.bench.core;

import io.ringkernel.bench.harness.Report;
import java.util.List;
import java.util.Map;

/** The JMH suites, each with its floors and with the ratios to print. */
enum Suite {
    MAILBOX(MailboxBenchmark.class),
    CODEC(CodecBenchmark.class);

    private record Ratio(String figure, String floor) {}

    private final Class<?> benchmarks;

    Suite(Class<?> benchmarks) {
        this.benchmarks = benchmarks;
    }

    private List<String> floors() {
        return switch (this) {
            case MAILBOX -> List.of();
            case CODEC -> List.of("byHand");
        };
    }

    private List<Ratio> ratios() {
        return switch (this) {
            case MAILBOX -> List.of();
            case CODEC ->
                    List.of(
                            new Ratio("sixFields", "byHand"),
                            new Ratio("sealedOne", "byHand"),
                            new Ratio("sealedMixed", "byHand"));
        };
    }

    /** Returns the regular expression that JMH finds the suite's benchmarks by. */
    String pattern() {
        return benchmarks.getName().replace(".", "\\.") + "\\.";
    }

    boolean isFloor(String benchmark) {
        return floors().contains(benchmark);
    }

    /** Adds the ratios of the medians, as far as both were measured. */
    void relate(Map<String, Double> medians, Report report) {
        for (Ratio ratio : ratios()) {
            Double figure = medians.get(ratio.figure());
            Double floor = medians.get(ratio.floor());
            if (figure != null && floor != null) {
                String name = ratio.figure() + "/" + ratio.floor();
                report.ratio(name, figure / floor);
                report.line("%-20s %6.2fx", name, figure / floor);
            }
        }
    }
}
