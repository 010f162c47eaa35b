package io.ringkernel.bench.device;

import io.ringkernel.bench.harness.Report;
import java.io.IOException;

/** One question put to the machine. */
interface Experiment {

    /** Measures through the public API and, alternating, the floor. */
    Report run(Setup setup) throws IOException;
}
