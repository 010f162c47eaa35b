package io.ringkernel.cli.flights;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import io.ringkernel.cli.examples.Airport;
import io.ringkernel.cli.examples.Command;
import io.ringkernel.cli.examples.Command.Flight;
import io.ringkernel.cli.examples.Command.Query;
import io.ringkernel.cli.examples.Delays;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Streams a file of flights to one actor per airport and asks each for its delays. One thread
 * sends, in the order of the file: it collects the flights of {@value #CHUNK} rows by airport and
 * tells each airport its part.
 */
public final class FlightsRun {

    private static final int CHUNK = 8192;
    private static final int MAILBOX = 4096;
    private static final int WARM_UP_ASKS = 500;
    private static final int MEASURED_ASKS = 2000;

    /** Most airports, and so actors, that one runtime holds. */
    private static final int MAX_AIRPORTS = 4095;

    /** A mailbox of 64-byte slots, and room for what else an actor needs in pinned memory. */
    private static final long PINNED_BYTES_PER_ACTOR = 64L * MAILBOX + (64 << 10);

    private static final ActorOptions OPTIONS =
            ActorOptions.defaults()
                    .withMailboxCapacity(MAILBOX)
                    .withSendTimeout(Duration.ofSeconds(30))
                    .withAskTimeout(Duration.ofSeconds(30));

    private final FlightFile file;
    private final int rounds;
    private final Progress progress;

    /**
     * Prepares a run.
     *
     * @param rounds how often the file is streamed
     */
    public FlightsRun(FlightFile file, int rounds, Progress progress) {
        if (file.airports().size() > MAX_AIRPORTS) {
            throw new IllegalArgumentException(
                    "at most "
                            + MAX_AIRPORTS
                            + " airports can be alive at once: file="
                            + file.name()
                            + ", airports="
                            + file.airports().size());
        }
        this.file = file;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Runs on the given backend and closes it. */
    public FlightsResult on(Backend backend) {
        int airports = file.airports().size();
        RingKernel.Builder builder =
                RingKernel.builder()
                        .backend(backend)
                        .maxActors(airports)
                        .pinnedBytes(Math.max(1L << 20, airports * PINNED_BYTES_PER_ACTOR));
        try (RingKernel runtime = builder.build()) {
            List<ActorRef<Command, Delays>> actors = new ArrayList<>(airports);
            actors.add(spawn(runtime, 0));
            actors.getFirst().ask(new Query()).toCompletableFuture().join();
            long firstAnswerAt = System.currentTimeMillis();
            for (int i = 1; i < airports; i++) {
                actors.add(spawn(runtime, i));
            }

            long started = System.nanoTime();
            stream(actors);
            List<Delays> answers = answers(actors);
            double seconds = (System.nanoTime() - started) / 1e9;

            progress.finish();
            Histogram latency = askLatency(actors);
            return new FlightsResult(
                    file.name(),
                    file.rows(),
                    rounds,
                    runtime.backend(),
                    runtime.device(),
                    runtime.fallbackReason(),
                    (long) rounds * file.rows() + airports,
                    seconds,
                    latency,
                    // asked last, since the management classes themselves take time to load
                    firstAnswerAt - ManagementFactory.getRuntimeMXBean().getStartTime(),
                    FlightsResult.Airport.compare(
                            file.airports(), answers, Fold.over(file, rounds)));
        }
    }

    private ActorRef<Command, Delays> spawn(RingKernel runtime, int airport) {
        return runtime.spawn("airports/" + file.airports().get(airport), new Airport(), OPTIONS);
    }

    private void stream(List<ActorRef<Command, Delays>> actors) {
        List<List<Flight>> parts = new ArrayList<>();
        actors.forEach(actor -> parts.add(new ArrayList<>()));
        long total = (long) rounds * file.rows();
        long sent = 0;
        for (int round = 0; round < rounds; round++) {
            for (int from = 0; from < file.rows(); from += CHUNK) {
                int to = Math.min(from + CHUNK, file.rows());
                for (int row = from; row < to; row++) {
                    parts.get(file.origin(row)).add(file.flight(row));
                }
                for (int i = 0; i < parts.size(); i++) {
                    List<Flight> part = parts.get(i);
                    if (!part.isEmpty()) {
                        actors.get(i).tellAll(part);
                        part.clear();
                    }
                }
                sent += to - from;
                progress.update(sent, total);
            }
        }
    }

    private static List<Delays> answers(List<ActorRef<Command, Delays>> actors) {
        List<CompletableFuture<Delays>> asked =
                actors.stream().map(actor -> actor.ask(new Query()).toCompletableFuture()).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static Histogram askLatency(List<ActorRef<Command, Delays>> actors) {
        Histogram latency = new Histogram(3);
        for (int i = 0; i < WARM_UP_ASKS + MEASURED_ASKS; i++) {
            ActorRef<Command, Delays> actor = actors.get(i % actors.size());
            long asked = System.nanoTime();
            actor.ask(new Query()).toCompletableFuture().join();
            if (i >= WARM_UP_ASKS) {
                latency.recordValue(System.nanoTime() - asked);
            }
        }
        return latency;
    }
}
