package io.ringkernel.internal.cpu.sched;

import org.jspecify.annotations.Nullable;

/**
 * What a carrier was seen doing.
 *
 * @param thread the carrier
 * @param task the task that it runs, or ran last if it is between two; null if it sleeps
 * @param since the first {@link Carriers#status} (in terms of {@link System#nanoTime}) that saw it
 *     with this number of tasks begun: it is in the task for at least so long; carriers read no
 *     clock
 * @param begun how many tasks it began
 * @param queued how many tasks wait at it
 * @param steals how often it took tasks from another carrier
 * @param parks how often it parked
 * @param standIn whether it runs in place of a stuck one
 */
public record CarrierStatus(
        Thread thread,
        @Nullable Runnable task,
        long since,
        long begun,
        int queued,
        long steals,
        long parks,
        boolean standIn) {}
