/**
 * Example actors, small and complete. Each is an ordinary class that runs unchanged on the CPU and,
 * transpiled, on the GPU (the account on the CPU only, as it takes snapshots); unit tests call its
 * {@code receive} directly.
 */
@NullMarked
package io.ringkernel.cli.examples;

import org.jspecify.annotations.NullMarked;
