package io.ringkernel.clock;

/**
 * Stamps that one thread at a time, or one actor, has reserved from a {@link HybridClock} and hands
 * out without touching what threads share until they are used up.
 *
 * <p>They are unique, and they increase. One thing is weaker than with {@link HybridClock#tick()}:
 * of events elsewhere the batch knows only what {@link #update} tells it. Whoever receives a
 * message must pass the message's stamp on, also if it came from this very process.
 *
 * <p>{@link #tick()} reads the physical clock and is never behind it. {@link #next()} does not, so
 * its stamps show the time at which they were reserved; {@link #renew()} gives the rest up, for
 * example before a burst of work or after idling.
 */
public final class TickBatch {

    private final HybridClock clock;
    private final int size;
    private long next;
    private long end;

    TickBatch(HybridClock clock, int size) {
        this.clock = clock;
        this.size = size;
    }

    /**
     * Hands out a stamp that is not behind the physical clock; reserves new ones first if those
     * left are, or if there is none.
     *
     * @throws ClockExhaustedException if new ones did not come within the bound
     */
    public long tick() {
        if (next < clock.physical()) {
            renew();
        }
        return next();
    }

    /**
     * Hands out the next stamp without reading the physical clock; reserves new ones first if there
     * is none.
     *
     * @throws ClockExhaustedException if new ones did not come within the bound
     */
    public long next() {
        if (next == end) {
            hold(clock.tick(size));
        }
        return next++;
    }

    /**
     * Hands out a stamp for the receipt of a message: greater than the message's and than all that
     * this object has handed out. If the message is later than the next stamp, the rest is given up
     * and new ones are reserved.
     *
     * @throws ClockDriftException see {@link HybridClock#update}; the reserved stamps stay
     * @throws ClockExhaustedException if new ones did not come within the bound
     * @throws IllegalArgumentException if no clock can have made it
     */
    public long update(long remote) {
        Hlc.checked(remote);
        if (next == end || remote >= next) {
            hold(clock.update(remote, size));
        }
        return next++;
    }

    /** Gives the reserved stamps up, so that the next one shows the present time. */
    public void renew() {
        next = end;
    }

    /** Returns how many stamps are reserved and not handed out. */
    public int remaining() {
        return (int) (end - next);
    }

    private void hold(long first) {
        next = first;
        end = first + size;
    }
}
