package io.ringkernel.bench.device;

import io.ringkernel.ActorRef;
import io.ringkernel.RingKernel;
import io.ringkernel.bench.actors.Echo;
import io.ringkernel.bench.actors.Echo.Ping;
import io.ringkernel.bench.actors.Echo.Pong;
import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long do the lifecycle commands take, each until the device has acknowledged it? */
final class LifecycleExperiment implements Experiment {

    @Override
    public Report run(Setup setup) {
        Report report =
                setup.report("lifecycle")
                        .parameter("actors", setup.scale().lifecycles())
                        .parameter("unit", "us");
        Map<String, Histogram> commands = new LinkedHashMap<>();
        try (RingKernel runtime = setup.runtime()) {
            cycle(runtime, "warm-up", Map.of()); // translates and loads the actor
            for (String command : new String[] {"spawn", "quiesce", "activate", "terminate"}) {
                commands.put(command, new Histogram(3));
            }
            for (int i = 0; i < setup.scale().lifecycles(); i++) {
                cycle(runtime, "bench/" + i, commands);
            }
        }
        commands.forEach((command, nanos) -> {
            Percentiles times = Percentiles.of(nanos);
            report.result(command, times.figures());
            report.line(
                    "%-10s p50 %8.2f  p99 %8.2f  max %8.1f us",
                    command, times.p50(), times.p99(), times.max());
        });
        return report;
    }

    private static void cycle(RingKernel runtime, String name, Map<String, Histogram> commands) {
        long t0 = System.nanoTime();
        ActorRef<Ping, Pong> actor = runtime.spawn(name, new Echo());
        long t1 = System.nanoTime();
        runtime.quiesce(actor);
        long t2 = System.nanoTime();
        runtime.activate(actor);
        long t3 = System.nanoTime();
        runtime.terminate(actor);
        long t4 = System.nanoTime();
        if (!commands.isEmpty()) {
            record(commands, "spawn", t1 - t0);
            record(commands, "quiesce", t2 - t1);
            record(commands, "activate", t3 - t2);
            record(commands, "terminate", t4 - t3);
        }
    }

    private static void record(Map<String, Histogram> commands, String command, long nanos) {
        Histogram histogram = commands.get(command);
        if (histogram != null) {
            histogram.recordValue(nanos);
        }
    }
}
