/**
 * The CPU backend: actors on carrier threads of the JVM.
 *
 * <pre>
 *   tell --> ring --> RunState (scheduled?) --> ForkJoinPool of N carriers --> CpuCell.run: up to 256 messages
 *   command ---------^                                                          decode -> receive -> reply
 *                                                           AskTimer: expires the asks of the cells that have some
 * </pre>
 */
@NullMarked
package io.ringkernel.internal.cpu;

import org.jspecify.annotations.NullMarked;
