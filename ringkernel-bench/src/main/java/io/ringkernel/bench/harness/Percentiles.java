package io.ringkernel.bench.harness;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The percentiles of one repetition, or the medians of several, in microseconds. */
public record Percentiles(
        long samples, double p50, double p90, double p99, double p999, double max) {

    /** Reads them from a histogram of nanoseconds. */
    public static Percentiles of(Histogram nanos) {
        return new Percentiles(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(90) / 1e3,
                nanos.getValueAtPercentile(99) / 1e3,
                nanos.getValueAtPercentile(99.9) / 1e3,
                nanos.getMaxValue() / 1e3);
    }

    /** Returns the median of each percentile over repetitions, and the sum of the samples. */
    public static Percentiles medians(List<Percentiles> repetitions) {
        return new Percentiles(
                repetitions.stream().mapToLong(Percentiles::samples).sum(),
                median(repetitions, Percentiles::p50),
                median(repetitions, Percentiles::p90),
                median(repetitions, Percentiles::p99),
                median(repetitions, Percentiles::p999),
                median(repetitions, Percentiles::max));
    }

    /**
     * Returns the median of a figure over repetitions: of an even number, the mean of the two in
     * the middle.
     */
    public static <T> double median(List<T> repetitions, ToDoubleFunction<T> figure) {
        double[] sorted = repetitions.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the figures under the names used in reports. */
    public Map<String, Object> figures() {
        return Map.of(
                "samples", samples, "p50", p50, "p90", p90, "p99", p99, "p99.9", p999, "max", max);
    }
}
