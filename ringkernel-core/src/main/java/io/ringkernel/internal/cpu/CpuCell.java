package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.DeadLetter;
import io.ringkernel.LifecycleException;
import io.ringkernel.OverflowCounts.Kind;
import io.ringkernel.internal.ActorEndpoint;
import io.ringkernel.internal.Edge;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.Nanos;
import io.ringkernel.internal.Overflow;
import io.ringkernel.internal.ReplyPoller;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.SimulatedScheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An actor on the CPU, as all threads see it: its mailbox, the notices for it, and whether a
 * carrier has it. What happens on the carrier is in {@link CpuLife}.
 */
final class CpuCell<M, R> extends ActorEndpoint<M, R> implements Runnable, Supervisor {

    private static final VarHandle NOTICES;
    private static final VarHandle WAITERS;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            NOTICES = lookup.findVarHandle(CpuCell.class, "notices", Chain.class);
            WAITERS = lookup.findVarHandle(CpuCell.class, "waiters", Waiters.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final CpuBackend backend;
    private final CellType type;
    private final Supervisor supervisor;
    private final Object nameOrNumber;
    private final MessageQueue queue;
    private final CpuLife<M, R> life;
    private final RunState runState = new RunState();
    private volatile @Nullable Chain<Notice> notices;
    private volatile @Nullable Waiters<CpuCell<?, ?>> waiters;
    private volatile @Nullable Ending ending;

    /** A stack: what was pushed last comes first. */
    record Chain<T>(T item, @Nullable Chain<T> next) {
        /** Returns the items in the order in which they were pushed. */
        static <T> @Nullable Chain<T> reversed(@Nullable Chain<T> chain) {
            Chain<T> result = null;
            for (Chain<T> link = chain; link != null; link = link.next()) {
                result = new Chain<>(link.item(), result);
            }
            return result;
        }
    }

    /**
     * Makes a spawned actor.
     *
     * @param nameOrNumber its name, or its number among the nameless children of its supervisor
     * @param factory makes what a restart begins with; null for a copy of {@code initial}
     */
    CpuCell(
            CpuBackend backend,
            CellType type,
            Supervisor supervisor,
            Object nameOrNumber,
            Actor<M, R> initial,
            @Nullable Supplier<? extends Actor<M, R>> factory) {
        this.backend = backend;
        this.type = type;
        this.supervisor = supervisor;
        this.nameOrNumber = nameOrNumber;
        SimulatedScheduler simulation = backend.simulation();
        if (simulation == null) {
            this.queue = type.newQueue(backend.memory());
            this.life = new CpuLife<>(this, initial, factory);
        } else {
            this.queue = new SimulatedQueue(type.newQueue(backend.memory()), this, simulation);
            this.life = new SimulatedLife<>(this, initial, factory, simulation);
        }
    }

    // ---- what it is

    @Override
    public String name() {
        return nameOrNumber instanceof String name
                ? name
                : ((CpuCell<?, ?>) supervisor).name()
                        + "/$"
                        + Long.toString((Long) nameOrNumber, Character.MAX_RADIX);
    }

    /** Returns whether it has a name of its own, which the registry knows. */
    boolean isNamed() {
        return nameOrNumber instanceof String;
    }

    @Override
    public String toString() {
        return "ActorRef[" + name() + ", " + state() + "]";
    }

    @Override
    public ActorProtocol protocol() {
        return type.protocol();
    }

    @Override
    public int queued() {
        return state().isAlive() ? queue.size() : 0;
    }

    @Override
    public long queuedBytes() {
        return (long) queued() * type.placeBytes();
    }

    CpuBackend backend() {
        return backend;
    }

    CellType type() {
        return type;
    }

    Supervisor supervisor() {
        return supervisor;
    }

    long sendNanos() {
        return Nanos.of(options().sendTimeout());
    }

    CpuLife<M, R> life() {
        return life;
    }

    MessageQueue queue() {
        return queue;
    }

    @Override
    protected ActorOptions options() {
        return type.options();
    }

    @Override
    protected BackendEnvironment environment() {
        return backend.environment();
    }

    @Override
    protected ReplyPoller poller() {
        return backend.poller();
    }

    @Override
    protected @Nullable Ending ending() {
        return ending;
    }

    // ---- sending: any thread

    @Override
    protected boolean send(M message, int correlation) {
        Object passed = type.messages().pass(this, message);
        return put(correlation == 0 ? passed : new Asked(passed, this, correlation), 0);
    }

    @Override
    protected boolean send(M message, int correlation, Edge<M, R> edge, int accepted) {
        Object passed = type.messages().pass(this, message);
        return ((CpuEdge<M, R>) edge).send(passed, this, correlation, accepted);
    }

    @Override
    protected Edge<M, R> newEdge(int credits) {
        return new CpuEdge<>(this, credits);
    }

    /** Passes on what another actor was asked or told, through an edge if there is one. */
    void forward(Object message, @Nullable Asked original, @Nullable CpuEdge<?, ?> edge) {
        Object passed = type.messages().pass(this, message);
        Asked question = original != null && original.correlation() != 0 ? original : null;
        CpuCell<?, ?> origin = question == null ? this : question.origin();
        int correlation = question == null ? 0 : question.correlation();
        boolean accepted;
        if (edge != null) {
            accepted = edge.send(passed, origin, correlation, 0);
        } else {
            accepted = put(question == null ? passed : new Asked(passed, origin, correlation), 0);
        }
        if (!accepted) {
            origin.askEnded(correlation, refusal(null));
        }
    }

    @Override
    protected void sendAll(List<? extends M> messages) {
        int sent = 0;
        for (M message : messages) {
            put(type.messages().pass(this, message), sent);
            sent++;
        }
    }

    /**
     * Puts an entry into the mailbox under the overflow policy; returns whether it was accepted.
     */
    boolean put(Object entry, int accepted) {
        if (backend.isStrained()) {
            if (sheds(Asked.messageOf(entry))) {
                return false;
            }
            CpuCell<?, ?> sender = backend.current();
            if (sender != null && sender.life.holds()) {
                sender.life.hold(this, entry); // behind what the sender sent before
                return true;
            }
        }
        if (queue.offer(entry)) {
            wake();
            return true;
        }
        return overflow(entry, accepted);
    }

    /** Puts an entry into the mailbox if there is room. */
    boolean offer(Object entry) {
        if (entry instanceof Credited credited && !credited.tryTake() || !queue.offer(entry)) {
            return false;
        }
        wake();
        return true;
    }

    /** Counts a message that is held for its sender. */
    void held() {
        tally().count(Kind.WAITED);
    }

    private boolean overflow(Object entry, int accepted) {
        Wait backoff = WaitStrategy.BACK_OFF.begin(sendNanos());
        long deadline = Nanos.after(backend.scheduler().nanoTime(), sendNanos());
        for (boolean first = true; ending == null; first = false) {
            switch (options().overflow()) {
                case FAIL -> {
                    tally().count(Kind.FAILED);
                    throw Overflow.full("is full", name(), options(), accepted);
                }
                case DEAD_LETTER -> {
                    tally().count(Kind.DEAD_LETTERED);
                    deadLetter(Asked.messageOf(entry), DeadLetter.Reason.MAILBOX_FULL);
                    return false;
                }
                case DROP_OLDEST -> {
                    Object displaced = queue.offerDisplacing(entry);
                    if (displaced != null) {
                        tally().count(Kind.DISPLACED);
                        undelivered(displaced, DeadLetter.Reason.MAILBOX_FULL, refusal(null));
                    }
                    wake();
                    return true;
                }
                case WAIT -> {
                    if (first) {
                        tally().count(Kind.WAITED);
                    }
                    CpuCell<?, ?> sender = backend.current();
                    if (sender != null) {
                        sender.life.hold(this, entry);
                        return true;
                    }
                    if (!pause(backoff, deadline)) {
                        tally().count(Kind.TIMED_OUT);
                        throw Overflow.full(
                                Overflow.waitEnded(options()), name(), options(), accepted);
                    }
                }
            }
            if (queue.offer(entry)) {
                wake();
                return true;
            }
        }
        refused(entry);
        return false;
    }

    @Override
    protected boolean pause(Wait backoff, long deadline) {
        SimulatedScheduler simulation = backend.simulation();
        return simulation == null ? backoff.pause() : simulation.help(deadline);
    }

    /** Deals with an entry that came after the end: throws if the runtime has been closed. */
    private void refused(Object entry) {
        Ending reason =
                Objects.requireNonNull(ending, "the queue is closed after the ending is set");
        if (environment().closed() || reason.reason() == DeadLetter.Reason.RUNTIME_CLOSED) {
            throw Ending.closed(this).error().get();
        }
        deadLetter(Asked.messageOf(entry), reason.reason());
    }

    /** Hands an entry that was accepted to the dead letters after all; whoever asks is told. */
    void undelivered(Object entry, DeadLetter.Reason reason, RuntimeException error) {
        deadLetter(Asked.messageOf(entry), reason);
        if (entry instanceof Asked asked) {
            asked.origin().askEnded(asked.correlation(), error);
            asked.settled();
        }
    }

    /** Why an entry that waited for room did not get any: the end, or the time. */
    void gaveUp(Object entry) {
        Ending reason = ending;
        if (reason != null) {
            undelivered(entry, reason.reason(), refusal(null));
            return;
        }
        CpuEdge<?, ?> edge = Credited.needed(entry);
        tally().count(Kind.TIMED_OUT);
        if (edge != null) {
            undelivered(
                    entry,
                    DeadLetter.Reason.NO_CREDIT,
                    Overflow.noCredit("is used up", name(), edge.credits(), 0));
        } else {
            undelivered(entry, DeadLetter.Reason.MAILBOX_FULL, refusal(null));
        }
    }

    /** Has {@link Notice.Called} or {@link Notice.Credit} posted when the entry may get in. */
    void awaitRoom(CpuCell<?, ?> sender, Object entry) {
        CpuEdge<?, ?> edge = Credited.needed(entry);
        if (edge != null) {
            edge.await(sender);
        } else {
            awaitRoom(sender);
        }
    }

    /**
     * Has {@link Notice.Called} posted to a sender when there is room, or no more use in waiting.
     */
    private void awaitRoom(CpuCell<?, ?> sender) {
        Waiters<CpuCell<?, ?>> present = waiters;
        if (present == null) {
            Waiters<CpuCell<?, ?>> made = new Waiters<>();
            present = WAITERS.compareAndSet(this, null, made) ? made : waiters;
        }
        Objects.requireNonNull(present, "once made, there for good").add(sender);
        callWaiters();
    }

    /** Calls those who wait for room, if half of the mailbox is free. */
    private void callWaiters() {
        Waiters<CpuCell<?, ?>> present = waiters;
        if (present == null) {
            return;
        }
        if (ending != null) {
            present.call(Integer.MAX_VALUE, this::tellOfRoom);
            return;
        }
        int room = queue.capacity() - queue.size();
        if (room >= queue.capacity() / 2) {
            present.call(room, this::tellOfRoom);
        }
    }

    private void tellOfRoom(CpuCell<?, ?> sender) {
        sender.post(new Notice.Called(this));
    }

    /** Notes that a sender which was called has sent what it could; others may be called. */
    void came() {
        Waiters<CpuCell<?, ?>> present = waiters;
        if (present != null) {
            present.came();
            callWaiters();
        }
    }

    // ---- replies: any thread

    void reply(int correlation, Object reply) {
        @SuppressWarnings("unchecked") // the context's type argument says so
        R typed = (R) reply;
        replied(correlation, typed);
    }

    /** Ends an ask; no effect if the message was told. */
    void askEnded(int correlation, Throwable error) {
        if (correlation != 0) {
            asks().fail(correlation, error);
        }
    }

    void askUnanswered(int correlation) {
        unanswered(correlation);
    }

    void dead(Object message, DeadLetter.Reason reason) {
        deadLetter(message, reason);
    }

    @Override
    protected void asked(long deadline) {
        SimulatedScheduler simulation = backend.simulation();
        if (simulation == null) {
            backend.timer().watch(this);
        } else { // exactly then: looking every millisecond would take for ever
            simulation.schedule(
                    () -> expireAsks(deadline), Math.max(0, deadline - simulation.nanoTime()));
        }
    }

    void expireAsks(long now) {
        asks().expire(now);
    }

    boolean asking() {
        return anyAsks();
    }

    // ---- notices and scheduling: any thread

    /** Has the actor take note. */
    void post(Notice notice) {
        Chain<Notice> first;
        do {
            first = notices;
        } while (!NOTICES.compareAndSet(this, first, new Chain<>(notice, first)));
        schedule();
    }

    boolean hasNotices() {
        return notices != null;
    }

    /** Takes all notices, in the order in which they came. */
    @SuppressWarnings("unchecked") // the field's own type
    @Nullable Chain<Notice> takeNotices() {
        return Chain.reversed((Chain<Notice>) NOTICES.getAndSet(this, null));
    }

    /** Answers the watchdog; what else there is to note stays. */
    void answerHeartbeats() {
        for (Chain<Notice> link = notices; link != null; link = link.next()) {
            if (link.item() instanceof Notice.Beat beat) {
                beat.heartbeat().answer();
            }
        }
    }

    private void wake() {
        if (state() == ActorState.ACTIVE) {
            schedule();
        }
    }

    void schedule() {
        if (runState.tryStart()) {
            backend.execute(this);
        }
    }

    @Override
    public void run() {
        if (life.turn()) {
            callWaiters();
            backend.requeue(this);
            return;
        }
        boolean handling = life.handles();
        queue.trim();
        runState.idle();
        callWaiters();
        if (hasNotices() || (handling && queue.hasClaimed())) {
            schedule();
        }
    }

    // ---- commands: any thread

    @Override
    public void activate() {
        if (state() == ActorState.SPAWNED) { // nobody but the spawner knows it yet
            state(ActorState.ACTIVE);
        } else {
            command("activate", new Notice.Activate(new CompletableFuture<>()));
        }
    }

    @Override
    public void quiesce() {
        command("quiesce", new Notice.Quiesce(new CompletableFuture<>()));
    }

    @Override
    public void terminate() {
        command("terminate", new Notice.End(new CompletableFuture<>(), Ending.terminated(this)));
    }

    /**
     * Starts the actor's end, because the runtime is closed; the future completes when it and those
     * below it have ended.
     */
    CompletableFuture<Void> shutDown() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        post(new Notice.End(done, Ending.closed(this)));
        return done;
    }

