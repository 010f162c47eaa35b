package io.ringkernel.bench.device;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.RingKernel;
import io.ringkernel.bench.actors.Checker;
import io.ringkernel.bench.actors.Checker.Tally;
import io.ringkernel.bench.harness.Floors;
import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * How many 64-byte messages a second are consumed and checked? The clock runs from the first send
 * to the last tally, so that nothing counts before it has been handled.
 */
final class StreamExperiment implements Experiment {

    private final String name;
    private final boolean many;
    private final List<Integer> senders;

    private StreamExperiment(String name, boolean many, List<Integer> senders) {
        this.name = name;
        this.many = many;
        this.senders = senders;
    }

    /** One actor, one sender. */
    static StreamExperiment oneActor() {
        return new StreamExperiment("stream-one", false, List.of(1));
    }

    /** Many actors, from one sender and from four. */
    static StreamExperiment manyActors() {
        return new StreamExperiment("stream-many", true, List.of(1, 4));
    }

    @Override
    public Report run(Setup setup) throws IOException {
        int actors = many ? setup.scale().actors() : 1;
        int capacity = many ? 1 << 12 : 1 << 16;
        Report report =
                setup.report(name)
                        .parameter("actors", actors)
                        .parameter("mailboxCapacity", capacity)
                        .parameter("batch", Stream.BATCH)
                        .parameter("seconds", setup.scale().stream().toMillis() / 1e3)
                        .parameter("unit", "messages/s");
        for (int threads : senders) {
            alternate(setup, report, actors, threads, capacity);
        }
        return report;
    }

    private static void alternate(Setup setup, Report report, int actors, int threads, int capacity)
            throws IOException {
        Scale scale = setup.scale();
        List<JsonNode> floors = new ArrayList<>();
        Map<Stream.Mode, List<Double>> rates = new LinkedHashMap<>();
        for (int i = 0; i < scale.repetitions(); i++) {
            if (setup.floors().isPresent()) {
                floors.add(
                        setup.floors().get().stream(
                                scale.floorMessages(), actors, threads, capacity));
            }
            for (Stream.Mode mode : Stream.Mode.values()) {
                double rate = measure(setup, mode, actors, threads, capacity);
                rates.computeIfAbsent(mode, first -> new ArrayList<>()).add(rate);
            }
        }
        floors.forEach(report::floor);
        String who =
                actors
                        + (actors == 1 ? " actor, " : " actors, ")
                        + threads
                        + (threads == 1 ? " sender" : " senders");
        rates.forEach((mode, all) -> {
            double median = Percentiles.median(all, Double::doubleValue);
            report.result(
                    mode.name(),
                    Map.of(
                            "actors",
                            actors,
                            "senders",
                            threads,
                            "messagesPerSecond",
                            median,
                            "repetitions",
                            all));
            String over = "";
            if (!floors.isEmpty()) {
                double floor = Percentiles.median(floors, Floors::rate);
                report.ratio(mode + ", " + who, median / floor);
                over = String.format(" = %.2f of the floor's %.1f", median / floor, floor / 1e6);
            }
            report.line("%-22s %-20s %8.2f M messages/s%s", who, mode, median / 1e6, over);
        });
    }

    private static double measure(
            Setup setup, Stream.Mode mode, int actors, int threads, int capacity) {
        ActorOptions options =
                ActorOptions.defaults()
                        .withSlotBytes(64)
                        .withMailboxCapacity(capacity)
                        .withSendTimeout(Duration.ofSeconds(30))
                        .withAskTimeout(Duration.ofSeconds(30));
        try (RingKernel runtime = setup.runtime();
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<List<ActorRef<Checker.Message, Tally>>> shares = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                shares.add(new ArrayList<>());
            }
            for (int i = 0; i < actors; i++) {
                shares.get(i % threads)
                        .add(runtime.spawn("bench/checker/" + i, mode.checker(), options));
            }
            List<Stream> streams = shares.stream().map(share -> new Stream(mode, share)).toList();
            Duration time = setup.scale().stream();
            send(pool, streams, time.dividedBy(4));
            long started = System.nanoTime();
            long sent = send(pool, streams, time);
            return sent * 1e9 / (System.nanoTime() - started);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new CommandException(
                    "the stream failed: " + (cause == null ? failed : cause), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", interrupted);
        }
    }

    /** Runs the streams at once and returns how many messages they sent, all of them handled. */
    private static long send(ExecutorService pool, List<Stream> streams, Duration time)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + time.toNanos();
        List<Callable<Long>> tasks = new ArrayList<>();
        streams.forEach(stream -> tasks.add(() -> stream.run(deadline)));
        long sent = 0;
        for (Future<Long> task : pool.invokeAll(tasks)) {
            sent += task.get();
        }
        return sent;
    }
}
