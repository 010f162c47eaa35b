package io.ringkernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up handlers until a test opens it; not part of the runtime, so that a fault names it. */
public final class Gate {

    private final CountDownLatch latch = new CountDownLatch(1);

    /** Waits, for a minute at most. */
    public void pass() {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Lets all go. */
    public void open() {
        latch.countDown();
    }

    /** Returns whether it is still shut. */
    public boolean isShut() {
        return latch.getCount() > 0;
    }
}
