/**
 * The scheduler of the CPU backend: many tasks on few carrier threads, with work stealing.
 *
 * <pre>
 *   execute, from outside ---------------------> injector (unbounded, FIFO)
 *                                                   |  every 61st pick, and when the ring is empty
 *   execute, on a carrier --> next (one task) --+   v
 *                               | displaced     +-> Carrier: next, ring, injector, others' rings
 *                               v               |                                      ^
 *                             ring (256, FIFO) -+--------------- half of it -----------+
 *                               | full: half of it
 *                               v
 *                             injector
 *
 *   Roster: one word that says how many carriers search and sleep, who watches, whether it is over
 * </pre>
 */
@NullMarked
package io.ringkernel.internal.cpu.sched;

import org.jspecify.annotations.NullMarked;
