package io.ringkernel.spi;

import org.jspecify.annotations.Nullable;

/**
 * What runs the actors of the CPU backend, and when. The runtime's own has carrier threads and the
 * machine's clock; a test kit puts a deterministic one in its place. Thread-safe.
 */
public interface CpuScheduler extends AutoCloseable {

    /**
     * Has a task run once, soon.
     *
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    void execute(Runnable task);

    /** Has the task that the caller runs now run once more, behind the others that wait. */
    void requeue(Runnable task);

    /** Returns the task that the calling thread runs for this scheduler; null if it runs none. */
    @Nullable Runnable current();

    /** Returns the time in nanoseconds from an arbitrary origin; never negative, never back. */
    long nanoTime();

    /** Runs an action once, about {@code delayNanos} from now. It must be short. */
    Timer schedule(Runnable action, long delayNanos);

    /** Returns what it runs on, in words. */
    String describe();

    /** Takes no more tasks and lets go of its threads; what still runs is left alone. */
    @Override
    void close();

    /** An action to come. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the action from running; no effect once it runs. */
        void cancel();
    }
}
