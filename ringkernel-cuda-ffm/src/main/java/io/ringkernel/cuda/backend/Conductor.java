package io.ringkernel.cuda.backend;

import io.ringkernel.cuda.CudaException;
import io.ringkernel.internal.Nanos;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that watches the device: it takes replies that no asker takes itself, beats the
 * host's heart, expires asks, and sees when the kernel is lost. It spins while replies flow, pauses
 * while asks wait, and parks when none does.
 */
final class Conductor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
    private static final int REPLIES_A_TURN = 256;
    private static final int SPINS = 200;
    private static final long SHORT_PARK_NANOS = 20_000;
    private static final long LONG_PARK_NANOS = 1_000_000;
    private static final long TICK_NANOS = 1_000_000;
    private static final int TICKS_A_CHECK = 10;

    private final CudaBackend backend;
    private final Control control;
    private final @Nullable Pool pool;
    private final List<CudaActor<?, ?>> actors = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean parkedLong;

    Conductor(CudaBackend backend, Control control, @Nullable Pool pool) {
        this.backend = backend;
        this.control = control;
        this.pool = pool;
        this.thread =
                Thread.ofPlatform().daemon().name("ringkernel-conductor").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(CudaActor<?, ?> actor) {
        actors.add(actor);
    }

    void remove(CudaActor<?, ?> actor) {
        actors.remove(actor);
    }

    List<CudaActor<?, ?>> actors() {
        return actors;
    }

    /** Says that an ask waits: called after its message was sent. */
    void wake() {
        if (parkedLong) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread; returns when it has ended. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long beats = 0;
        long nextTick = Nanos.now();
        int idle = 0;
        while (!closed) {
            try {
                long now = Nanos.now();
                boolean tick = now - nextTick >= 0;
                boolean waiting = false;
                int work = 0;
                for (CudaActor<?, ?> actor : actors) {
                    boolean asked = actor.hasAsks();
                    waiting |= asked;
                    if ((asked || tick || actor.wasBusy()) && !actor.isHelped()) {
                        work += actor.takeReplies(REPLIES_A_TURN);
                    }
                }
                if (pool != null) {
                    waiting |= pool.hasAsks();
                    work += pool.takeReplies(REPLIES_A_TURN);
                }
                if (tick) {
                    nextTick = now + TICK_NANOS;
                    control.beat(++beats);
                    if (beats % TICKS_A_CHECK == 0) {
                        check(now);
                    }
                }
                idle = work > 0 ? 0 : idle + 1;
                rest(idle, waiting);
            } catch (RuntimeException | Error e) {
                LOG.error("the conductor goes on after an error", e);
            }
        }
    }

    private void check(long now) {
        for (CudaActor<?, ?> actor : actors) {
            actor.expireAsks(now);
        }
        if (pool != null) {
            pool.expireAsks(now);
        }
        try {
            backend.checkKernel();
        } catch (CudaException e) {
            backend.lose(e);
        }
    }

    private void rest(int idle, boolean waiting) {
        if (idle < SPINS) {
            Thread.onSpinWait();
        } else if (waiting) {
            LockSupport.parkNanos(this, SHORT_PARK_NANOS);
        } else {
            parkedLong = true;
            // An ask sent before it could see the flag is seen here; a later one sees the flag and
            // unparks.
            if (!closed && !anyAsks()) {
                LockSupport.parkNanos(this, LONG_PARK_NANOS);
            }
            parkedLong = false;
        }
    }

    private boolean anyAsks() {
        if (pool != null && pool.hasAsks()) {
            return true;
        }
        for (CudaActor<?, ?> actor : actors) {
            if (actor.hasAsks()) {
                return true;
            }
        }
        return false;
    }
}
