package io.ringkernel.internal.cpu;

import io.ringkernel.internal.Edge;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An edge to an actor on the CPU: each message carries its credit. */
final class CpuEdge<M, R> extends Edge<M, R> {

    private final AtomicInteger available;

    /** Actors whose messages are held until there is a credit. */
    private final AtomicReference<CpuCell.@Nullable Chain<CpuCell<?, ?>>> waiters =
            new AtomicReference<>();

    CpuEdge(CpuCell<M, R> cell, int credits) {
        super(cell, credits);
        this.available = new AtomicInteger(credits);
    }

    @Override
    protected boolean tryTake() {
        int free = available.get();
        while (free > 0) {
            if (available.compareAndSet(free, free - 1)) {
                return true;
            }
            free = available.get();
        }
        return false;
    }

    @Override
    public int available() {
        return available.get();
    }

    void giveBack() {
        int free = available.incrementAndGet();
        assert free <= credits() : "a credit came back twice: edge=" + this;
        if (waiters.get() != null) {
            wakeWaiters();
        }
    }

    /** Has {@link Notice.Credit} posted to a sender when there may be a credit. */
    void await(CpuCell<?, ?> sender) {
        waiters.updateAndGet(first -> new CpuCell.Chain<>(sender, first));
        if (available.get() > 0) { // came back before anybody could see the waiter
            wakeWaiters();
        }
    }

    private void wakeWaiters() {
        CpuCell.Chain<CpuCell<?, ?>> all = CpuCell.Chain.reversed(waiters.getAndSet(null));
        for (CpuCell.Chain<CpuCell<?, ?>> link = all; link != null; link = link.next()) {
            link.item().post(new Notice.Credit());
        }
    }
}
