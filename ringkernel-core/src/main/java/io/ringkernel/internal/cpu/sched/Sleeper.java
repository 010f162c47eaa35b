package io.ringkernel.internal.cpu.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Whether one carrier sleeps, as the {@link Roster} keeps it. */
final class Sleeper {

    private static final VarHandle STATE;

    static {
        try {
            STATE =
                    MethodHandles.lookup()
                            .findVarHandle(Sleeper.class, "state", int.class)
                            .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int CALLED = 2;

    private final int id;
    private final Runnable unpark;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = AWAKE;

    /**
     * Makes an awake sleeper.
     *
     * @param id from 1 to {@link Roster#MAX_ID}, no other's
     * @param unpark ends the carrier's park, or its next one
     */
    Sleeper(int id, Runnable unpark) {
        assert id >= 1 && id <= Roster.MAX_ID : "id=" + id;
        this.id = id;
        this.unpark = unpark;
    }

    int id() {
        return id;
    }

    void unpark() {
        unpark.run();
    }

    /** Returns whether nobody has called it, and it has not got up, since it lay down. */
    boolean isAsleep() {
        return stateVolatile() == ASLEEP;
    }

    /** Itself: from awake to asleep. */
    void lieDown() {
        assert stateVolatile() == AWAKE;
        STATE.setVolatile(this, ASLEEP);
    }

    /** Itself: from asleep or called to awake; returns whether it was asleep. */
    boolean getUp() {
        if (STATE.compareAndSet(this, ASLEEP, AWAKE)) {
            return true;
        }
        assert stateVolatile() == CALLED;
        STATE.setVolatile(this, AWAKE);
        return false;
    }

    /** Any other thread: from asleep to called; returns whether it was the one to do so. */
    boolean call() {
        return STATE.compareAndSet(this, ASLEEP, CALLED);
    }

    private int stateVolatile() {
        return (int) STATE.getVolatile(this);
    }
}
