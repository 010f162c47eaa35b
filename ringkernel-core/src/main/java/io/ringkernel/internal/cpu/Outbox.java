package io.ringkernel.internal.cpu;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Messages of one actor that wait for room in mailboxes that are full, or for credits, so that no
 * carrier waits. They go in order; while there are any, the actor handles no message and whatever
 * it sends goes behind them. Confined to the carrier that runs the actor.
 */
final class Outbox {

    private record Held(CpuCell<?, ?> target, Object entry, long deadline) {}

    private final CpuCell<?, ?> sender;
    private final Deque<Held> held = new ArrayDeque<>();

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
        long now = sender.backend().scheduler().nanoTime();
        long wait = target.sendNanos();
        long deadline = now + wait < 0 ? Long.MAX_VALUE : now + wait;
        held.addLast(new Held(target, entry, deadline));
        if (held.size() == 1) {
            sender.backend().holding(1);
            await(held.getFirst());
        }
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
        }
    }

    private void await(Held first) {
        first.target().awaitRoom(sender, first.entry());
        sender.backend()
                .scheduler()
                .schedule(
                        () -> sender.post(new Notice.Room()),
                        Math.max(0, first.deadline() - sender.backend().scheduler().nanoTime()));
    }
}
