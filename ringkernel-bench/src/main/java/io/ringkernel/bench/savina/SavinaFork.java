package io.ringkernel.bench.savina;

import io.ringkernel.RingKernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;

/** The JVM that runs one scenario on one library: warms up, then prints the time of each run. */
final class SavinaFork {

    /** In front of the nanoseconds of a run. */
    static final String RUN = "run ";

    /** Threads that run actors. */
    static final int THREADS = 2;

    /** A run, whatever the library; returns the checksum. */
    private interface Work {
        long run() throws Exception;
    }

    private SavinaFork() {}

    /**
     * Runs.
     *
     * @param args library, scenario, {@link Scale}, Pekko's throughput setting
     */
    public static void main(String[] args) throws Exception {
        Library library = Library.valueOf(args[0]);
        Scale scale = Scale.valueOf(args[2]);
        Scenario scenario = Scenarios.named(args[1], scale == Scale.SMOKE);
        switch (library) {
            case OURS -> {
                try (RingKernel runtime = RingKernels.start(THREADS)) {
                    measure(scenario, () -> scenario.ours().run(runtime), scale);
                }
            }
            case PEKKO -> {
                ActorSystem<SpawnProtocol.Command> system =
                        Pekko.start(THREADS, Integer.parseInt(args[3]));
                try {
                    measure(scenario, () -> scenario.theirs().run(system), scale);
                } finally {
                    Pekko.stop(system);
                }
            }
        }
    }

    private static void measure(Scenario scenario, Work work, Scale scale) throws Exception {
        repeat(scenario, work, scale.warmUp(), 1);
        repeat(scenario, work, scale.measurement(), scale.leastRuns())
                .forEach(nanos -> System.out.println(RUN + nanos));
    }

    /** Runs until the time is over, and often enough. */
    private static List<Long> repeat(Scenario scenario, Work work, Duration duration, int leastRuns)
            throws Exception {
        List<Long> times = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        while (times.size() < leastRuns || System.nanoTime() - end < 0) {
            System.gc(); // what a run leaves to collect is no other's
            long begin = System.nanoTime();
            long checksum = work.run();
            times.add(System.nanoTime() - begin);
            scenario.check(checksum);
        }
        return times;
    }
}
