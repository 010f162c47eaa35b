package io.ringkernel.internal.cpu;

import io.ringkernel.spi.CpuScheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one actor that wait for room in mailboxes that are full, or for credits, so that no
 * carrier waits. They go in order; while there are any, the actor handles no message and whatever
 * it sends goes behind them. Confined to the carrier that runs the actor.
 */
final class Outbox {

    private record Held(CpuCell<?, ?> target, Object entry, long deadline) {}

    private final CpuCell<?, ?> sender;
    private final Deque<Held> held = new ArrayDeque<>();

    /** The mailbox or edge that has been asked for a call; null if none has. */
    private @Nullable Object awaited;

    /** For the deadline of the first message, or one before it; null if nothing is held. */
    private CpuScheduler.@Nullable Timer timer;

    private long due;

    Outbox(CpuCell<?, ?> sender) {
        this.sender = sender;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Returns whether the actor must wait: not for room in its own mailbox, which it makes. */
    boolean blocks() {
        return !held.isEmpty() && !held.getFirst().target().equals(sender);
    }

    /** Keeps a message; {@link #flush} is to come before the turn ends. */
    void hold(CpuCell<?, ?> target, Object entry) {
        long now = sender.backend().scheduler().nanoTime();
        long wait = target.sendNanos();
        long deadline = now + wait < 0 ? Long.MAX_VALUE : now + wait;
        held.addLast(new Held(target, entry, deadline));
        if (held.size() == 1) {
            sender.backend().holding(1);
        }
    }

    /** There may be room, or a credit, for the first message. */
    void called() {
        awaited = null;
        flush();
    }

    /** The timer has fired. */
    void overdue() {
        timer = null;
        flush();
    }

    /** Sends what can be sent; gives up what has waited for too long. */
    void flush() {
        while (!held.isEmpty()) {
            Held first = held.getFirst();
            if (!first.target().offer(first.entry())) {
                boolean over =
                        first.target().ending() != null
                                || sender.backend().scheduler().nanoTime() >= first.deadline();
                if (!over) {
                    await(first);
                    return;
                }
                first.target().gaveUp(first.entry());
            }
            removeFirst();
        }
    }

    /** Sends what can be sent at once; the rest becomes dead letters. */
    void giveUp() {
        while (!held.isEmpty()) {
            Held first = held.getFirst();
            if (!first.target().offer(first.entry())) {
                first.target().gaveUp(first.entry());
            }
            removeFirst();
        }
    }

    private void removeFirst() {
        held.removeFirst();
        if (held.isEmpty()) {
            sender.backend().holding(-1);
            cancelTimer();
        }
    }

    private void await(Held first) {
        CpuEdge<?, ?> edge = Credited.needed(first.entry());
        Object lacking = edge == null ? first.target() : edge;
        if (!lacking.equals(awaited)) {
            awaited = lacking;
            first.target().awaitRoom(sender, first.entry());
        }
        if (timer == null || first.deadline() < due) {
            cancelTimer();
            due = first.deadline();
            CpuScheduler scheduler = sender.backend().scheduler();
            timer =
                    scheduler.schedule(
                            () -> sender.post(new Notice.Overdue()),
                            Math.max(0, due - scheduler.nanoTime()));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
