package io.ringkernel.bench.harness;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process with a dump of its threads and exit code {@value #EXIT_CODE} unless it is closed
 * in time: a device that hangs must not hang whoever runs the benchmark.
 */
public final class Deadline implements AutoCloseable {

    /** What {@code timeout(1)} returns too. */
    static final int EXIT_CODE = 124;

    private final CountDownLatch closed = new CountDownLatch(1);

    /** Starts the clock. */
    public Deadline(String what, Duration limit) {
        Thread.ofPlatform().daemon().name("deadline").start(() -> watch(what, limit));
    }

    private void watch(String what, Duration limit) {
        try {
            if (closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            return; // nobody interrupts it; if somebody does, there is nothing left to watch
        }
        System.err.println(
                "ringkernel bench: "
                        + what
                        + " did not end within "
                        + limit.toSeconds()
                        + " s; threads:");
        dump(System.err);
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    /** Prints the stack of every thread. */
    public static void dump(PrintStream out) {
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            out.println(thread.getKey());
            for (StackTraceElement frame : thread.getValue()) {
                out.println("    at " + frame);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
