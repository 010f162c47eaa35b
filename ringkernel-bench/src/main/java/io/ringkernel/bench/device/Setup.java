package io.ringkernel.bench.device;

import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import io.ringkernel.bench.harness.Floors;
import io.ringkernel.bench.harness.Report;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What every experiment is given.
 *
 * @param backend where the actors run
 * @param maxActors of the runtimes that are measured; the builder's default if empty
 * @param scale how much is measured
 * @param floors the floors, where they can be run
 */
record Setup(Backend backend, OptionalInt maxActors, Scale scale, Optional<Floors> floors) {

    /** Starts a report with what applies to every experiment. */
    Report report(String experiment) {
        Report report =
                new Report(experiment)
                        .parameter("backend", backend.name())
                        .parameter("repetitions", scale.repetitions());
        maxActors.ifPresent(actors -> report.parameter("maxActors", actors));
        return report;
    }

    /** Opens a runtime to measure. */
    RingKernel runtime() {
        RingKernel.Builder builder = RingKernel.builder().backend(backend);
        maxActors.ifPresent(builder::maxActors);
        return builder.build();
    }
}
