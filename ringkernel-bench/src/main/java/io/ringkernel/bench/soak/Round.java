package io.ringkernel.bench.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One round on one path: its random shape, its threads, its audit. Used by the worker that runs the
 * round; the watch reads the progress.
 */
final class Round {

    /** What a sending thread does. */
    @FunctionalInterface
    interface Sending {
        /** Sends everything of this sender. */
        void run(int sender, SplittableRandom random) throws Exception;
    }

    private static final int MAX_ERRORS = 3;

    private final String path;
    private final SplittableRandom random;
    private final int budget;
    private final Duration patience;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Audit audit;

    /**
     * Makes a round.
     *
     * @param budget about how many messages to send
     * @param patience how long nothing may arrive before the rest counts as lost
     */
    Round(String path, long seed, int budget, Duration patience) {
        this.path = path;
        this.random = new SplittableRandom(seed);
        this.budget = budget;
        this.patience = patience;
    }

    String path() {
        return path;
    }

    int budget() {
        return budget;
    }

    // ---- the shape

    /** Returns a random number of both ends or between. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Returns a random power of two between both. */
    int powerOfTwo(int least, int most) {
        return 1
                << between(
                        Integer.numberOfTrailingZeros(least), Integer.numberOfTrailingZeros(most));
    }

    SplittableRandom random() {
        return random;
    }

    /** Now and then a pause, of a length that differs. */
    static void pause(SplittableRandom random) {
        int dice = random.nextInt(4096);
        if (dice == 0) {
            LockSupport.parkNanos(random.nextInt(100_000));
        } else if (dice < 16) {
            Thread.yield();
        }
    }

    // ---- the audit

    /** Begins the audit; {@code each} follows from the budget. */
    Audit audit(int senders) {
        return audit(senders, budget);
    }

    /** Begins the audit of about {@code messages} in all. */
    Audit audit(int senders, int messages) {
        Audit begun = new Audit(senders, Math.max(1, messages / senders));
        audit = begun;
        return begun;
    }

    /** Returns how many messages each sender sends. */
    int each(int senders) {
        return Math.max(1, budget / senders);
    }

    long accounted() {
        Audit begun = audit;
        return begun == null ? 0 : begun.accounted();
    }

    Audit.@Nullable Tally tally() {
        Audit begun = audit;
        return begun == null ? null : begun.tally();
    }

    /** Notes what must not happen. */
    void error(String what) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(what);
        }
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    // ---- the threads

    /** Starts a thread for each sender. */
    void start(int senders, Sending sending) {
        for (int sender = 0; sender < senders; sender++) {
            int number = sender;
            SplittableRandom own = random.split();
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("soak-" + path + "-" + sender)
                            .start(() -> {
                                try {
                                    sending.run(number, own);
                                } catch (Exception | Error e) {
                                    error(e.toString());
                                }
                            }));
        }
    }

    /** Returns whether a sender is at work. */
    boolean sending() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Waits until everything has arrived, or nothing arrives any more. */
    void await() {
        Quiet quiet = quiet();
        while (!complete() && !quiet.tooLong()) {
            LockSupport.parkNanos(50_000);
        }
        join();
    }

    boolean complete() {
        Audit begun = audit;
        return begun != null && begun.isComplete();
    }

    /** Waits for the senders, which have sent everything. */
    void join() {
        try {
            for (Thread thread : threads) {
                if (!thread.join(patience)) {
                    error("does not end: " + thread.getName());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted: path=" + path, e);
        }
        threads.clear();
    }

    Quiet quiet() {
        return new Quiet();
    }

    /** Measures for how long nothing has arrived. */
    final class Quiet {
        private long before = -1;
        private long since;

        /** Returns whether it is longer than the patience. */
        boolean tooLong() {
            long now = System.nanoTime();
            long accounted = accounted();
            if (accounted != before) {
                before = accounted;
                since = now;
                return false;
            }
            return now - since > patience.toNanos();
        }
    }
}
