package io.ringkernel.testkit;

import io.ringkernel.ActorRef;
import io.ringkernel.spi.SimulatedScheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs one task at a time on the thread that waits, chosen by a {@link Policy}, in virtual time.
 *
 * <p>A task that is interrupted stays on the stack of the thread: those that run meanwhile end
 * before it goes on. Tasks and timers may be added by any thread; one thread at a time may drive.
 */
final class StepScheduler implements SimulatedScheduler {

    /** Tasks on one stack. */
    private static final int MOST_NESTED = 64;

    private final SimulationOptions options;
    private final Choices choices;
    private final Policy policy;
    private final FaultPlan faults;
    private final TraceLog log;
    private final Timers timers = new Timers();
    private final List<Runnable> ready = new ArrayList<>(); // guarded by itself
    private final Set<Runnable> late = new HashSet<>();
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Runnable running;
    private int steps;
    private boolean ending;
    private volatile boolean closed;

    StepScheduler(SimulationOptions options, Choices choices) {
        this.options = options;
        this.choices = choices;
        this.policy = Policy.of(options.strategy(), choices);
        this.faults = new FaultPlan(choices, options.faults());
        this.log = new TraceLog(options.traceLength());
    }

    FaultPlan faults() {
        return faults;
    }

    Choices choices() {
        return choices;
    }

    Trace trace() {
        return log.trace();
    }

    void note(String actor, String event) {
        log.add(timers.now(), actor, event);
    }

    // ---- driving

    /** Runs one task; returns false if none can run. */
    boolean step() {
        if (!turn.tryLock()) {
            throw new IllegalStateException(
                    "another thread drives the simulation: thread="
                            + Thread.currentThread().getName());
        }
        try {
            Runnable task = take();
            if (task == null) {
                return false;
            }
            count();
            if (!isDelayed(task)) {
                run(task);
            }
            return true;
        } finally {
            turn.unlock();
        }
    }

    private void run(Runnable task) {
        Runnable interrupted = running;
        running = task;
        log.turn(nameOf(task));
        try {
            task.run();
        } finally {
            running = interrupted;
        }
    }

    private @Nullable Runnable take() {
        synchronized (ready) {
            return closed || ready.isEmpty() ? null : ready.remove(ending ? 0 : policy.next(ready));
        }
    }

    private boolean isDelayed(Runnable task) {
        if (ending || late.remove(task) || !(task instanceof ActorRef<?, ?> actor)) {
            return false;
        }
        long nanos = faults.delay(actor.name());
        if (nanos == 0) {
            return false;
        }
        note(actor.name(), "delayed by " + nanos / 1e6 + " ms");
        late.add(task);
        timers.add(() -> add(task), nanos);
        return true;
    }

    private void count() {
        if (++steps > options.maxSteps()) {
            throw new AssertionError(
                    "no end after "
                            + options.maxSteps()
                            + " steps: do actors send to each other for ever, or does a wait without"
                            + " end have a periodic timer? see SimulationOptions.maxSteps");
        }
    }

    @Override
    public boolean help(long deadline) {
        if (step()) {
            return true;
        }
        List<Runnable> due = timers.takeNext(deadline);
        due.forEach(action -> {
            count();
            action.run();
        });
        return !due.isEmpty();
    }

    /** From here on all is done to end the run: nothing goes wrong and nobody is interrupted. */
    void end() {
        ending = true;
        steps = 0;
        faults.clear();
    }

    // ---- tasks and time

    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("the simulation is closed");
        }
        add(task);
    }

    private void add(Runnable task) {
        synchronized (ready) {
            ready.add(task);
        }
    }

    @Override
    public void requeue(Runnable task) {
        execute(task);
    }

    @Override
    public void callBack(Runnable action) {
        if (!closed) {
            add(action);
        } else {
            action.run();
        }
    }

    @Override
    public @Nullable Runnable current() {
        return turn.isHeldByCurrentThread() ? running : null;
    }

    @Override
    public long nanoTime() {
        return timers.now();
    }

    @Override
    public Timer schedule(Runnable action, long delayNanos) {
        return timers.add(action, delayNanos);
    }

    @Override
    public String describe() {
        return "a simulation, " + options.strategy() + ", seed " + choices.seed();
    }

    @Override
    public void close() {
        closed = true;
        timers.clear();
        synchronized (ready) {
            ready.clear();
        }
    }

    // ---- what actors do

    @Override
    public int messagesPerTurn() {
        int most = options.messagesPerTurn();
        return ending || most == 1 ? most : 1 + choices.below(most);
    }

    @Override
    public boolean sending(ActorRef<?, ?> receiver, Object message) {
        if (ending || turn.isLocked() && !turn.isHeldByCurrentThread()) {
            return true;
        }
        boolean interrupted = false;
        while (mayInterrupt() && policy.interrupts(running, snapshot(), interrupted)) {
            if (!interrupted) {
                note(nameOf(running), "interrupted before it sends " + message);
                interrupted = true;
            }
            step();
        }
        if (faults.happens(Fault.Kind.FULL_MAILBOX, receiver.name(), message)) {
            note(receiver.name(), "mailbox full for " + message);
            return false;
        }
        return true;
    }

    private boolean mayInterrupt() {
        synchronized (ready) {
            return !ready.isEmpty()
                    && steps < options.maxSteps()
                    && turn.getHoldCount() < MOST_NESTED;
        }
    }

    private List<Runnable> snapshot() {
        synchronized (ready) {
            return List.copyOf(ready);
        }
    }

    @Override
    public void handling(ActorRef<?, ?> actor, Object message) {
        note(actor.name(), "handles " + message);
        crash(Fault.Kind.CRASH_BEFORE, actor, message, "before it handles ");
    }

    @Override
    public void handled(ActorRef<?, ?> actor, Object message) {
        crash(Fault.Kind.CRASH_AFTER, actor, message, "after it handled ");
    }

    private void crash(Fault.Kind kind, ActorRef<?, ?> actor, Object message, String when) {
        if (faults.happens(kind, actor.name(), message)) {
            note(actor.name(), "crashes " + when + message);
            throw new InjectedCrash("actor=" + actor.name() + ", " + when + message);
        }
    }

    private static String nameOf(@Nullable Runnable task) {
        if (task == null) {
            return "scenario";
        }
        return task instanceof ActorRef<?, ?> actor ? actor.name() : "callback";
    }
}
