package io.ringkernel.cuda.backend;

import io.ringkernel.internal.ReplyPoller;
import io.ringkernel.queue.SlotConsumer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of one actor's replies. Whoever waits for one takes them itself, and the
 * conductor takes what nobody waits for: any thread may try, one at a time succeeds.
 */
final class ReplyRing implements ReplyPoller {

    private static final VarHandle HELPED;

    static {
        try {
            HELPED = MethodHandles.lookup().findVarHandle(ReplyRing.class, "helped", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long SPIN_NANOS = 50_000;
    private static final int REPLIES_A_POLL = 16;

    private final SlotConsumer consumer;
    private final AtomicBoolean taking = new AtomicBoolean();
    private @Nullable Consumer<SlotConsumer> handler;
    private volatile boolean busy;

    /** Counts the looks of waiting threads; racy, because only its changing matters. */
    private long helped;

    /** As the conductor last saw it. */
    private long helpedSeen;

    ReplyRing(SlotConsumer consumer) {
        this.consumer = consumer;
    }

    /** Names who handles each slot taken; called once, before the actor is on the device. */
    void handler(Consumer<SlotConsumer> slots) {
        handler = slots;
    }

    @Override
    public long spinNanos() {
        return SPIN_NANOS;
    }

    @Override
    public void poll() {
        HELPED.setOpaque(this, helped + 1);
        take(REPLIES_A_POLL);
    }

    /**
     * Returns whether a waiting thread has looked since the last call, by the conductor: then it
     * keeps away, for two that look at one ring take its lines from each other.
     */
    boolean isHelped() {
        long now = (long) HELPED.getOpaque(this);
        boolean changed = now != helpedSeen;
        helpedSeen = now;
        return changed;
    }

    /** Takes at most {@code limit} slots; returns how many. None if another thread is at it. */
    int take(int limit) {
        // The look before the lock may see a position that another thread has passed: then there is
        // nothing, or the next.
        if (!consumer.isReady() || !taking.compareAndSet(false, true)) {
            return 0;
        }
        int taken = 0;
        try {
            Consumer<SlotConsumer> slots = Objects.requireNonNull(handler, "handler");
            while (taken < limit && consumer.poll()) {
                taken++;
                slots.accept(consumer);
            }
            consumer.publishHead();
        } finally {
            taking.setRelease(false);
        }
        busy = taken > 0;
        return taken;
    }

    /** Returns whether the last look found something. */
    boolean wasBusy() {
        return busy;
    }
}
