package io.ringkernel.testkit;

/** What a run does and checks. It must not depend on anything but the simulation. */
@FunctionalInterface
public interface Scenario {

    /**
     * Runs once, in a simulation of its own.
     *
     * @throws Exception if the run is a failure, as an {@link AssertionError} says too
     */
    void run(Simulation simulation) throws Exception;
}
