package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.AskTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The asks to one actor that wait for their reply: a fixed table. Any thread may call any method;
 * all are lock-free. Whoever takes an entry out, and only that thread, delivers its outcome, so
 * each ask ends exactly once.
 *
 * @param <R> the type of the replies
 */
public final class PendingAsks<R> {

    private static final long NONE = Long.MAX_VALUE;

    private final String actor;
    private final ReplyPoller poller;
    private final AtomicReferenceArray<@Nullable AskFuture<R>> table;
    private final int mask;
    private final AtomicInteger counter = new AtomicInteger();
    private final AtomicInteger outstanding = new AtomicInteger();

    /**
     * No entry's deadline is before this; so that {@link #expire} has nothing to scan most of the
     * time.
     */
    private final AtomicLong earliest = new AtomicLong(NONE);

    /** Makes an empty table of {@link ActorOptions#maxAsks} entries. */
    public PendingAsks(String actor, int maxAsks, ReplyPoller poller) {
        this.actor = actor;
        this.poller = poller;
        this.table = new AtomicReferenceArray<>(maxAsks);
        this.mask = maxAsks - 1;
    }

    /** Returns how many asks wait. */
    public int outstanding() {
        return outstanding.get();
    }

    /** Returns how many may wait at once. */
    public int capacity() {
        return table.length();
    }

    /**
     * Enters a new ask that expires {@code timeoutNanos} from now; returns null if the table is
     * full.
     */
    public @Nullable AskFuture<R> tryClaim(long timeoutNanos) {
        if (outstanding.incrementAndGet() > table.length()) {
            outstanding.decrementAndGet();
            return null;
        }
        long deadline = Nanos.after(poller.nanoTime(), timeoutNanos);
        while (true) { // ends: the count above promises a free entry
            int correlation = counter.incrementAndGet();
            if (correlation != 0) {
                AskFuture<R> ask = new AskFuture<>(this, poller, correlation, deadline);
                if (table.compareAndSet(correlation & mask, null, ask)) {
                    earliest.accumulateAndGet(deadline, Math::min);
                    return ask;
                }
            }
        }
    }

    /** Delivers the reply; returns false if nobody waits for it any more. */
    public boolean complete(int correlation, R reply) {
        AskFuture<R> ask = take(correlation);
        if (ask == null) {
            return false;
        }
        ask.deliver(reply);
        return true;
    }

    /** Ends an ask with an error; returns false if nobody waits for it any more. */
    public boolean fail(int correlation, Throwable error) {
        AskFuture<R> ask = take(correlation);
        if (ask == null) {
            return false;
        }
        ask.deliverFailure(error);
        return true;
    }

    /** Ends every ask, each with an error of its own. */
    public void failAll(Supplier<? extends Throwable> error) {
        for (int i = 0; i < table.length(); i++) {
            AskFuture<R> ask = table.get(i);
            if (ask != null && remove(ask)) {
                ask.deliverFailure(error.get());
            }
        }
    }

    /**
     * Ends the asks whose time is up. Cheap while there are none.
     *
     * @param now the time by {@link ReplyPoller#nanoTime}
     */
    public void expire(long now) {
        if (now < earliest.get()) {
            return;
        }
        earliest.set(NONE); // before the scan: an ask that enters meanwhile lowers it again
        for (int i = 0; i < table.length(); i++) {
            AskFuture<R> ask = table.get(i);
            if (ask == null) {
                continue;
            }
            if (now < ask.deadline()) {
                earliest.accumulateAndGet(ask.deadline(), Math::min);
            } else if (remove(ask)) {
                ask.deliverFailure(
                        new AskTimeoutException(
                                "no reply in time: actor="
                                        + actor
                                        + "; the actor may be quiesced, busy or overloaded; its reply will become a dead letter"));
            }
        }
    }

    /** Takes the ask out, if it is still in, without ending it. */
    void forget(AskFuture<R> ask) {
        remove(ask);
    }

    private @Nullable AskFuture<R> take(int correlation) {
        AskFuture<R> ask = table.get(correlation & mask);
        return ask != null && ask.correlation() == correlation && remove(ask) ? ask : null;
    }

    private boolean remove(AskFuture<R> ask) {
        if (table.compareAndSet(ask.correlation() & mask, ask, null)) {
            outstanding.decrementAndGet();
            return true;
        }
        return false;
    }
}
