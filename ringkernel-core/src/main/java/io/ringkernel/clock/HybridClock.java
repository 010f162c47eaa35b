package io.ringkernel.clock;

import io.ringkernel.internal.Nanos;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A hybrid logical clock that any number of threads share. Every method may be called by every
 * thread.
 *
 * <p>What holds, whatever the physical clock does:
 *
 * <ul>
 *   <li>No stamp is issued twice.
 *   <li>A tick or update that happens-after another one, in the sense of the Java memory model,
 *       returns a greater stamp, whichever threads they ran on.
 *   <li>A stamp is not behind the physical clock as its call read it.
 *   <li>It is not further ahead of it than {@code maxDrift}. After the physical clock was set back,
 *       the bound counts from where that clock would be otherwise, until it has caught up.
 * </ul>
 *
 * <p>A tick reads the physical clock and adds to one word; it is wait-free but for once in a
 * millisecond, when it is lock-free, and for exhaustion. <b>Exhaustion:</b> 65,536 stamps fit into
 * a millisecond. The next one carries into the physical part, so a burst runs ahead of the physical
 * clock instead of waiting for it. At {@code maxDrift} ahead a call waits until its stamp is within
 * the bound again, usually less than a millisecond, since each millisecond that passes allows
 * 65,536 more. If the physical clock does not move, the call gives up after a second with {@link
 * ClockExhaustedException}.
 */
public final class HybridClock {

    /*
     * The word is the last stamp that was drawn. A draw is getAndAdd(n), unconditionally and before looking at the
     * word, because that is one transfer of the cache line where load and compare-and-set are two, and it never fails:
     * two threads pay 41 ns a tick; an update, which has to look first, costs 47. Carry into the physical part is what
     * addition does anyway. Only if the draw turns out to be behind the physical clock, once in a millisecond, the word
     * is raised to it by compare-and-set; the draw is then a gap.
     *
     * Order: getAndAdd and compareAndSet are sequentially consistent, the word only grows, and each call returns what
     * it itself put there. So calls are ordered by their stamps, also those of different threads.
     *
     * The physical clock is read before the draw, outside of what threads contend for. A thread that sleeps in between
     * has an old reading; its stamp is still greater than all before it, and not behind that reading.
     *
     * The bound. Draws are like tickets: each waits until the physical clock has come near enough to its own stamp, so
     * that waiting needs no queue. A physical clock that was set back by an hour would make all wait for an hour, so
     * the bound counts from a reference that does not go back: the reading plus the sum of all steps back. Steps show
     * in readings taken one after the other under a lock (observe). The sum is dropped when the physical clock has
     * caught up with the word.
     *
     * Whenever the physical part of the word grows (raised, merged, carried) and time has passed since the last
     * observation, there is another one. So the reference, as last observed, is never further than the bound behind
     * the word, and a step that shows only later takes nothing away. That is at most one observation in a millisecond
     * of time, by whoever finds the lock free.
     *
     * The word lies alone between 24 unused longs on either side: the lines of 64 or 128 bytes around it hold nothing
     * else that is written.
     */

    /** How far ahead stamps may be if nothing else is said. */
    public static final Duration DEFAULT_MAX_DRIFT = Duration.ofMillis(500);

    /** The largest number of stamps that one call reserves: as many as a millisecond has. */
    public static final int MAX_BATCH = 1 << Hlc.LOGICAL_BITS;

    private static final Duration LARGEST_MAX_DRIFT = Duration.ofDays(1);
    private static final long MAX_WAIT_NANOS = 1_000_000_000;
    private static final int SPINS = 64;
    private static final long PARK_NANOS = 50_000;

    private static final VarHandle WORD =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final int WORD_INDEX = 24;

    private final long[] padded = new long[2 * WORD_INDEX + 1];
    private final TimeSource source;
    private final long maxLead;
    private final Duration maxDrift;
    private final int node;

    private final ReentrantLock observer = new ReentrantLock();
    private volatile long observed; // written by the observer, like setBack, in the unit of words
    private volatile long setBack;

