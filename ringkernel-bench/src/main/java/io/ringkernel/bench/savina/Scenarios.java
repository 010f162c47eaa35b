package io.ringkernel.bench.savina;

import io.ringkernel.cli.CommandException;
import java.util.List;
import java.util.stream.Collectors;

/** All benchmarks of the suite. */
final class Scenarios {

    private Scenarios() {}

    /**
     * Returns them in the order in which they run.
     *
     * @param smoke as small as it goes, to try the harness
     */
    static List<Scenario> all(boolean smoke) {
        return List.of(
                PingPong.scenario(smoke),
                ThreadRing.scenario(smoke),
                Counting.scenario(smoke),
                ForkJoinCreate.scenario(smoke),
                ForkJoinThroughput.scenario(smoke),
                Skynet.scenario(smoke),
                Big.scenario(smoke),
                Chameneos.scenario(smoke),
                Bank.scenario(smoke),
                Dictionary.scenario(smoke),
                Philosophers.scenario(smoke),
                Sieve.scenario(smoke),
                Uct.scenario(smoke));
    }

    /** Returns the one of this name. */
    static Scenario named(String name, boolean smoke) {
        List<Scenario> all = all(smoke);
        return all.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new CommandException(
                                "no such benchmark: "
                                        + name
                                        + "; there are "
                                        + all.stream()
                                                .map(Scenario::name)
                                                .collect(Collectors.joining(", "))));
    }
}
