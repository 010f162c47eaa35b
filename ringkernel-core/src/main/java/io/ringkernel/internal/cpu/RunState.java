package io.ringkernel.internal.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether an actor is scheduled on a carrier: it is never run twice at once, and no message waits
 * unseen.
 *
 * <p>A producer claims its place in the mailbox (a sequentially consistent compare-and-set), stores
 * the message, and then calls {@link #tryStart}. The carrier calls {@link #idle} and then looks for
 * claims; if there is one, it calls {@code tryStart} itself. All four accesses are sequentially
 * consistent: either the carrier sees the claim, or the producer sees the idle state, and so one of
 * them starts the actor again. A carrier that sees a claim whose message is still to be stored runs
 * again until it is there. So the producer needs no full fence between store and check. The same
 * holds for notices, which are pushed by a compare-and-set.
 */
final class RunState {

    private static final int IDLE = 0;
    private static final int SCHEDULED = 1;

    private static final VarHandle STATE;

    static {
        try {
            STATE =
                    MethodHandles.lookup()
                            .findVarHandle(RunState.class, "state", int.class)
                            .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state = IDLE;

    /**
     * From idle to scheduled; returns whether the caller made the step and must now submit the
     * actor.
     */
    boolean tryStart() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, SCHEDULED);
    }

    /**
     * From scheduled to idle; only the carrier that runs the actor may call it, and must look for
     * work after it.
     */
    void idle() {
        assert state == SCHEDULED;
        state = IDLE;
    }
}
