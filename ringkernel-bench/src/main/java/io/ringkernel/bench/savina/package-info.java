/**
 * The Savina actor benchmarks, and Skynet, on this library's CPU backend and on Pekko. One file
 * holds both sides of a benchmark; {@link io.ringkernel.bench.savina.SavinaCommand} runs each side
 * in JVMs of its own.
 *
 * <p>After S. Imam and V. Sarkar, "Savina - An Actor Benchmark Suite", AGERE 2014.
 */
@NullMarked
package io.ringkernel.bench.savina;

import org.jspecify.annotations.NullMarked;
