package io.ringkernel.cli.examples;

/**
 * What an {@link Airport} knows of its flights.
 *
 * @param flights how many there were
 * @param late how many were more than 15 minutes late
 * @param meanMinutes the mean delay; not a number before the first flight
 */
public record Delays(long flights, long late, double meanMinutes) {}
