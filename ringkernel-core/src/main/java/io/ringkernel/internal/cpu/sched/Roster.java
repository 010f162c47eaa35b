package io.ringkernel.internal.cpu.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sleeps, who searches and who watches: the protocol that wakes a carrier when there is work,
 * and wakes none when one looks for work already.
 *
 * <p>Who made a task visible to others calls {@link #call} after it. A carrier that found nothing
 * calls {@link #lieDown}, <em>then looks at every queue again</em>, and parks only if there is
 * still nothing. A carrier that searches and finds something calls {@link #endSearch} and, as the
 * last one, looks at every queue again and calls another. All methods are lock-free, but for {@link
 * #join} and {@link #leave}.
 */
final class Roster {

    /*
     * One word holds the four numbers and the flag, so that a decision about several of them is one compare-and-set:
     *
     *     63      62 .. 48     47 .. 32     31 .. 16    15 .. 0
     *   +--------+------------+------------+-----------+-----------+
     *   | closed | carriers   | watcher's  | asleep    | searching |
     *   |        |            | id or 0    |           |           |
     *   +--------+------------+------------+-----------+-----------+
     *
     * The rule, "wake one if somebody sleeps and nobody searches", is Go's (runtime/proc.go, "Worker thread
     * parking/unparking") and Tokio's (scheduler/multi_thread/idle.rs), as is the bound of half the carriers on those
     * that search. A caller claims the place of the one searcher *for* the sleeper that it wakes, so a burst of
     * producers wakes one carrier and not all of them.
     *
     * No lost wake-up. The claim: it never stays so that work is visible, somebody is asleep, nobody searches and no
     * call is under way. Let P publish work, pass a full fence and read the word.
     * (1) P reads asleep = 0. Any carrier S that lies down does so after that in the total order of fences, looks at the
     *     queues behind its own full fence, and sees the work.
     * (2) P reads searching > 0. Either a carrier searches: then it looks at the queues after it gave its place back (a
     *     read-modify-write of the word that P's read came before, and a fence): it sees the work, if it was the last to
     *     search; if it was not, another searches and the argument goes on with that one. A searcher that lies down
     *     instead gives its place back in the same step and looks after it. Or a caller C holds the place: it hands it
     *     to a sleeper, which is then a searcher; or it finds nobody asleep, gives the place back, and looks at the
     *     sleepers once more. If it finds one then, it starts anew; a sleeper that it does not find lies down later
     *     than that, hence looks at the queues after P published.
     * (3) Otherwise P becomes C.
     *
     * "asleep" is raised and lowered by the sleeper itself, before its own state says asleep and after it says otherwise,
     * so it never counts too few; who trusts it and finds nobody asleep merely tries again, or not, as in (2).
     *
     * The watcher. A task in a carrier's next slot is not announced to anybody (that is what makes the slot cheap), yet
     * it must not wait for as long as its carrier is stuck while another one sleeps. So one sleeper watches as long as
     * somebody is awake: it parks with a time-out. The step from watching to sleeping for good is one compare-and-set
     * that succeeds only when all are asleep. A carrier that gets up changes the word itself, so it reads watcher = 0
     * when it fills its slot later, and appoints one (callWatcher). A watcher that gets up for work resigns in the step
     * that lowers "asleep", and appoints another. Appointments race with that: the appointed one's state is read after
     * the appointment, and if it had got up, the appointment is taken back.
     */

    /** The highest id of a sleeper. */
    static final int MAX_ID = 0x7FFF;

    private static final VarHandle WORD =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final int AT = Padding.LONGS;

    private static final long MASK = 0xFFFFL;
    private static final long SEARCHING = 1L;
    private static final long ASLEEP = 1L << 16;
    private static final int ASLEEP_SHIFT = 16;
    private static final int WATCHER_SHIFT = 32;
    private static final long WATCHER_MASK = MASK << WATCHER_SHIFT;
    private static final long CARRIER = 1L << 48;
    private static final int CARRIERS_SHIFT = 48;
    private static final long CARRIERS_MASK = 0x7FFFL;
    private static final long CLOSED = Long.MIN_VALUE;

    private final long[] padded = new long[2 * Padding.LONGS + 1];
    private volatile Sleeper[] sleepers = {};

    // ---- the word

    /** Returns the word; the static methods read it. */
    long word() {
        return (long) WORD.getAcquire(padded, AT);
    }

    static boolean isClosed(long word) {
        return word < 0;
    }

    /** Returns whether somebody sleeps and nobody searches. */
    static boolean wantsCall(long word) {
        return searching(word) == 0 && asleep(word) != 0;
    }

    /** Returns whether somebody sleeps and nobody watches. */
    static boolean wantsWatcher(long word) {
        return watcher(word) == 0 && asleep(word) != 0;
    }

    static int searching(long word) {
        return (int) (word & MASK);
    }

    static int asleep(long word) {
        return (int) (word >>> ASLEEP_SHIFT & MASK);
    }

    static int watcher(long word) {
        return (int) (word >>> WATCHER_SHIFT & MASK);
    }

    static int carriers(long word) {
        return (int) (word >>> CARRIERS_SHIFT & CARRIERS_MASK);
    }

    // ---- any thread

    /** Adds an awake carrier. */
    synchronized void join(Sleeper sleeper) {
        List<Sleeper> all = new ArrayList<>(List.of(sleepers));
        all.add(sleeper);
        sleepers = all.toArray(Sleeper[]::new);
        add(CARRIER);
    }

    /** Removes an awake carrier that does not search. */
    synchronized void leave(Sleeper sleeper) {
        List<Sleeper> all = new ArrayList<>(List.of(sleepers));
        all.remove(sleeper);
        sleepers = all.toArray(Sleeper[]::new);
        add(-CARRIER);
    }

    /** Sets the flag for good; returns whether it was not set. */
    boolean close() {
        return !isClosed((long) WORD.getAndBitwiseOr(padded, AT, CLOSED));
    }

    /**
     * Calls a sleeper if nobody searches; it gets up as a searcher. The caller unparks what is
     * returned.
     */
    @Nullable Sleeper call() {
        do {
            if (!claimSearch()) {
                return null;
            }
            Sleeper called = callAny();
            if (called != null) {
                return called;
            }
            endSearch();
        } while (anyAsleep());
        return null;
    }

    /** Appoints a watcher if none is and somebody sleeps; the caller unparks what is returned. */
    @Nullable Sleeper callWatcher() {
        while (true) {
            long word = wordVolatile();
            if (!wantsWatcher(word)) {
                return null;
            }
            Sleeper chosen = firstAsleep();
            if (chosen == null) {
                return null; // getting up, or still to look at the word before it parks
            }
            if (compareAndSet(word, withWatcher(word, chosen.id()))) {
                if (chosen.isAsleep()) {
                    return chosen;
                }
                resign(chosen);
            }
        }
    }

    // ---- a carrier

    /** Begins to search, unless half of those awake do. */
    boolean trySearch() {
        while (true) {
            long word = wordVolatile();
            if (2 * searching(word) >= carriers(word) - asleep(word)) {
                return false;
            }
            if (compareAndSet(word, word + SEARCHING)) {
                return true;
            }
        }
    }

    /** Ends a search; returns whether it was the last: then the caller looks at every queue. */
    boolean endSearch() {
        long before = add(-SEARCHING);
        VarHandle.fullFence();
        return searching(before) == 1;
    }

    /** Says that the carrier is about to park; the caller looks at every queue behind it. */
    void lieDown(Sleeper me, boolean searching) {
        add(searching ? ASLEEP - SEARCHING : ASLEEP);
        me.lieDown();
        VarHandle.fullFence();
    }

    /**
     * Ends what {@link #lieDown} began, called or not; the carrier searches now.
     *
     * @return whether it was the watcher: then it calls another
     */
    boolean getUp(Sleeper me) {
        long more = me.getUp() ? SEARCHING : 0; // who was called has its caller's place
        while (true) {
            long word = wordVolatile();
            boolean watched = watcher(word) == me.id();
            long next = watched ? withWatcher(word, 0) : word;
            if (compareAndSet(word, next - ASLEEP + more)) {
                return watched;
            }
        }
    }

    /**
     * Asked before each park: whether the carrier is the watcher, which parks with a time-out. It
     * becomes it if none is and somebody is awake; it ceases to be when all sleep.
     */
    boolean watches(Sleeper me) {
        while (true) {
            long word = wordVolatile();
            boolean allAsleep = asleep(word) >= carriers(word);
            int watcher = watcher(word);
            if (watcher == me.id()) {
                if (!allAsleep) {
                    return true;
                }
                if (compareAndSet(word, withWatcher(word, 0))) {
                    return false;
                }
            } else if (watcher != 0 || allAsleep) {
                return false;
            } else if (compareAndSet(word, withWatcher(word, me.id()))) {
                return true;
            }
        }
    }

    // ---- inside

    /** Takes the place of the only searcher, if somebody sleeps. */
    private boolean claimSearch() {
        while (true) {
            long word = wordVolatile();
            if (!wantsCall(word)) {
                return false;
            }
            if (compareAndSet(word, word + SEARCHING)) {
                return true;
            }
        }
    }

    /** Calls a sleeper, the watcher only if there is no other. */
    private @Nullable Sleeper callAny() {
        int watcher = watcher(wordVolatile());
        Sleeper last = null;
        for (Sleeper sleeper : sleepers) {
            if (sleeper.id() == watcher) {
                last = sleeper;
            } else if (sleeper.call()) {
                return sleeper;
            }
        }
        return last != null && last.call() ? last : null;
    }

    private void resign(Sleeper sleeper) {
        while (true) {
            long word = wordVolatile();
            if (watcher(word) != sleeper.id() || compareAndSet(word, withWatcher(word, 0))) {
                return;
            }
        }
    }

    private boolean anyAsleep() {
        return firstAsleep() != null;
    }

    private @Nullable Sleeper firstAsleep() {
        for (Sleeper sleeper : sleepers) {
            if (sleeper.isAsleep()) {
                return sleeper;
            }
        }
        return null;
    }

    private static long withWatcher(long word, int id) {
        return word & ~WATCHER_MASK | (long) id << WATCHER_SHIFT;
    }

    private long wordVolatile() {
        return (long) WORD.getVolatile(padded, AT);
    }

    private boolean compareAndSet(long expected, long next) {
        return WORD.compareAndSet(padded, AT, expected, next);
    }

    private long add(long delta) {
        return (long) WORD.getAndAdd(padded, AT, delta);
    }
}
