package io.ringkernel.bench.device;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.RingKernel;
import io.ringkernel.bench.actors.Echo;
import io.ringkernel.bench.actors.Echo.Ping;
import io.ringkernel.bench.actors.Echo.Pong;
import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/**
 * How long does {@code ask} take when the actor is idle? One thread, a 64-byte slot, one question
 * at a time.
 */
final class AskExperiment implements Experiment {

    private static final ActorOptions OPTIONS = ActorOptions.defaults().withSlotBytes(64);

    @Override
    public Report run(Setup setup) throws IOException {
        Scale scale = setup.scale();
        Report report =
                setup.report("ask")
                        .parameter("warmUpAsks", scale.warmUpAsks())
                        .parameter("asks", scale.asks())
                        .parameter("slotBytes", OPTIONS.slotBytes())
                        .parameter("unit", "us");
        List<JsonNode> floors = new ArrayList<>();
        List<Percentiles> asks = new ArrayList<>();
        for (int i = 0; i < scale.repetitions(); i++) {
            if (setup.floors().isPresent()) {
                floors.add(setup.floors().get().echo(scale.warmUpAsks(), scale.asks()));
            }
            asks.add(measure(setup));
        }
        floors.forEach(report::floor);
        asks.forEach(repetition -> report.result("repetition", repetition.figures()));
        Percentiles medians = Percentiles.medians(asks);
        report.result("median", medians.figures());
        report.line(
                "ask, idle actor, 64-byte slot   p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.1f"
                        + " us",
                medians.p50(), medians.p90(), medians.p99(), medians.p999(), medians.max());
        if (!floors.isEmpty()) {
            double p50 = floor(floors, "p50");
            double p99 = floor(floors, "p99");
            report.ratio("p50", medians.p50() / p50);
            report.ratio("p99", medians.p99() / p99);
            report.line(
                    "floor echo64                    p50 %.2f  p99 %.2f us: ask is %.2fx at p50,"
                            + " %.2fx at p99",
                    p50, p99, medians.p50() / p50, medians.p99() / p99);
        }
        return report;
    }

    private static double floor(List<JsonNode> floors, String percentile) {
        return Percentiles.median(floors, floor -> floor.path(percentile).doubleValue()) / 1e3;
    }

    private static Percentiles measure(Setup setup) {
        try (RingKernel runtime = setup.runtime()) {
            ActorRef<Ping, Pong> echo = runtime.spawn("bench/echo", new Echo(), OPTIONS);
            Histogram nanos = new Histogram(3);
            long warmUp = setup.scale().warmUpAsks();
            long last = warmUp + setup.scale().asks();
            for (long i = 0; i < last; i++) {
                long started = System.nanoTime();
                Pong pong = echo.ask(new Ping(i, ~i, i << 1, i + 1)).toCompletableFuture().join();
                long ended = System.nanoTime();
                if (pong.sequence() != i
                        || pong.first() != ~i
                        || pong.second() != i << 1
                        || pong.handled() != i) {
                    throw new CommandException("wrong reply to ask " + i + ": " + pong);
                }
                if (i >= warmUp) {
                    nanos.recordValue(ended - started);
                }
            }
            return Percentiles.of(nanos);
        }
    }
}
