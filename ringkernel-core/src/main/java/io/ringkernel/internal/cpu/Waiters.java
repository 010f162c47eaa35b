package io.ringkernel.internal.cpu;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The actors whose messages wait for room in one mailbox, in the order in which they came. No more
 * of them are called than there is room for: calling all costs the square of their number when they
 * are many. Thread-safe.
 *
 * <p>None is forgotten: the mailbox's owner looks here after it has gone idle, a sender looks at
 * the mailbox after it has entered itself, and both accesses of each are sequentially consistent;
 * and whoever was called has the next ones called if it leaves room.
 *
 * @param <T> a sender
 */
final class Waiters<T> {

    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();

    /** How many have been called and have not come yet. */
    private final AtomicInteger called = new AtomicInteger();

    void add(T sender) {
        waiting.add(sender);
    }

    /**
     * Calls as many as there is room for.
     *
     * @param room messages that the mailbox can take
     * @param caller tells a sender that there is room
     */
    void call(int room, Consumer<? super T> caller) {
        while (called.get() < room) {
            T sender = waiting.poll();
            if (sender == null) {
                return;
            }
            called.incrementAndGet();
            caller.accept(sender);
        }
    }

    /** Notes that one of those called has come, and sent what it could. */
    void came() {
        called.decrementAndGet();
    }
}
