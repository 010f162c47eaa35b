package io.ringkernel.internal.cpu.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs tasks: its own, those from outside and, when there are none, those that others
 * have too many of. Methods are for the thread itself unless they say otherwise.
 */
final class Carrier extends Thread {

    /*
     * The order of picks is Tokio's (scheduler/multi_thread/worker.rs: next_task, run_task) and Go's (runtime/proc.go:
     * schedule, findRunnable): the next slot, as often in a row as the budget allows; the ring; the injector; other
     * rings. Two tasks that wake each other would live in the next slot for ever, hence the budget (3, as Tokio's
     * MAX_LIFO_POLLS_PER_TICK); ring tasks that make others could keep the injector waiting for ever, hence a look at it
     * first every 61st time (the number is Go's, and Tokio's; any prime that does not fall into step with the load).
     *
     * A task that yields goes behind what waits locally; where tasks wait in the injector, it goes behind those, or a
     * ring full of tasks that yield would leave the injector one pick in 61.
     *
     * What others read of a carrier (task, begun, steals, parks) is written by it alone with opaque stores: no fence, no
     * clock. A watcher takes a carrier for stuck when `begun` has not moved between two looks.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

    /** Tasks in a row from the next slot while others wait. */
    static final int NEXT_BUDGET = 3;

    /** Every so many picks the injector comes first. */
    static final int INJECTOR_INTERVAL = 61;

    /** Tasks taken from the injector at once, when there are no others: the rest is for thieves. */
    static final int INJECTOR_BATCH = 32;

    /** How often a carrier looks at all the queues before it lies down. */
    private static final int SWEEPS = 4;

    /** Pauses between two of these looks: in all some microseconds, less than a wake-up costs. */
    private static final int SPINS = 20;

    /** How long a watcher sleeps. */
    private static final long WATCH_NANOS = 1_000_000;

    private static final long NOT_SEEN = -1;

    /** {@link #requests}: to end. */
    static final int END = 1;

    /** {@link #requests}: to send the stand-in home after this task. */
    static final int COME_BACK = 2;

