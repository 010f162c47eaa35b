package io.ringkernel.testkit;

/**
 * What an exploration without a failure did.
 *
 * @param runs how often the scenario ran
 * @param traces how many of the runs differed in what happened
 * @param mostTurns the most turns of actors in one run
 * @param complete whether every possible choice was tried; only an {@linkplain Strategy#exhaustive
 *     exhaustive} one can say so
 */
public record Exploration(int runs, int traces, long mostTurns, boolean complete) {}
