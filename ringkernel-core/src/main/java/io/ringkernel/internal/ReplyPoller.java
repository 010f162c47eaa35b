package io.ringkernel.internal;

/** How a thread that waits for a reply may help it to arrive. */
public interface ReplyPoller {

    /** For backends whose replies arrive by themselves. */
    ReplyPoller NONE =
            new ReplyPoller() {
                @Override
                public long spinNanos() {
                    return 10_000;
                }

                @Override
                public void poll() {
                    Thread.onSpinWait();
                }
            };

    /** Returns how long a waiting thread spins, calling {@link #poll}, before it blocks. */
    long spinNanos();

    /**
     * Looks for replies once, on the calling thread, and delivers those of any actor. Never blocks.
     */
    void poll();

    /**
     * Looks for replies as {@link #poll()} does, for a wait that ends at {@code deadline}, as
     * {@link #nanoTime} counts.
     */
    default void poll(long deadline) {
        poll();
    }

    /** Returns the time by which asks expire; never negative. */
    default long nanoTime() {
        return Nanos.now();
    }

    /** Has dependents of a reply run that nobody waits for, on none of the runtime's threads. */
    default void callBack(Runnable action) {
        Thread.ofVirtual().name("ringkernel-reply").start(action);
    }
}