    private static final VarHandle SEEN;
    private static final VarHandle TASK =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
    private static final VarHandle COUNT =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    static {
        try {
            SEEN =
                    MethodHandles.lookup()
                            .findVarHandle(Carrier.class, "seen", long.class)
                            .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /* Elements of counts. */
    private static final int BEGUN = Padding.LONGS;
    private static final int STEALS = BEGUN + 1;
    private static final int PARKS = BEGUN + 2;
    private static final int NEXT_BUDGET_LEFT = BEGUN + 3;
    private static final int UNTIL_INJECTOR = BEGUN + 4;
    private static final int END_OF_COUNTS = BEGUN + 5;

    /** Element of {@link #running}. */
    private static final int TASK_AT = Padding.REFERENCES;

    final Carriers owner;
    final boolean standIn;
    private final Roster roster;
    private final Sleeper sleeper;
    private final TaskRing ring = new TaskRing();
    private final NextSlot next = new NextSlot();
    private final long[] counts = new long[END_OF_COUNTS + Padding.LONGS];
    private final Object[] running = new Object[2 * Padding.REFERENCES + 1];
    private final Runnable[] overflow = new Runnable[TaskRing.CAPACITY / 2 + 1];

    /* Written by others, seldom; what the carrier writes often is in the two padded arrays. */
    private volatile int requests;

    @SuppressWarnings("UnusedVariable") // through SEEN
    private long seen = NOT_SEEN;

    private int random;

    Carrier(Carriers owner, String name, int id, boolean standIn) {
        super(null, null, name, 0, false);
        setDaemon(true);
        this.owner = owner;
        this.roster = owner.roster();
        this.standIn = standIn;
        this.sleeper = new Sleeper(id, () -> LockSupport.unpark(this));
        this.counts[NEXT_BUDGET_LEFT] = NEXT_BUDGET;
        this.counts[UNTIL_INJECTOR] = INJECTOR_INTERVAL;
        this.random = id * 0x9E37_79B9 | 1;
    }

    // ---- any thread

    Sleeper sleeper() {
        return sleeper;
    }

    TaskRing ring() {
        return ring;
    }

    NextSlot next() {
        return next;
    }

    /** Sets a request; under the lock of {@link Carriers}. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void request(int request) {
        requests |= request;
    }

    boolean requested(int request) {
        return (requests & request) != 0;
    }

    /** Takes a request back; under the lock of {@link Carriers}. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void withdraw(int request) {
        requests &= ~request;
    }

    @Nullable Runnable task() {
        return (Runnable) (Object) TASK.getAcquire(running, TASK_AT);
    }

    long begun() {
        return (long) COUNT.getOpaque(counts, BEGUN);
    }

    long steals() {
        return (long) COUNT.getOpaque(counts, STEALS);
    }

    long parks() {
        return (long) COUNT.getOpaque(counts, PARKS);
    }

    int queued() {
        return ring.size() + (next.isEmpty() ? 0 : 1);
    }

    /**
     * A watcher's look: takes the next task if the carrier is still in the task in which the look
     * before this one found a next task.
     */
    @Nullable Runnable takeOverdue() {
        long now = next.isEmpty() ? NOT_SEEN : begun();
        long before = (long) SEEN.getOpaque(this);
        SEEN.setOpaque(this, now);
        return now != NOT_SEEN && now == before ? next.steal() : null;
    }

    // ---- from the task that it runs

    /** Itself: returns the task that it runs. */
    @Nullable Runnable current() {
        return (Runnable) running[TASK_AT];
    }

    /** Makes a task runnable: it is the next one. */
    void submit(Runnable submitted) {
        long word = roster.word();
        if (Roster.isClosed(word)) {
            throw owner.rejected(submitted);
        }
        Runnable displaced = next.put(submitted);
        if (displaced != null) {
            push(displaced);
            owner.signal();
        } else if (Roster.wantsWatcher(word)) {
            unpark(roster.callWatcher());
        }
    }

    /** Makes the current task runnable again, behind the others. */
    void yieldTo(Runnable again) {
        if (Roster.isClosed(roster.word())) {
            throw owner.rejected(again);
        }
        if (!owner.injector().isEmpty()) {
            owner.inject(again);
            return;
        }
        boolean alone = next.isEmpty() && ring.isEmpty();
        push(again);
        if (!alone) { // else the carrier itself is about to take it
            owner.signal();
        }
    }

    private void push(Runnable pushed) {
        while (!ring.push(pushed)) {
            int count = ring.popHalf(overflow);
            if (count > 0) {
                overflow[count] = pushed;
                owner.injectAll(overflow, count + 1);
                return;
            }
        }
    }

    // ---- the loop

    @Override
    public void run() {
        while ((requests & END) == 0) {
            Runnable picked = pick();
            if (picked == null) {
                picked = find();
            }
            if (picked != null) {
                begin(picked);
            }
            if ((requests & COME_BACK) != 0) {
                owner.cameBack(this);
                Thread.interrupted(); // came until then
            }
        }
        spill();
        owner.ended(this);
    }

    private void begin(Runnable picked) {
        TASK.setOpaque(running, TASK_AT, (Object) picked);
        count(BEGUN);
        try {
            picked.run();
        } catch (Throwable e) { // an Error ends the task, too, and not the carrier
            logFailure(picked, e);
        }
        if (isInterrupted()) { // meant for the task, not for its successors
            Thread.interrupted();
        }
    }

    private static void logFailure(Runnable failed, Throwable thrown) {
        try {
            LOG.error("task failed: task={}", failed, thrown);
        } catch (Throwable e) { // a toString or an appender that fails must not end the carrier
            thrown.addSuppressed(e);
        }
    }

    /** Returns a task that waits here or in the injector. */
    private @Nullable Runnable pick() {
        if (--counts[UNTIL_INJECTOR] <= 0) {
            counts[UNTIL_INJECTOR] = INJECTOR_INTERVAL;
            Runnable injected = owner.injector().poll();
            if (injected != null) {
                return injected;
            }
        }
        if (counts[NEXT_BUDGET_LEFT] > 0) {
            Runnable latest = next.take();
            if (latest != null) {
                counts[NEXT_BUDGET_LEFT]--;
                return latest;
            }
        }
        counts[NEXT_BUDGET_LEFT] = NEXT_BUDGET;
        Runnable oldest = ring.pop();
        if (oldest != null) {
            return oldest;
        }
        Runnable injected = takeInjected();
        return injected != null ? injected : next.take();
    }

    /** The ring is empty: takes a batch, as there are no others. */
    private @Nullable Runnable takeInjected() {
        if (owner.injector().isEmpty()) {
            return null;
        }
        Runnable first = owner.injector().poll();
        if (first != null) {
            for (int i = 1; i < INJECTOR_BATCH; i++) {
                Runnable more = owner.injector().poll();
                if (more == null) {
                    break;
                }
                push(more);
            }
            owner.signal();
            counts[UNTIL_INJECTOR] = INJECTOR_INTERVAL;
        }
        return first;
    }

    /** Searches, and sleeps when there is nothing; returns null only after a request. */
    private @Nullable Runnable find() {
        boolean searching = roster.trySearch();
        while (true) {
            if (searching) {
                Runnable found = search();
                if (found != null) {
                    endSearch();
                    return found;
                }
            }
            Runnable overdue = sleep(searching);
            searching = true;
            if (overdue != null || requests != 0) {
                endSearch();
                return overdue;
            }
        }
    }

    /** The last one to search looks at what it leaves behind. */
    private void endSearch() {
        if (roster.endSearch() && workWaits()) {
            unpark(roster.call());
        }
    }

    private @Nullable Runnable search() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            Runnable found = takeInjected();
            if (found == null) {
                found = steal();
            }
            if (found != null) {
                return found;
            }
            for (int i = 0; i < SPINS; i++) {
                Thread.onSpinWait();
            }
        }
        return null;
    }

