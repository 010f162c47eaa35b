package io.ringkernel.internal.cpu;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The actors whose messages wait for room in one mailbox, in the order in which they came. No more
 * of them are called than there is room for: calling all costs the square of their number when they
 * are many. Thread-safe.
 *
 * <p>None is forgotten: the mailbox's owner looks here after it has gone idle, a sender looks at
 * the mailbox after it has entered itself, and both accesses of each are sequentially consistent;
 * and whoever was called has the next ones called if it leaves room.
 */
final class Waiters {

    private final Queue<CpuCell<?, ?>> waiting = new ConcurrentLinkedQueue<>();

    /** How many have been called and have not come yet. */
    private final AtomicInteger called = new AtomicInteger();

    void add(CpuCell<?, ?> sender) {
        waiting.add(sender);
    }

    /**
     * Posts {@link Notice.Called} to as many as there is room for.
     *
     * @param room messages that the mailbox can take
     */
    void call(CpuCell<?, ?> mailbox, int room) {
        while (called.get() < room) {
            CpuCell<?, ?> sender = waiting.poll();
            if (sender == null) {
                return;
            }
            called.incrementAndGet();
            sender.post(new Notice.Called(mailbox));
        }
    }

    /** Notes that one of those called has come, and sent what it could. */
    void came() {
        called.decrementAndGet();
    }
}
