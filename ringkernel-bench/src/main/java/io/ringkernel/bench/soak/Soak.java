package io.ringkernel.bench.soak;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs rounds on all paths, several at a time, until the time is over. Each worker takes the path
 * that has had the least time so far, so that all get the same share.
 */
final class Soak {

    /** How often progress is told. */
    private static final long PROGRESS_NANOS = 5_000_000_000L;

    /** How long a round should take, and what it may send: what an audit keeps of it in memory. */
    private static final long ROUND_NANOS = 300_000_000L;

    private static final int MIN_MESSAGES = 200;
    private static final int MAX_MESSAGES = 8_000_000;

    /** What must not grow: the heap in use after a collection. */
    private static final long HEAP_TOLERANCE = 64L << 20;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** Violations told at once, of each path; the table has all. */
    private static final int MAX_TOLD = 10;

    /**
     * How it is run.
     *
     * @param parallel rounds at a time
     * @param patience how long nothing may arrive before the rest of a round counts as lost
     * @param hang how long a round may stand still before it counts as hanging
     */
    record Options(Duration time, long seed, int parallel, Duration patience, Duration hang) {}

    /** What came of one path. */
    record Row(
            String path,
            long rounds,
            long messages,
            long lost,
            long duplicated,
            long disordered,
            long unknown,
            double seconds,
            List<String> errors) {

        boolean isClean() {
            return lost == 0
                    && duplicated == 0
                    && disordered == 0
                    && unknown == 0
                    && errors.isEmpty();
        }

        double rate() {
            return messages / Math.max(seconds, 1e-9);
        }
    }

    /** What came of all. */
    record Outcome(
            long seed,
            double seconds,
            long messages,
            long heapAtFirst,
            long heapAtLast,
            @Nullable String hanging,
            List<Row> rows) {

        boolean heapIsFlat() {
            return heapAtLast <= heapAtFirst + HEAP_TOLERANCE;
        }

        boolean isClean() {
            return hanging == null && heapIsFlat() && rows.stream().allMatch(Row::isClean);
        }
    }

    /** The rounds of one path so far; under its lock. */
    private static final class State {
        private final SoakPath.Named named;
        private Row row;
        private long nanos;
        private int budget = 20_000;
        private boolean running;
        private int told;

        State(SoakPath.Named named) {
            this.named = named;
            this.row = new Row(named.name(), 0, 0, 0, 0, 0, 0, 0, List.of());
        }
    }

    private final Options options;
    private final PrintWriter out;
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Set<Round> running = ConcurrentHashMap.newKeySet();
    private final long begin = System.nanoTime();
    private long heapAtFirst;

    Soak(List<SoakPath.Named> paths, Options options, PrintWriter out) {
        this.options = options;
        this.out = out;
        paths.forEach(path -> states.put(path.name(), new State(path)));
    }

