/**
 * A kit for tests of actors, on the CPU backend and independent of any test framework.
 *
 * <pre>
 *   Simulation.explore(options, scenario)      many runs, each derived from its seed
 *        |
 *   Simulation: the runtime of one run  ---->  Probe: an actor that the test looks into
 *        |
 *   StepScheduler: one task at a time, on the thread that waits; virtual time
 *        |-- Policy   which actor is next, whether a sender is interrupted   (Strategy)
 *        |-- Choices  where every decision comes from: a seed, or a path through all of them
 *        |-- FaultPlan  what fails, is late or is full                       (Fault)
 *        +-- TraceLog what happened                                          (Trace)
 * </pre>
 *
 * <p>Start at {@link io.ringkernel.testkit.Simulation} and {@link io.ringkernel.testkit.Probe}.
 */
@NullMarked
package io.ringkernel.testkit;

import org.jspecify.annotations.NullMarked;