    private @Nullable Runnable steal() {
        Carrier[] all = owner.carriers();
        int start = (int) (Integer.toUnsignedLong(nextRandom()) * all.length >>> 32);
        for (int i = 0; i < all.length; i++) {
            int at = start + i;
            Carrier victim = all[at < all.length ? at : at - all.length];
            if (victim != this) {
                Runnable stolen = victim.ring.stealInto(ring);
                if (stolen != null) {
                    count(STEALS);
                    return stolen;
                }
            }
        }
        return null;
    }

    /**
     * Parks until there may be work; it searches then. Returns a task that was overdue, or null.
     */
    private @Nullable Runnable sleep(boolean searching) {
        TASK.setOpaque(running, TASK_AT, (Object) null);
        ring.forgetTaken();
        roster.lieDown(sleeper, searching);
        Runnable overdue = null;
        if (!workWaits()) {
            overdue = parkUntilCalled();
        }
        if (roster.getUp(sleeper)) {
            unpark(roster.callWatcher());
        }
        return overdue;
    }

    private @Nullable Runnable parkUntilCalled() {
        while (sleeper.isAsleep() && requests == 0) {
            boolean watches = roster.watches(sleeper);
            count(PARKS);
            if (!watches) {
                LockSupport.park(owner);
                Thread.interrupted(); // or no park would last
                continue;
            }
            LockSupport.parkNanos(owner, WATCH_NANOS);
            Thread.interrupted();
            Runnable overdue = lookAround();
            if (overdue != null || workWaits()) {
                return overdue;
            }
        }
        return null;
    }

    private @Nullable Runnable lookAround() {
        for (Carrier carrier : owner.carriers()) {
            Runnable overdue = carrier == this ? null : carrier.takeOverdue();
            if (overdue != null) {
                count(STEALS);
                return overdue;
            }
        }
        return null;
    }

    /** Returns whether any queue that all may take from has a task. */
    private boolean workWaits() {
        if (!owner.injector().isEmpty()) {
            return true;
        }
        for (Carrier carrier : owner.carriers()) {
            if (!carrier.ring.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Leaves what waits here to the others. */
    private void spill() {
        TASK.setOpaque(running, TASK_AT, (Object) null);
        for (Runnable left = next.take(); left != null; left = ring.pop()) {
            owner.leave(left);
        }
        for (Runnable left = ring.pop(); left != null; left = ring.pop()) {
            owner.leave(left);
        }
    }

    private void count(int which) {
        COUNT.setOpaque(counts, which, counts[which] + 1);
    }

    private int nextRandom() { // Marsaglia, "Xorshift RNGs", 2003
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random;
    }

    private static void unpark(@Nullable Sleeper called) {
        if (called != null) {
            called.unpark();
        }
    }
}
