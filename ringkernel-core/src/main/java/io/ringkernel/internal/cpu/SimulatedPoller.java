package io.ringkernel.internal.cpu;

import io.ringkernel.internal.ReplyPoller;
import io.ringkernel.spi.SimulatedScheduler;

/** Has a thread that waits for a reply run the tasks that bring it, in their own time. */
record SimulatedPoller(SimulatedScheduler simulation) implements ReplyPoller {

    @Override
    public long nanoTime() {
        return simulation.nanoTime();
    }

    @Override
    public long spinNanos() {
        return Long.MAX_VALUE; // never blocks: nobody else would run the tasks
    }

    @Override
    public void poll() {
        poll(Long.MAX_VALUE);
    }

    @Override
    public void poll(long deadline) {
        if (!simulation.help(deadline) && deadline == Long.MAX_VALUE) {
            throw new IllegalStateException("the reply cannot come: nothing is left to run");
        }
    }

    @Override
    public void callBack(Runnable action) {
        simulation.callBack(action);
    }
}
