package io.ringkernel.internal.cpu.sched;

import io.ringkernel.internal.Nanos;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on carrier threads with work stealing. Every task that was accepted is run once, or
 * handed back by {@link #shutdown}; tasks that one carrier makes runnable need not run in that
 * order.
 *
 * <p>Any thread may call every method, unless it says otherwise. What a thread did before it handed
 * a task in happens-before the task. A task that throws is logged; its carrier goes on. A task may
 * block: what it made runnable before that moves to a carrier that has nothing to do; {@link
 * #compensate} adds one when there is none.
 */
public final class Carriers implements AutoCloseable {

    /*
     * References: Go's scheduler (runtime/proc.go; "Scalable Go Scheduler Design Doc", golang.org/s/go11sched) and Tokio's
     * (tokio/src/runtime/scheduler/multi_thread; "Making the Tokio scheduler 10x faster", tokio.rs/blog). Taken from
     * both: a bounded ring each, a slot for the latest task, half of a ring as a thief's share, overflow by halves into
     * a global queue, which is looked at first every 61st time, one searcher that stands for a wake-up. Different here:
     * carriers are fixed to their rings (a task that blocks keeps its ring, thieves empty it); the next slot is stolen
     * only by a watcher that found its owner in the same task twice (Go waits 3 us and steals, Tokio never does); there
     * is no monitor thread.
     *
     * The injector is the JDK's queue: outside threads are few, and its addAll appends a batch by one compare-and-set.
     *
     * Closing: an outside thread adds its task and then reads the flag; shutdown sets the flag and then empties the
     * injector. Both are sequentially consistent, so a task is seen by shutdown, or its submitter sees the flag and
     * takes it back; who succeeds in removing it decides. A carrier reads the flag before it stores into its own queues,
     * and empties them into the injector when it ends.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    /** How many carriers may stand in for stuck ones at a time. */
    static final int MAX_STAND_INS = 64;

    private final String namePrefix;
    private final int threads;
    private final Roster roster = new Roster();
    private final ConcurrentLinkedQueue<Runnable> injector = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();

    /* Written under the lock. */
    private volatile Carrier[] carriers;
    private final List<Sample> samples = new ArrayList<>();

    /** Starts the threads. */
    public Carriers(String namePrefix, int threads) {
        int most = Roster.MAX_ID - MAX_STAND_INS;
        if (threads < 1 || threads > most) {
            throw new IllegalArgumentException(
                    "carriers: threads=" + threads + ", min=1, max=" + most);
        }
        this.namePrefix = namePrefix;
        this.threads = threads;
        this.carriers = new Carrier[0];
        lock.lock();
        try {
            Carrier[] all = new Carrier[threads];
            Arrays.setAll(all, i -> admit(i + 1, false));
            carriers = all;
        } finally {
            lock.unlock();
        }
        try {
            for (Carrier carrier : carriers) {
                carrier.start();
            }
        } catch (Throwable e) { // no memory for a thread
            close();
            throw e;
        }
    }

    /**
     * Makes a task runnable. On a carrier it is the one that runs next, and what was to run next
     * moves to the end of the carrier's queue; elsewhere it goes to the end of the queue from
     * outside.
     *
     * @throws RejectedExecutionException if this is closed
     */
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (Thread.currentThread() instanceof Carrier carrier && carrier.owner == this) {
            carrier.submit(task);
        } else {
            inject(task);
        }
    }

    /**
     * Makes the task that the calling carrier runs runnable again, behind everything that waits
     * there; the task returns after it. Elsewhere the same as {@link #execute}.
     *
     * @throws RejectedExecutionException if this is closed
     */
    @SuppressWarnings("NamedLikeContextualKeyword") // always called on an object
    public void yield(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (Thread.currentThread() instanceof Carrier carrier && carrier.owner == this) {
            carrier.yieldTo(task);
        } else {
            inject(task);
        }
    }

    /** Returns whether the calling thread is a carrier, of this or another object. */
    public static boolean onCarrier() {
        return Thread.currentThread() instanceof Carrier;
    }

    /** Returns the task that the calling thread runs as a carrier of this object; null if none. */
    public @Nullable Runnable current() {
        return Thread.currentThread() instanceof Carrier carrier && carrier.owner == this
                ? carrier.current()
                : null;
    }

    /** Returns how many carriers there are, stand-ins not counted. */
    public int threads() {
        return threads;
    }

    /** Returns what each carrier does; a watchdog calls it at intervals. */
    public List<CarrierStatus> status() {
        lock.lock();
        try {
            sample();
            return samples.stream().map(Sample::status).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts one more carrier because one is stuck in a task: the calling one if it is a carrier,
     * else the one that {@link #status} has seen longest in its task. The stand-in ends when that
     * task does.
     *
     * @return false if no carrier without a stand-in is in a task, if there are 64 stand-ins or no
     *     memory for one more, or if this is closed
     */
    public boolean compensate() {
        lock.lock();
        try {
            sample();
            return compensate(stuck());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same for a certain carrier, as {@link #status} saw it.
     *
     * @param begun {@link CarrierStatus#begun}
     * @return false, too, if it is through with that task or has a stand-in
     */
    public boolean compensate(Thread carrier, long begun) {
        lock.lock();
        try {
            Sample stuck = sample(carrier, begun);
            return compensate(stuck == null || stuck.standIn != null ? null : stuck);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Interrupts the task that a carrier runs, as {@link #status} saw it, and no task after it.
     *
     * @return false if it is through with that task; also at the first call if it has no stand-in
     */
    public boolean interrupt(Thread carrier, long begun) {
        lock.lock();
        try {
            Sample stuck = sample(carrier, begun);
            if (stuck == null) {
                return false;
            }
            if (!stuck.carrier.requested(Carrier.COME_BACK)) {
                stuck.carrier.request(Carrier.COME_BACK); // a task that ends now may not see it yet
                return false;
            }
            carrier.interrupt(); // before its next task it comes back, for which it needs the lock
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean compensate(@Nullable Sample stuck) {
        lock.lock();
        try {
            if (stuck == null
                    || Roster.isClosed(roster.word())
                    || carriers.length >= threads + MAX_STAND_INS) {
                return false;
            }
            Carrier standIn = admit(freeId(), true);
            try {
                standIn.start();
            } catch (OutOfMemoryError e) { // no memory for a thread
                LOG.error("no carrier started for a stuck one: carriers={}", carriers.length, e);
                ended(standIn);
                return false;
            }
            Carrier[] all = Arrays.copyOf(carriers, carriers.length + 1);
            all[carriers.length] = standIn;
            carriers = all;
            stuck.standIn = standIn;
            stuck.carrier.request(Carrier.COME_BACK);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the carriers after the tasks that they run. Nothing is accepted any more; what is queued
     * stays for {@link #shutdown}. Does not wait.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (roster.close()) {
                for (Carrier carrier : carriers) {
                    end(carrier);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes, waits for the carriers to end and hands back what is queued. An interrupt ends the
     * waiting; called on a carrier, it waits for the others only. If the time is up, what the stuck
     * carriers have queued is handed back as well; what they queue later, a further call returns.
     *
     * @return the tasks that were accepted and will not be run, each once
     */
    public List<Runnable> shutdown(Duration patience) {
        close();
        List<Carrier> stuck = awaitEnd(Nanos.deadline(Nanos.of(patience)));
        List<Runnable> left = new ArrayList<>();
        for (Carrier carrier : stuck) {
            Runnable next = carrier.next().steal();
            if (next != null) {
                left.add(next);
            }
            drain(carrier, left);
        }
        for (Runnable task = injector.poll(); task != null; task = injector.poll()) {
            left.add(task);
        }
        return left;
    }

    // ---- for the carriers

    Roster roster() {
        return roster;
    }

    ConcurrentLinkedQueue<Runnable> injector() {
        return injector;
    }

    Carrier[] carriers() {
        return carriers;
    }

    /** Wakes a carrier, if that is wanted, for a task that is in a carrier's ring now. */
    void signal() {
        VarHandle.fullFence();
        call();
    }

    void inject(Runnable task) {
        if (Roster.isClosed(roster.word())) {
            throw rejected(task);
        }
        injector.add(task);
        VarHandle.fullFence();
        if (Roster.isClosed(roster.word()) && injector.remove(task)) {
            throw rejected(task);
        }
        call();
    }

    /** Takes the first {@code count} tasks over; the caller signals. */
    void injectAll(Runnable[] tasks, int count) {
        injector.addAll(Arrays.asList(tasks).subList(0, count));
        Arrays.fill(tasks, 0, count, null);
    }

    /** Takes a task over from a carrier that ends. */
    void leave(Runnable task) {
        injector.add(task);
        signal();
    }

    RejectedExecutionException rejected(Runnable task) {
        return new RejectedExecutionException("carriers closed: task=" + task);
    }

    /** The stuck carrier is out of its task: its stand-in ends. */
    void cameBack(Carrier carrier) {
        lock.lock();
        try {
            carrier.withdraw(Carrier.COME_BACK);
            for (Sample sample : samples) {
                if (sample.carrier == carrier && sample.standIn != null) {
                    end(sample.standIn);
                    sample.standIn = null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The carrier has left its tasks and ends. */
    void ended(Carrier carrier) {
        lock.lock();
        try {
            carriers =
                    Arrays.stream(carriers)
                            .filter(other -> other != carrier)
                            .toArray(Carrier[]::new);
            samples.removeIf(sample -> sample.carrier == carrier);
            roster.leave(carrier.sleeper());
        } finally {
            lock.unlock();
        }
    }

    // ---- inside

    private void call() {
        if (Roster.wantsCall(roster.word())) {
            Sleeper called = roster.call();
            if (called != null) {
                called.unpark();
            }
        }
    }

    private Carrier admit(int id, boolean standIn) {
        String name = namePrefix + (standIn ? "stand-in-" + (id - threads) : id);
        Carrier carrier = new Carrier(this, name, id, standIn);
        roster.join(carrier.sleeper());
        samples.add(new Sample(carrier));
        return carrier;
    }

    private int freeId() {
        for (int id = threads + 1; ; id++) {
            int candidate = id;
            if (samples.stream().noneMatch(s -> s.carrier.sleeper().id() == candidate)) {
                return id;
            }
        }
    }

    private void sample() {
        long now = System.nanoTime();
        samples.forEach(sample -> sample.update(now));
    }

    private @Nullable Sample sample(Thread carrier, long begun) {
        for (Sample sample : samples) {
            if (sample.carrier == carrier && sample.carrier.begun() == begun) {
                return sample;
            }
        }
        return null;
    }

    private @Nullable Sample stuck() {
        Sample longest = null;
        for (Sample sample : samples) {
            if (sample.carrier == Thread.currentThread()) {
                return sample.standIn == null ? sample : null;
            }
            if (sample.task != null
                    && sample.standIn == null
                    && (longest == null || sample.since - longest.since < 0)) {
                longest = sample;
            }
        }
        return longest;
    }

    private static void end(Carrier carrier) {
        carrier.request(Carrier.END);
        carrier.sleeper().unpark();
    }

    private List<Carrier> awaitEnd(long deadline) {
        List<Carrier> stuck = new ArrayList<>();
        boolean interrupted = false;
        for (Carrier carrier : carriers) {
            long left = interrupted ? 0 : Math.max(0, deadline - Nanos.now());
            try {
                if (carrier == Thread.currentThread() || !carrier.join(Duration.ofNanos(left))) {
                    stuck.add(carrier);
                }
            } catch (InterruptedException e) {
                interrupted = true;
                stuck.add(carrier);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return stuck;
    }

    private static void drain(Carrier carrier, List<Runnable> into) {
        for (Runnable task = carrier.ring().poll(); task != null; task = carrier.ring().poll()) {
            into.add(task);
        }
    }

    /** What {@link #status} saw of a carrier when it last saw it move. */
    private static final class Sample {
        private final Carrier carrier;
        private @Nullable Carrier standIn;
        private @Nullable Runnable task;
        private long begun = -1;
        private long since;

        Sample(Carrier carrier) {
            this.carrier = carrier;
        }

        void update(long now) {
            long latest = carrier.begun();
            task = carrier.task();
            if (latest != begun) {
                begun = latest;
                since = now;
            }
        }

        CarrierStatus status() {
            return new CarrierStatus(
                    carrier,
                    task,
                    since,
                    begun,
                    carrier.queued(),
                    carrier.steals(),
                    carrier.parks(),
                    carrier.standIn);
        }
    }
}
