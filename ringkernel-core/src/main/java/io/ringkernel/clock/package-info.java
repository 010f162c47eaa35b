/**
 * Hybrid logical clocks: stamps of 64 bits that respect causality like a logical clock and stay
 * close to the time of day like a physical one (Kulkarni, Demirbas, Madappa, Avva, Leone: Logical
 * Physical Clocks, 2014).
 *
 * <pre>
 *   TimeSource --millis--> HybridClock --tick, update--> word (long) --beside a node--> HlcTimestamp
 *                              |
 *                              +--reserves n--> TickBatch --next--> word, without contention
 * </pre>
 *
 * <p>{@link io.ringkernel.clock.Hlc} draws the word and takes it apart.
 */
@NullMarked
package io.ringkernel.clock;

import org.jspecify.annotations.NullMarked;
