package io.ringkernel.queue;

/**
 * What a thread does while it waits for the other end of a ring. Each trades the time until it
 * notices against the processor it takes from others.
 */
public enum WaitStrategy {

    /** Spins: notices at once, and keeps a core busy. */
    BUSY_SPIN,

    /** Spins briefly, then lets other threads run: for more threads than cores. */
    YIELD,

    /** Spins, then yields, then parks from 2 us, doubling up to 500 us. */
    BACK_OFF,

    /** Parks for 50 us at once: takes next to nothing, and notices 50 to 150 us later. */
    PARK,

    /**
     * Learns how long it pays to spin: spins twice as long as the waits before took, up to 4096
     * times, and goes on as {@link #BACK_OFF} where that was not enough.
     */
    ADAPTIVE;

    /**
     * Starts a wait.
     *
     * @param nanos its longest duration; {@code Long.MAX_VALUE} for no end
     */
    public Wait begin(long nanos) {
        return new Wait(this, nanos);
    }
}