    /** Runs until the time is over, or a round hangs. */
    Outcome run() throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < options.parallel(); i++) {
            workers.add(Thread.ofPlatform().daemon().name("soak-worker-" + i).start(this::work));
        }
        String hanging = watch(workers);
        long heapAtLast = hanging == null ? heapAfterCollection() : 0;
        synchronized (this) {
            List<Row> rows = states.values().stream().map(state -> state.row).toList();
            return new Outcome(
                    options.seed(),
                    (System.nanoTime() - begin) / 1e9,
                    rows.stream().mapToLong(Row::messages).sum(),
                    heapAtFirst == 0 ? heapAtLast : heapAtFirst,
                    heapAtLast,
                    hanging,
                    rows);
        }
    }

    private boolean isOver() {
        return System.nanoTime() - begin > options.time().toNanos();
    }

    // ---- the workers

    private void work() {
        for (State state = next(); state != null; state = next()) {
            long seed = seed(state);
            Round round = new Round(state.named.name(), seed, budget(state), options.patience());
            running.add(round);
            long started = System.nanoTime();
            try {
                state.named.path().run(round);
            } catch (Exception | Error e) {
                round.error(e.toString());
            }
            running.remove(round);
            finish(state, round, seed, System.nanoTime() - started);
        }
    }

    /** Takes the path that has had the least time and is not being run; every one at least once. */
    private synchronized @Nullable State next() {
        State least = null;
        for (State state : states.values()) {
            if (!state.running
                    && (!isOver() || state.row.rounds() == 0)
                    && (least == null || state.nanos < least.nanos)) {
                least = state;
            }
        }
        if (least != null) {
            least.running = true;
        }
        return least;
    }

    /** The same for the same round of the same path, whatever else runs. */
    private synchronized long seed(State state) {
        long mixed = options.seed() + 31L * state.row.path().hashCode();
        return new SplittableRandom(mixed + GOLDEN * state.row.rounds()).nextLong();
    }

    private synchronized int budget(State state) {
        return state.budget;
    }

    private synchronized void finish(State state, Round round, long seed, long nanos) {
        Row row = state.row;
        Audit.Tally tally = round.tally();
        if (tally == null) {
            tally = new Audit.Tally(0, 0, 0, 0, 0);
        }
        List<String> errors = new ArrayList<>(row.errors());
        round.errors().forEach(error -> errors.add("round " + row.rounds() + ": " + error));
        state.nanos += nanos;
        state.row =
                new Row(
                        row.path(),
                        row.rounds() + 1,
                        row.messages() + tally.messages(),
                        row.lost() + tally.lost(),
                        row.duplicated() + tally.duplicated(),
                        row.disordered() + tally.disordered(),
                        row.unknown() + tally.unknown(),
                        state.nanos / 1e9,
                        errors.stream().limit(10).toList());
        long wanted = (long) (tally.messages() * ((double) ROUND_NANOS / Math.max(nanos, 1)));
        state.budget = Math.clamp(wanted, Math.max(MIN_MESSAGES, state.budget / 2), MAX_MESSAGES);
        state.running = false;
        if (state.told < MAX_TOLD
                && (tally.lost() + tally.duplicated() + tally.disordered() + tally.unknown() > 0
                        || !round.errors().isEmpty())) {
            state.told++;
            out.printf(
                    "VIOLATION path=%s round=%d seed=%d %s errors=%s%n",
                    row.path(), row.rounds(), seed, tally, round.errors());
            out.flush();
        }
        if (heapAtFirst == 0 && states.values().stream().allMatch(s -> s.row.rounds() > 1)) {
            heapAtFirst = heapAfterCollection();
        }
    }

    // ---- the watch

    /** Tells progress until all workers have ended; returns the path that hangs, if one does. */
    private @Nullable String watch(List<Thread> workers) throws InterruptedException {
        Map<Round, Long> accounted = new HashMap<>();
        Map<Round, Long> since = new HashMap<>();
        long told = begin;
        while (workers.stream().anyMatch(Thread::isAlive)) {
            workers.getFirst().join(Duration.ofMillis(100));
            long now = System.nanoTime();
            accounted.keySet().retainAll(running);
            for (Round round : running) {
                long count = round.accounted();
                Long before = accounted.put(round, count);
                if (before == null || before != count) {
                    since.put(round, now);
                } else if (now - since.getOrDefault(round, now) > options.hang().toNanos()) {
                    return round.path();
                }
            }
            since.keySet().retainAll(running);
            if (now - told > PROGRESS_NANOS) {
                told = now;
                progress(now);
            }
        }
        return null;
    }

    private synchronized void progress(long now) {
        long messages = states.values().stream().mapToLong(s -> s.row.messages()).sum();
        long bad = states.values().stream().filter(s -> !s.row.isClean()).count();
        double seconds = (now - begin) / 1e9;
        out.printf(
                Locale.ROOT,
                "%6.0f s  %,15d messages  %6.2f M/s  heap %d MB  paths with violations: %d  now: %s%n",
                seconds,
                messages,
                messages / seconds / 1e6,
                heap() >> 20,
                bad,
                running.stream().map(Round::path).sorted().toList());
        out.flush();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long heapAfterCollection() {
        System.gc();
        return heap();
    }
}
