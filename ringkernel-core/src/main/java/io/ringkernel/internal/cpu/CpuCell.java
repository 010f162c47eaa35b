package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.DeadLetter;
import io.ringkernel.LifecycleException;
import io.ringkernel.internal.ActorEndpoint;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.Nanos;
import io.ringkernel.internal.Overflow;
import io.ringkernel.internal.ReplyPoller;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;
import io.ringkernel.spi.BackendEnvironment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An actor on the CPU, as all threads see it: its mailbox, the notices for it, and whether a
 * carrier has it. What happens on the carrier is in {@link CpuLife}.
 */
final class CpuCell<M, R> extends ActorEndpoint<M, R> implements Runnable, Supervisor {

    private static final VarHandle NOTICES;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            NOTICES = lookup.findVarHandle(CpuCell.class, "notices", Chain.class);
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
    private volatile boolean terminating;
    private volatile @Nullable Chain<Notice> notices;

    /** Senders that wait for room, made when the first one does. */
    private volatile @Nullable Queue<CpuCell<?, ?>> waiters;

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
        this.queue = type.newQueue();
        this.life = new CpuLife<>(this, initial, factory);
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
        return ReplyPoller.NONE;
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

    /** Passes on what another actor was asked or told. */
    @SuppressWarnings("unchecked") // the caller's type argument says so
    void forward(Object message, @Nullable Asked original) {
        Object passed = type.messages().pass(this, message);
        boolean accepted =
                put(
                        original == null
                                ? passed
                                : new Asked(passed, original.origin(), original.correlation()),
                        0);
        if (!accepted && original != null) {
            original.origin().askEnded(original.correlation(), refusal());
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
    private boolean put(Object entry, int accepted) {
        if (backend.anyHeld()) {
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
        if (!queue.offer(entry)) {
            return false;
        }
        wake();
        return true;
    }

    private boolean overflow(Object entry, int accepted) {
        Wait backoff = WaitStrategy.BACK_OFF.begin(Nanos.of(options().sendTimeout()));
        while (ending == null) {
            switch (options().overflow()) {
                case FAIL -> throw Overflow.full("is full", name(), options(), accepted);
                case DEAD_LETTER -> {
                    deadLetter(Asked.messageOf(entry), DeadLetter.Reason.MAILBOX_FULL);
                    return false;
                }
                case DROP_OLDEST -> {
                    Object displaced = queue.offerDisplacing(entry);
                    if (displaced != null) {
                        undelivered(displaced, DeadLetter.Reason.MAILBOX_FULL, refusal());
                    }
                    wake();
                    return true;
                }
                case WAIT -> {
                    CpuCell<?, ?> sender = backend.current();
                    if (sender != null) {
                        sender.life.hold(this, entry);
                        return true;
                    }
                    if (!backoff.pause()) {
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

    /** Deals with an entry that came after the end: throws if the runtime has been closed. */
    private void refused(Object entry) {
        Ending reason =
                Objects.requireNonNull(ending, "the queue is closed after the ending is set");
        if (environment().closed() || reason.reason() == DeadLetter.Reason.RUNTIME_CLOSED) {
            throw Ending.closed(this::name).error().get();
        }
        deadLetter(Asked.messageOf(entry), reason.reason());
    }

    private RuntimeException refusal() {
        Ending reason = ending;
        return reason == null
                ? Overflow.full("is full", name(), options(), 0)
                : reason.error().get();
    }

    /** Hands an entry that was accepted to the dead letters after all; whoever asks is told. */
    void undelivered(Object entry, DeadLetter.Reason reason, RuntimeException error) {
        deadLetter(Asked.messageOf(entry), reason);
        if (entry instanceof Asked asked) {
            asked.origin().askEnded(asked.correlation(), error);
        }
    }

    /** Why an entry that waited for room did not get any: the end, or the time. */
    void gaveUp(Object entry) {
        Ending reason = ending;
        undelivered(
                entry,
                reason == null ? DeadLetter.Reason.MAILBOX_FULL : reason.reason(),
                refusal());
    }

    /*
     * Each room is offered to one sender, by a notice, and not to all: of ten thousand that wait, most would find the
     * mailbox full again. No sender waits while there is room and nobody to offer it: the actor looks after each batch;
     * a sender looks after it has queued itself; and one that was offered room and does not use it (its messages timed
     * out, say) offers it to the next.
     */

    /** Has {@link Notice.RoomIn} posted to a sender when there may be room. */
    void awaitRoom(CpuCell<?, ?> sender) {
        waitersMade().add(sender);
        if (ending != null) {
            roomMade(Integer.MAX_VALUE);
        } else {
            roomMade(queue);
        }
    }

    private Queue<CpuCell<?, ?>> waitersMade() {
        Queue<CpuCell<?, ?>> present = waiters;
        if (present == null) {
            synchronized (this) {
                present = waiters;
                if (present == null) {
                    present = new ConcurrentLinkedQueue<>();
                    waiters = present;
                }
            }
        }
        return present;
    }

    /** Offers the room that there is to those who wait for it, once half of the mailbox is free. */
    void roomMade(MessageQueue from) {
        if (waiters != null) {
            int free = from.capacity() - from.size();
            if (free >= from.capacity() / 2) {
                roomMade(free);
            }
        }
    }

    /** Offers room for so many messages to those who wait for it. */
    void roomMade(int free) {
        Queue<CpuCell<?, ?>> present = waiters;
        if (present != null) {
            for (int i = 0; i < free; i++) {
                CpuCell<?, ?> sender = present.poll();
                if (sender == null) {
                    return;
                }
                sender.post(new Notice.RoomIn(this));
            }
        }
    }

    // ---- replies: any thread

    void reply(int correlation, Object reply) {
        @SuppressWarnings("unchecked") // the context's type argument says so
        R typed = (R) reply;
        replied(correlation, typed);
    }

    void askEnded(int correlation, Throwable error) {
        asks().fail(correlation, error);
    }

    void askUnanswered(int correlation) {
        unanswered(correlation);
    }

    void dead(Object message, DeadLetter.Reason reason) {
        deadLetter(message, reason);
    }

    @Override
    protected void asked() {
        backend.timer().watch(this);
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
            backend.requeue(this);
            return;
        }
        boolean handling = life.handles();
        queue.trim();
        runState.idle();
        roomMade(queue); // behind the fence: a sender that queues itself now sees the mailbox empty
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
        terminating = true;
        command(
                "terminate",
                new Notice.End(new CompletableFuture<>(), Ending.terminated(this::name)));
    }

    /**
     * Starts the actor's end, because the runtime is closed; the future completes when it and those
     * below it have ended.
     */
    CompletableFuture<Void> shutDown() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        post(new Notice.End(done, Ending.closed(this::name)));
        return done;
    }

    /** Ends the actor without waiting for it. */
    void endNow() {
        terminating = true;
        post(new Notice.End(new CompletableFuture<>(), Ending.terminated(this::name)));
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
            command.done().get(timeout, TimeUnit.NANOSECONDS);
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
                            + (terminating && !(command instanceof Notice.End)
                                    ? "; the actor is being terminated"
                                    : "; receive has not returned"));
        } catch (ExecutionException e) {
            throw (LifecycleException) e.getCause();
        }
    }

    /** Takes no more messages, for this reason; a later call may only replace the reason. */
    void endSending(Ending reason) {
        ending = reason;
        queue.close();
        endAsks(reason);
        roomMade(Integer.MAX_VALUE);
    }

    void show(ActorState acknowledged) {
        state(acknowledged);
    }

    /** Ends sending and asks of an actor whose {@code receive} does not return. */
    void abandon() {
        endSending(Ending.closed(this::name));
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