    /** Ends the actor without waiting for it. */
    void endNow() {
        post(new Notice.End(new CompletableFuture<>(), Ending.terminated(this)));
    }

    private void command(String what, Notice.Command command) {
        if (state() == ActorState.TERMINATED) {
            if (command instanceof Notice.End) {
                return; // it ended meanwhile
            }
            throw life.refusal(what);
        }
        post(command);
        long timeout = Nanos.of(environment().options().commandTimeout());
        try {
            backend.await(command.done(), timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LifecycleException(what + " interrupted while it waited: actor=" + name());
        } catch (TimeoutException e) {
            if (!(command instanceof Notice.End)) { // an end stays: it comes when receive returns
                command.done().cancel(false);
            }
            throw new LifecycleException(
                    what
                            + " not acknowledged within "
                            + timeout / 1_000_000
                            + " ms: actor="
                            + name()
                            + (isEnding() && !(command instanceof Notice.End)
                                    ? "; the actor is being terminated"
                                    : "; receive has not returned"));
        } catch (ExecutionException e) {
            throw (LifecycleException) e.getCause();
        }
    }

    /** Returns whether its end has begun, or will when {@code receive} returns. */
    private boolean isEnding() {
        for (Chain<Notice> link = notices; link != null; link = link.next()) {
            if (link.item() instanceof Notice.End) {
                return true;
            }
        }
        return ending != null;
    }

    /** Takes no more messages, for this reason; a later call may only replace the reason. */
    void endSending(Ending reason) {
        ending = reason;
        queue.close();
        endAsks(reason);
        callWaiters();
    }

    void show(ActorState acknowledged) {
        state(acknowledged);
    }

    /** Ends sending and asks of an actor whose {@code receive} does not return. */
    void abandon() {
        endSending(Ending.closed(this));
        state(ActorState.TERMINATED);
    }

    // ---- supervision of its children: any thread

    @Override
    public void childFailed(CpuCell<?, ?> child, @Nullable ActorFault fault) {
        post(new Notice.ChildFailed(child, fault));
    }

    @Override
    public void childHalted(CpuCell<?, ?> child) {
        post(new Notice.ChildHalted(child));
    }

    @Override
    public void childEnded(CpuCell<?, ?> child) {
        post(new Notice.ChildEnded(child));
    }
}
