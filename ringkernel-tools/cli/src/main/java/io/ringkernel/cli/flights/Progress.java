package io.ringkernel.cli.flights;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Shows how far a known number of flights has come: a bar that redraws itself on a terminal, else a
 * line at each quarter of a stream that lasts longer than a moment. Confined to one thread.
 */
public final class Progress {

    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final PrintWriter out;
    private final boolean terminal;
    private final long started = System.nanoTime();
    private long drawn = started - REDRAW_NANOS;
    private int quarters;

    /**
     * Makes a display.
     *
     * @param terminal whether {@code out} is a terminal, which understands carriage return
     */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Shows that {@code done} of {@code total} flights are sent. */
    void update(long done, long total) {
        long now = System.nanoTime();
        if (terminal) {
            if (now - drawn >= REDRAW_NANOS || done == total) {
                drawn = now;
                draw(done, total, now);
            }
        } else if (done < total && now - started > QUIET_NANOS && 4 * done / total > quarters) {
            quarters = (int) (4 * done / total);
            out.printf(
                    Locale.ROOT,
                    "%,d of %,d flights sent (%d%%)%n",
                    done,
                    total,
                    100 * done / total);
            out.flush();
        }
    }

    /** Clears the bar. */
    void finish() {
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH + 60) + "\r");
            out.flush();
        }
    }

    private void draw(long done, long total, long now) {
        int filled = (int) (WIDTH * done / total);
        double seconds = Math.max(1e-3, (now - started) / 1e9);
        out.printf(
                Locale.ROOT,
                "\r[%s%s] %3d%%  %,d flights, %,.0f/s   ",
                "█".repeat(filled),
                "░".repeat(WIDTH - filled),
                100 * done / total,
                done,
                done / seconds);
        out.flush();
    }
}
