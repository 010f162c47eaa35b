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
}
