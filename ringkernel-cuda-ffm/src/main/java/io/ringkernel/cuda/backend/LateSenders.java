package io.ringkernel.cuda.backend;

import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;

/** A bounded wait for senders that claimed a slot before the end and have not written it yet. */
final class LateSenders {

    private static final long NANOS = 1_000_000_000;

    private final Wait backoff = WaitStrategy.BACK_OFF.begin(NANOS);

    /** Waits a moment; returns whether there is time left. */
    boolean mayCome() {
        return backoff.pause();
    }
}
