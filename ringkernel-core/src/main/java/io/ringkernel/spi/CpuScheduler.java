package io.ringkernel.spi;

import java.util.List;
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

    /**
     * Returns its threads, for the watchdog; null if it has none that a task can hold up, as in a
     * test kit: then nobody watches.
     */
    default @Nullable Workers workers() {
        return null;
    }

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

    /** The threads that run tasks. Thread-safe. */
    interface Workers {
        /** Returns what runs at about this time. */
        List<Running> running();

        /**
         * Has another thread run tasks until this one is through with its task.
         *
         * @return false if it is through already, or there can be no more threads
         */
        boolean standIn(Running stuck);

        /**
         * Interrupts the task, and only it; may need a second call, if there is no stand-in.
         *
         * @return whether it was interrupted
         */
        boolean interrupt(Running stuck);
    }

    /**
     * A task that a thread runs.
     *
     * @param turn differs each time that the thread begins a task
     */
    record Running(Runnable task, Thread thread, long turn) {}
}
