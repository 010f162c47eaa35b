package io.ringkernel.internal.cpu;

import io.ringkernel.spi.CpuScheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one actor that wait for room in mailboxes that are full, so that no carrier waits.
 * They go in order; while there are any, the actor handles no message and whatever it sends goes
 * behind them. Confined to the carrier that runs the actor.
 */
final class Outbox {

    private record Held(CpuCell<?, ?> target, Object entry, long deadline) {}

    private final CpuCell<?, ?> sender;
    private final Deque<Held> held = new ArrayDeque<>();

    /** Says when the first has waited for long enough; there is one while any wait. */
    private CpuScheduler.@Nullable Timer timer;

    private long rings;

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

    void hold(CpuCell<?, ?> target, Object entry) {
        long now = now();
        long wait = target.sendNanos();
        long deadline = now + wait < 0 ? Long.MAX_VALUE : now + wait;
        held.addLast(new Held(target, entry, deadline));
        if (held.size() == 1) {
            sender.backend().holding(1);
            await(held.getFirst());
        }
    }

    /** Takes an offer of room: sends what can be sent, or passes the offer on. */
    void roomIn(CpuCell<?, ?> target) {
        boolean waited = !held.isEmpty() && held.getFirst().target().equals(target);
        int before = held.size();
        flush();
        boolean used =
                waited
                        && (held.size() < before
                                || held.getFirst().target().equals(target)); // it waits again
        if (!used) {
            target.roomMade(1);
        }
    }

    /** Sends what can be sent; gives up what has waited for too long. */
    void flush() {
        while (!held.isEmpty()) {
            Held first = held.getFirst();
            if (!first.target().offer(first.entry())) {
                boolean over = first.target().ending() != null || now() >= first.deadline();
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
        first.target().awaitRoom(sender);
        long now = now();
        if (timer != null && now < rings && rings <= first.deadline()) {
            return; // early enough: it leads here again
        }
        cancelTimer();
        rings = first.deadline();
        timer =
                sender.backend()
                        .scheduler()
                        .schedule(() -> sender.post(new Notice.Room()), Math.max(0, rings - now));
    }

    /** An actor that has ended is not kept in memory until its timer rings. */
    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private long now() {
        return sender.backend().scheduler().nanoTime();
    }
}
