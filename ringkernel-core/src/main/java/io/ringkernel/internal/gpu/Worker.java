package io.ringkernel.internal.gpu;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs lanes: one after the other as long as they do not wait; one that waits
 * keeps its worker, and another goes on.
 */
final class Worker implements Runnable {

    private final Launch launch;
    private final Semaphore turn = new Semaphore(0);
    private final Thread thread;
    private @Nullable Lane lane;

    Worker(Launch launch) {
        this.launch = launch;
        this.thread = Thread.ofVirtual().name("ringkernel-lane").unstarted(this);
    }

    void start() {
        thread.start();
    }

    StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    /** Gives an idle worker the lane to begin. */
    void assign(Lane next) {
        lane = next;
    }

    void resume() {
        turn.release();
    }

    /** Waits in the middle of a lane. */
    void awaitTurn() {
        turn.acquireUninterruptibly();
        launch.checkRunning();
    }

    @Override
    public void run() {
        try {
            while (true) {
                turn.acquireUninterruptibly();
                launch.checkRunning();
                for (Lane next = lane; next != null; next = launch.afterEndOf(this, next)) {
                    next.worker = this;
                    Lane.CURRENT.set(next);
                    launch.run(next);
                }
            }
        } catch (Launch.Over over) {
            launch.end(null);
        } catch (RuntimeException failed) {
            launch.end(failed);
        }
    }
}