    /**
     * Makes a clock over this machine's with {@link #DEFAULT_MAX_DRIFT}.
     *
     * @param node the number of this process among those that exchange stamps, not negative
     */
    public HybridClock(int node) {
        this(node, TimeSource.system(), DEFAULT_MAX_DRIFT);
    }

    /**
     * Makes a clock.
     *
     * @param node the number of this process among those that exchange stamps, not negative
     * @param source the physical clock
     * @param maxDrift how far ahead of the physical clock a stamp may be, from a millisecond to a
     *     day
     */
    public HybridClock(int node, TimeSource source, Duration maxDrift) {
        if (node < 0) {
            throw new IllegalArgumentException("a node has a number from 0 on: node=" + node);
        }
        if (maxDrift.compareTo(Duration.ofMillis(1)) < 0
                || maxDrift.compareTo(LARGEST_MAX_DRIFT) > 0) {
            throw new IllegalArgumentException(
                    "out of range: maxDrift="
                            + maxDrift
                            + ", least=PT0.001S, most="
                            + LARGEST_MAX_DRIFT);
        }
        this.node = node;
        this.source = Objects.requireNonNull(source, "source");
        this.maxDrift = maxDrift;
        this.maxLead = maxDrift.toMillis() << Hlc.LOGICAL_BITS | Hlc.MAX_LOGICAL;
        this.observed = checkedPhysical();
    }

    /** Returns the number of this clock's node. */
    public int node() {
        return node;
    }

    /** Returns how far ahead of the physical clock a stamp may be. */
    public Duration maxDrift() {
        return maxDrift;
    }

    /**
     * Issues a stamp: for an event on this node, or for a message that it sends.
     *
     * @throws ClockExhaustedException if no stamp came within the bound
     */
    public long tick() {
        long bound = maxLead; // loaded before the draw, which nothing overtakes
        long now = physical();
        long stamp = draw(1);
        // One comparison for both ends: a stamp behind the reading makes the difference negative.
        if (Long.compareUnsigned(stamp - now, bound) <= 0 && Hlc.logical(stamp) != 0) {
            return stamp;
        }
        return settle(stamp, 1, now);
    }

    /**
     * Issues {@code count} consecutive stamps in one go; returns the first, the others follow by
     * adding one.
     *
     * @param count from 1 to {@link #MAX_BATCH}
     * @throws ClockExhaustedException if they did not come within the bound
     */
    public long tick(int count) {
        checkCount(count);
        long now = physical();
        long first = draw(count);
        long last = first + count - 1;
        if (first >= now && last - now <= maxLead && Hlc.logical(last) >= count) {
            return first;
        }
        return settle(first, count, now);
    }

    /**
     * Issues a stamp for the receipt of a message: greater than the message's and than all that
     * this clock has issued.
     *
     * @param remote the message's stamp
     * @throws ClockDriftException if it is further ahead of the physical clock than {@code
     *     maxDrift}; this clock is then as before. A stamp that is not ahead of this clock is never
     *     refused
     * @throws ClockExhaustedException if no stamp came within the bound
     * @throws IllegalArgumentException if no clock can have made it
     */
    public long update(long remote) {
        return update(remote, 1);
    }

    /** Issues as many consecutive stamps after {@code remote}; returns the first. */
    long update(long remote, int count) {
        Hlc.checked(remote);
        long now = physical();
        if (remote - now > maxLead && remote > latest()) {
            throw new ClockDriftException(remote, Hlc.millis(now), maxDrift);
        }
        long first = raise(Math.max(remote + 1, now), count);
        keepBound(first + count - 1, now);
        return first;
    }

    /** Returns a stamp that no stamp issued so far exceeds. Issues none. */
    public long latest() {
        return wordVolatile();
    }

    /** Issues a stamp with this clock's node. */
    public HlcTimestamp timestamp() {
        return new HlcTimestamp(tick(), node);
    }

