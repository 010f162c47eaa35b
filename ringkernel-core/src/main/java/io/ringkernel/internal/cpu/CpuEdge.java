package io.ringkernel.internal.cpu;

import io.ringkernel.OverflowPolicy;
import io.ringkernel.internal.Edge;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An edge to an actor on the CPU: each message carries its credit. */
final class CpuEdge<M, R> extends Edge<M, R> {

    private final CpuCell<M, R> cell;
    private final AtomicInteger available;

    /** Actors whose messages are held until there is a credit. */
    private final AtomicReference<CpuCell.@Nullable Chain<CpuCell<?, ?>>> waiters =
            new AtomicReference<>();

    CpuEdge(CpuCell<M, R> cell, int credits) {
        super(cell, credits);
        this.cell = cell;
        this.available = new AtomicInteger(credits);
    }

    /**
     * Puts a message into the mailbox with a credit, under the overflow policy; returns whether it
     * was accepted.
     */
    boolean send(Object message, CpuCell<?, ?> origin, int correlation, int accepted) {
        Credited entry = new Credited(message, origin, correlation, this);
        CpuCell<?, ?> sender = cell.backend().current();
        if (sender != null && cell.options().overflow() == OverflowPolicy.WAIT) {
            if (sender.life().holds()) {
                sender.life().hold(cell, entry); // behind what the sender sent before
                return true;
            }
            if (cell.ending() == null && !entry.tryTake()) {
                cell.held();
                sender.life().hold(cell, entry);
                return true;
            }
        } else {
            switch (take(message, accepted)) {
                case GRANTED -> entry.taken();
                case DENIED -> {
                    return false;
                }
                case ENDED -> {} // it will be refused
            }
        }
        boolean done = false;
        try {
            done = cell.put(entry, accepted);
            return done;
        } finally {
            if (!done) {
                entry.settled();
            }
        }
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
