package io.ringkernel.bench.core;

import io.ringkernel.bench.harness.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The JMH suites, each with its floors and with the ratios to print. */
enum Suite {
    MAILBOX(MailboxBenchmark.class),
    CODEC(CodecBenchmark.class),
    CLOCK(ClockBenchmark.class),
    QUEUE(QueueBenchmark.class),
    RING(RingBenchmark.class),
    SCHEDULER(SchedulerBenchmark.class);

    private record Ratio(String figure, String floor) {}

    private final Class<?> benchmarks;

    Suite(Class<?> benchmarks) {
        this.benchmarks = benchmarks;
    }

    private List<String> floors() {
        return switch (this) {
            case MAILBOX, QUEUE, SCHEDULER -> List.of();
            case CODEC -> List.of("byHand");
            case RING ->
                    List.of(
                            "floorSpsc(1)",
                            "floorSpsc(64)",
                            "floorMpsc1(1)",
                            "floorMpsc1(64)",
                            "floorMpsc2(1)",
                            "floorMpsc2(64)",
                            "turn(UNSAFE)");
            case CLOCK -> List.of("read1", "read2", "add1", "add2");
        };
    }

    private List<Ratio> ratios() {
        return switch (this) {
            case MAILBOX, QUEUE -> List.of();
            case SCHEDULER ->
                    Stream.of(
                                    "pingPong",
                                    "eightPingPongs",
                                    "burst",
                                    "tree",
                                    "injected",
                                    "roundTrip")
                            .map(name -> new Ratio(name + "(carriers)", name + "(forkJoinPool)"))
                            .toList();
            case RING ->
                    List.of(
                            new Ratio("spsc(SPSC)", "floorSpsc(1)"),
                            new Ratio("spsc(SPSC)", "spsc(UNSAFE)"),
                            new Ratio("spsc(SPSC)", "spsc(AGRONA_ONE)"),
                            new Ratio("spsc(SPSC)", "spsc(JCTOOLS_FRESH)"),
                            new Ratio("spsc(SPSC_BATCH)", "floorSpsc(64)"),
                            new Ratio("spsc(SPSC_BATCH)", "spsc(AGRONA_ONE)"),
                            new Ratio("spsc(SPSC_BATCH)", "spsc(JCTOOLS_FRESH)"),
                            new Ratio("mpsc1(MPSC)", "floorMpsc1(1)"),
                            new Ratio("mpsc1(MPSC)", "mpsc1(AGRONA_MANY)"),
                            new Ratio("mpsc1(MPSC_BATCH)", "floorMpsc1(64)"),
                            new Ratio("mpsc1(MPSC_BATCH)", "mpsc1(AGRONA_MANY)"),
                            new Ratio("mpsc2(MPSC)", "floorMpsc2(1)"),
                            new Ratio("mpsc2(MPSC)", "mpsc2(AGRONA_MANY)"),
                            new Ratio("mpsc2(MPSC_BATCH)", "floorMpsc2(64)"),
                            new Ratio("mpsc2(MPSC_BATCH)", "mpsc2(AGRONA_MANY)"),
                            new Ratio("turn(SPSC)", "turn(UNSAFE)"),
                            new Ratio("turn(MPSC)", "turn(UNSAFE)"));
            case CLOCK ->
                    List.of(
                            new Ratio("tick1", "read1"),
                            new Ratio("tick2", "read2"),
                            new Ratio("ownTick1", "read1"),
                            new Ratio("ownTick2", "read2"),
                            new Ratio("update1", "read1"),
                            new Ratio("update2", "read2"),
                            new Ratio("casLoop1", "read1"),
                            new Ratio("casLoop2", "read2"),
                            new Ratio("tick2", "casLoop2"));
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
                report.line("%-34s %6.2fx", name, figure / floor);
            }
        }
    }
}
