package io.ringkernel.internal.cpu;

import io.ringkernel.ActorFault;
import org.jspecify.annotations.Nullable;

/**
 * One question of the {@link Watchdog} to an actor that is being run: it is answered as soon as the
 * handler returns. The lock makes the two agree on whether the handler had stalled, and keeps the
 * events in order.
 */
final class Heartbeat {

    private final CpuCell<?, ?> cell;
    private final long asked;
    private boolean answered;
    private @Nullable ActorFault stalled;
    private boolean failed;

    Heartbeat(CpuCell<?, ?> cell, long now) {
        this.cell = cell;
        this.asked = now;
    }

    CpuCell<?, ?> cell() {
        return cell;
    }

    long age(long now) {
        return now - asked;
    }

    synchronized boolean isOpen() {
        return !answered;
    }

    synchronized boolean isStalled() {
        return stalled != null;
    }

    // ---- the watchdog

    /** Calls {@code action} if the handler has still not returned; returns whether it did. */
    synchronized boolean stall(ActorFault where, Runnable action) {
        if (answered) {
            return false;
        }
        stalled = where;
        action.run();
        return true;
    }

    /** Makes the stall a failure, unless the handler has returned. */
    synchronized void fail(Runnable interruption) {
        if (!answered) {
            failed = true;
            interruption.run();
        }
    }

    // ---- the actor's carrier

    /** The handler has returned. No effect after the first time. */
    synchronized void answer() {
        if (answered) {
            return;
        }
        answered = true;
        if (failed) {
            Thread.interrupted(); // was for the handler; what comes next is not to see it
        }
        if (stalled != null) {
            cell.life().recovered();
        }
    }

    /** Returns the fault of an actor whose stall is a failure. */
    synchronized @Nullable ActorFault failure() {
        return failed ? stalled : null;
    }
}
