package io.ringkernel.cli.fuzz;

import java.io.IOException;
import java.util.List;

/** Compiles and runs generated code. */
interface Execution {

    /** Runs trials that have generated code; each notes what is wrong with it. */
    void check(List<Trial> trials) throws IOException;
}