    /**
     * Makes an object that reserves stamps of this clock in batches and hands them out on one
     * thread.
     *
     * @param size how many it reserves at once, from 1 to {@link #MAX_BATCH}
     */
    public TickBatch batch(int size) {
        checkCount(size);
        return new TickBatch(this, size);
    }

    @Override
    public String toString() {
        return "HybridClock[latest="
                + Hlc.toString(latest())
                + ", node="
                + node
                + ", maxDrift="
                + maxDrift
                + "]";
    }

    private static void checkCount(int count) {
        if (count < 1 || count > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "out of range: count=" + count + ", least=1, most=" + MAX_BATCH);
        }
    }

    /**
     * Makes something of a draw that was behind the physical clock, carried, or is too far ahead.
     */
    private long settle(long drawn, int count, long now) {
        long first = drawn >= now ? drawn : raise(now, count);
        keepBound(first + count - 1, now);
        return first;
    }

    /** Draws {@code count} stamps from {@code least} on, or later ones. */
    private long raise(long least, int count) {
        long seen = wordVolatile();
        while (seen < least) {
            long witness = wordCompareAndExchange(seen, least + count - 1);
            if (witness == seen) {
                return least;
            }
            seen = witness;
        }
        return draw(count);
    }

    /** Lets a stamp pass that is not behind the reading, once it is within the bound. */
    private void keepBound(long last, long now) {
        if (now > observed && observer.tryLock()) {
            try {
                observe();
            } finally {
                observer.unlock();
            }
        }
        // Unsigned, as the difference to a reading out of range overflows.
        if (Long.compareUnsigned(last - now, maxLead) > 0 && !isNear(last)) {
            awaitPhysical(last);
        }
    }

    /**
     * Returns whether the stamp is within the bound. Reads the sum of the steps back first and the
     * physical clock then: with a reading from before a step, that step would count twice.
     */
    private boolean isNear(long last) {
        long back = setBack;
        long now = physical();
        return now >= 0 && last - now - back <= maxLead;
    }

    /** Waits until the stamp is within the bound. */
    private void awaitPhysical(long last) {
        long deadline = Nanos.deadline(MAX_WAIT_NANOS);
        for (int round = 0; last - reference() > maxLead; round++) {
            if (round < SPINS) {
                Thread.onSpinWait();
            } else if (Nanos.now() < deadline) {
                LockSupport.parkNanos(this, PARK_NANOS);
            } else {
                throw new ClockExhaustedException(
                        last, Hlc.millis(physical()), maxDrift, Duration.ofNanos(MAX_WAIT_NANOS));
            }
        }
    }

    /** Returns where the physical clock would be had it never been set back. */
    private long reference() {
        observer.lock();
        try {
            return observe();
        } finally {
            observer.unlock();
        }
    }

    private long observe() {
        assert observer.isHeldByCurrentThread();
        long now = checkedPhysical();
        long before = observed;
        long back = setBack;
        if (now < before) {
            back += before - now;
        }
        if (back != 0 && Hlc.millis(now) >= Hlc.millis(wordVolatile())) {
            back = 0;
        }
        observed = now;
        if (back != setBack) {
            setBack = back;
        }
        return now + back;
    }

    /** Reads the physical clock, in the unit of words. */
    long physical() {
        return source.millis() << Hlc.LOGICAL_BITS;
    }

    private long checkedPhysical() {
        long millis = source.millis();
        if (millis < 0 || millis > Hlc.MAX_MILLIS - LARGEST_MAX_DRIFT.toMillis()) {
            throw new IllegalStateException(
                    "the time source returned no time that fits: millis=" + millis);
        }
        return millis << Hlc.LOGICAL_BITS;
    }

    private long draw(int count) {
        return (long) WORD.getAndAdd(padded, WORD_INDEX, (long) count) + 1;
    }

    private long wordVolatile() {
        return (long) WORD.getVolatile(padded, WORD_INDEX);
    }

    private long wordCompareAndExchange(long expected, long next) {
        return (long) WORD.compareAndExchange(padded, WORD_INDEX, expected, next);
    }
}
