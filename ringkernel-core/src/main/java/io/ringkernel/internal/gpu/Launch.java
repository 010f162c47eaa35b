package io.ringkernel.internal.gpu;

import io.ringkernel.RingKernelException;
import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.KernelDivergenceException;
import io.ringkernel.gpu.KernelFaultException;
import io.ringkernel.gpu.KernelTimeoutException;
import io.ringkernel.internal.Faults;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One launch: its blocks run one after the other, the lanes of a block in turn, always in the same
 * order.
 */
final class Launch {

    /** Unwinds lanes of a launch that is over. */
    static final class Over extends Error {
        private static final long serialVersionUID = 1L;

        Over() {
            super("the launch is over", null, false, false);
        }
    }

    final String name;
    final Grid grid;

    private final Class<?> owner;
    private final MethodHandle body;
    private final Object[] arguments;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private long nextBlock;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean over;

    Launch(Class<?> owner, String name, MethodHandle body, Grid grid, Object[] arguments) {
        this.owner = owner;
        this.name = name;
        this.body = body;
        this.grid = grid;
        this.arguments = arguments;
    }

    void run(Duration timeout) {
        pass(firstLane());
        try {
            ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new KernelTimeoutException(
                    "kernel has not ended: kernel=" + name + ", timeout=" + timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KernelTimeoutException("interrupted while a kernel ran: kernel=" + name);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException e
                    ? e
                    : new RingKernelException("kernel failed: kernel=" + name, failed.getCause());
        } finally {
            over = true; // a lane that still runs notices at its next operation
        }
    }

    private Lane firstLane() {
        Lane first = new Block(this, nextBlock++).resumable.poll();
        if (first == null) {
            throw new IllegalStateException("a block has threads: grid=" + grid);
        }
        return first;
    }

    /** Ends the calling lane if the launch is over. */
    void checkRunning() {
        if (over) {
            throw new Over();
        }
    }

    /** Lets a lane run; the caller does nothing more until it is resumed. */
    void pass(Lane next) {
        Worker worker = next.worker;
        if (worker == null) {
            worker = idle.poll();
            if (worker == null) {
                worker = new Worker(this);
                workers.add(worker);
                worker.start();
            }
            worker.assign(next);
        }
        worker.resume();
    }

    void run(Lane lane) {
        try {
            body.invokeExact(arguments);
        } catch (Over | KernelDivergenceException known) {
            throw known;
        } catch (Throwable thrown) {
            throw new KernelFaultException(
                    name, lane.block.describe(lane), Faults.of(thrown, owner), thrown);
        }
    }

    /** Returns the lane that the worker is to run next, null if it has none. */
    @Nullable Lane afterEndOf(Worker worker, Lane lane) {
        Lane next = lane.block.afterEndOf(lane);
        if (next == null) {
            if (nextBlock == grid.blocks()) {
                end(null);
                return null;
            }
            return firstLane();
        }
        if (next.worker == null) {
            return next;
        }
        idle.add(worker);
        next.worker.resume();
        return null;
    }

    /** Ends the launch and every lane that waits. Called by the worker whose turn it is. */
    void end(@Nullable RuntimeException failure) {
        over = true;
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
        if (released.compareAndSet(false, true)) {
            workers.forEach(Worker::resume);
        }
    }
}
