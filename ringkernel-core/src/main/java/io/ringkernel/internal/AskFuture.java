package io.ringkernel.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The reply of one ask, as the caller holds it.
 *
 * <p>{@code get} and {@code join} first poll for the reply on the calling thread and then park.
 * Dependent stages never run on the runtime's threads: they run on the thread that waits in {@code
 * get} or {@code join}, else on a virtual thread of their own, so that a callback that blocks holds
 * up nothing else.
 *
 * @param <R> the type of the reply
 */
public final class AskFuture<R> extends CompletableFuture<R> {

    /*
     * CompletableFuture runs dependents on the thread that completes it, and a dependent may be added between any check
     * and the completion. So the runtime never completes the future: it leaves the outcome here and either a thread that
     * waits (the waiter, at most one) or a new virtual thread moves it over. deliver writes the outcome and then reads
     * the waiter; the waiter clears itself and then reads the outcome; both are volatile, so one of them always sees the
     * other. Further waiting threads block in CompletableFuture itself.
     */

    private static final VarHandle WAITER;

    static {
        try {
            WAITER = MethodHandles.lookup().findVarHandle(AskFuture.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * How often a parked waiter looks whether the future was completed behind its back, as by
     * {@code obtrudeValue}.
     */
    private static final long RECHECK_NANOS = 10_000_000;

    /** Iterations between two looks at the clock. */
    private static final int SPINS_PER_CLOCK = 32;

    private final PendingAsks<R> asks;
    private final ReplyPoller poller;
    private final int correlation;
    private final long deadline;
    private volatile @Nullable Outcome<R> outcome;
    private volatile @Nullable Thread waiter;

    private sealed interface Outcome<R> {
        record Replied<R>(R reply) implements Outcome<R> {}

        record Failed<R>(Throwable error) implements Outcome<R> {}
    }

    AskFuture(PendingAsks<R> asks, ReplyPoller poller, int correlation, long deadline) {
        this.asks = asks;
        this.poller = poller;
        this.correlation = correlation;
        this.deadline = deadline;
    }

    /** Returns the number that identifies the ask to the actor's backend; not 0. */
    public int correlation() {
        return correlation;
    }

    /** Returns when it expires, as {@link ReplyPoller#nanoTime} counts. */
    long deadline() {
        return deadline;
    }

    void deliver(R reply) {
        deliver(new Outcome.Replied<>(reply));
    }

    void deliverFailure(Throwable error) {
        deliver(new Outcome.Failed<>(error));
    }

    private void deliver(Outcome<R> result) {
        outcome = result;
        Thread waiting = waiter;
        if (waiting == null) {
            poller.callBack(this::finish);
        } else {
            unpark(waiting);
        }
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        if (!await(Long.MAX_VALUE) && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return super.get();
    }

    @Override
    public R get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long until = Nanos.after(poller.nanoTime(), unit.toNanos(timeout));
        if (!await(until) && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return super.get(Math.max(0, until - poller.nanoTime()), TimeUnit.NANOSECONDS);
    }

    @Override
    public R join() {
        await(Long.MAX_VALUE);
        return super.join();
    }

    /**
     * Waits as the one waiter, if there is none yet; returns false if the wait ended without an
     * outcome.
     */
    private boolean await(long until) {
        if (isDone() || !WAITER.compareAndSet(this, (Thread) null, Thread.currentThread())) {
            return true;
        }
        try {
            return spin(until) || park(until);
        } finally {
            waiter = null;
            finish();
        }
    }

    private boolean spin(long until) {
        long end = Math.min(until, Nanos.after(poller.nanoTime(), poller.spinNanos()));
        do {
            for (int i = 0; i < SPINS_PER_CLOCK; i++) {
                if (isOver()) {
                    return true;
                }
                poller.poll(end);
            }
        } while (poller.nanoTime() < end);
        return isOver();
    }

    private boolean park(long until) {
        while (!isOver()) {
            long left = until - poller.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(this, Math.min(left, RECHECK_NANOS));
        }
        return true;
    }

    private boolean isOver() {
        return outcome != null || isDone();
    }

    /**
     * Moves the outcome over, if there is one; runs dependents on the calling thread. Idempotent.
     */
    private void finish() {
        switch (outcome) {
            case Outcome.Replied<R>(R reply) -> super.complete(reply);
            case Outcome.Failed<R>(Throwable error) -> super.completeExceptionally(error);
            case null -> {}
        }
    }

    @Override
    public boolean complete(R value) {
        return abandoned(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return abandoned(super.completeExceptionally(error));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return abandoned(super.cancel(mayInterruptIfRunning));
    }

    /** After somebody else than the runtime completed the future: gives its entry back. */
    private boolean abandoned(boolean completed) {
        if (completed) {
            asks.forget(this);
            Thread waiting = waiter;
            if (waiting != null) {
                unpark(waiting);
            }
        }
        return completed;
    }

    private static void unpark(Thread waiting) {
        if (waiting != Thread.currentThread()) {
            LockSupport.unpark(waiting);
        }
    }

    /** Dependent stages are ordinary futures: they have no entry in the table. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
