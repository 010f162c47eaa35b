package io.ringkernel;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one watch on their way to its listener. Any thread may offer, without blocking; the
 * listener is called by one thread at a time, in the order in which events were offered.
 */
final class WatchQueue implements Registration {

    private static final Logger LOG = LoggerFactory.getLogger(WatchQueue.class);

    private final long number;
    private final PathPattern pattern;
    private final Consumer<? super Registry.Event> listener;
    private final Consumer<WatchQueue> leave;
    private final Consumer<Runnable> callBacks;
    private final Queue<Registry.Event> events = new ConcurrentLinkedQueue<>();

    /**
     * Events offered and not yet reported. Whoever raises it from 0 makes a thread report, which
     * ends when it is 0 again: so there is never more than one. It begins with 1 in place of the
     * thread that {@linkplain #begin begins}.
     */
    private final AtomicLong pending = new AtomicLong(1);

    private volatile boolean closed;

    WatchQueue(
            long number,
            PathPattern pattern,
            Consumer<? super Registry.Event> listener,
            Consumer<WatchQueue> leave,
            Consumer<Runnable> callBacks) {
        this.number = number;
        this.pattern = pattern;
        this.listener = listener;
        this.leave = leave;
        this.callBacks = callBacks;
    }

    long number() {
        return number;
    }

    PathPattern pattern() {
        return pattern;
    }

    /** Queues an event if its name matches. */
    void offer(String name, Registry.Event event) {
        if (closed || !pattern.matches(name)) {
            return;
        }
        events.add(event);
        if (pending.getAndIncrement() == 0) {
            start();
        }
    }

    /**
     * Reports on this thread what has been offered so far; what comes after, another thread will.
     */
    void begin() {
        long offered = pending.get();
        report(offered - 1);
        if (pending.addAndGet(-offered) > 0) {
            start();
        }
    }

    @Override
    public void close() {
        closed = true;
        leave.accept(this);
    }

    private void start() {
        callBacks.accept(this::run);
    }

    private void run() {
        long offered = pending.get();
        while (offered > 0) {
            report(offered);
            offered = pending.addAndGet(-offered);
        }
    }

    private void report(long count) {
        for (long i = 0; i < count; i++) {
            report(Objects.requireNonNull(events.poll(), "counted after it was queued"));
        }
    }

    private void report(Registry.Event event) {
        if (closed) {
            return;
        }
        try {
            listener.accept(event);
        } catch (Exception | Error e) {
            LOG.warn("registry listener failed: pattern={}, event={}", pattern, event, e);
        }
    }
}
