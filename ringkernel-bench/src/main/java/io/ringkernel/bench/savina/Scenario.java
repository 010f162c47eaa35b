package io.ringkernel.bench.savina;

import io.ringkernel.RingKernel;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;

/**
 * One benchmark of the suite: the same work on two actor libraries.
 *
 * @param name what it is called on the command line and in reports
 * @param parameters how large it is
 * @param expected the checksum that a run must return; a run that returns another fails the
 *     benchmark
 * @param ours the work on this library
 * @param theirs the work on Pekko
 */
record Scenario(
        String name, Map<String, Integer> parameters, long expected, Ours ours, Theirs theirs) {

    /** The work on this library. */
    interface Ours {
        /**
         * Spawns actors, runs them to the end of the work and ends them. Every wait is bounded.
         *
         * @return the checksum
         */
        long run(RingKernel runtime) throws Exception;
    }

    /** The work on Pekko. */
    interface Theirs {
        /**
         * Spawns actors, runs them to the end of the work and ends them. Every wait is bounded.
         *
         * @return the checksum
         */
        long run(ActorSystem<SpawnProtocol.Command> system) throws Exception;
    }
}
