package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.CreditedRef;
import io.ringkernel.DeadLetter;
import io.ringkernel.MailboxFullException;
import io.ringkernel.MemoryLevel;
import io.ringkernel.NoReplyException;
import io.ringkernel.OverflowCounts;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.BackendEnvironment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of an actor's cell that is the same on every backend: asking, and the end of it. A
 * backend adds the mailbox, the lifecycle commands and the delivery of what its actors reply.
 * Thread-safe.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
public abstract class ActorEndpoint<M, R> implements ActorCell<M, R> {

    private static final Logger LOG = LoggerFactory.getLogger(ActorEndpoint.class);
    private static final VarHandle ASKS;
    private static final VarHandle TALLY;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            ASKS = lookup.findVarHandle(ActorEndpoint.class, "asks", PendingAsks.class);
            TALLY = lookup.findVarHandle(ActorEndpoint.class, "tally", OverflowTally.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile ActorState state = ActorState.SPAWNED;

    /** Made by the first ask: most actors of a large population are never asked. */
    private volatile @Nullable PendingAsks<R> asks;

    /** Made by the first send that does not go at once. */
    private volatile @Nullable OverflowTally tally;

    /** For subclasses. */
    protected ActorEndpoint() {}

    /** Returns the actor's options. */
    protected abstract ActorOptions options();

    /** Returns what the runtime gives to the backend. */
    protected abstract BackendEnvironment environment();

    /** Returns how a waiting caller helps its reply to arrive. */
    protected abstract ReplyPoller poller();

    /**
     * Sends one message under the overflow policy.
     *
     * @param correlation of its ask, or 0
     * @return whether it was accepted; if not, it became a dead letter
     */
    protected abstract boolean send(M message, int correlation);

    /**
     * Sends one message through an edge: takes a credit, which comes back with the message or if it
     * is not accepted.
     *
     * @param accepted how many messages of the same batch went before
     */
    protected abstract boolean send(M message, int correlation, Edge<M, R> edge, int accepted);

    /** Makes an edge of so many credits. */
    protected abstract Edge<M, R> newEdge(int credits);

    /** Sends messages in order, as {@link #send} would each. */
    protected abstract void sendAll(List<? extends M> messages);

    /** Returns why the actor takes no more messages; null while it does. */
    protected abstract @Nullable Ending ending();

    /**
     * Called on the asker's thread after an ask entered the table, so that somebody will {@link
     * PendingAsks#expire} it.
     *
     * @param deadline of the ask, as {@link ReplyPoller#nanoTime} counts
     */
    protected abstract void asked(long deadline);

    /** Returns whether the actor is one of this runtime. */
    @SuppressWarnings("ReferenceEquality") // this very runtime
    public final boolean isOf(BackendEnvironment runtime) {
        return environment() == runtime;
    }

    @Override
    public final ActorState state() {
        return state;
    }

    @Override
    public final void tell(M message) {
        try {
            send(message, 0);
        } catch (IllegalStateException e) {
            throw closing(e);
        }
    }

    @Override
    public final void tellAll(List<? extends M> messages) {
        try {
            sendAll(messages);
        } catch (IllegalStateException e) {
            throw closing(e);
        }
    }

    /** Tells through an edge. */
    final void tell(Edge<M, R> edge, M message, int accepted) {
        try {
            send(message, 0, edge, accepted);
        } catch (IllegalStateException e) {
            throw closing(e);
        }
    }

    @Override
    public final CreditedRef<M, R> withCredits(int credits) {
        Edge.checkCredits(credits);
        return newEdge(credits);
    }

    @Override
    public final CompletionStage<R> ask(M message) {
        return ask(message, Nanos.of(options().askTimeout()), null);
    }

    @Override
    public final CompletionStage<R> ask(M message, Duration timeout) {
        return ask(message, checked(timeout), null);
    }

    static long checked(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: timeout=" + timeout);
        }
        return Nanos.of(timeout);
    }

    final CompletionStage<R> ask(M message, long timeoutNanos, @Nullable Edge<M, R> edge) {
        Objects.requireNonNull(message, "message");
        AskFuture<R> ask = claim(timeoutNanos);
        if (ask == null) {
            deadLetter(message, DeadLetter.Reason.MAILBOX_FULL);
            return CompletableFuture.failedFuture(tooManyAsks());
        }
        boolean sent = false;
        try {
            sent =
                    edge == null
                            ? send(message, ask.correlation())
                            : send(message, ask.correlation(), edge, 0);
        } finally {
            if (!sent) {
                asks().forget(ask);
            }
        }
        if (!sent) {
            return CompletableFuture.failedFuture(refusal(edge));
        }
        asked(ask.deadline());
        return ask;
    }

    /** Returns why a message became a dead letter when it was sent, through an edge or not. */
    protected final RuntimeException refusal(@Nullable Edge<M, R> edge) {
        Ending reason = ending();
        if (reason != null) {
            return reason.error().get();
        }
        if (options().sheddable() != null && isMemoryCritical()) {
            return Overflow.shed(name());
        }
        return edge != null && edge.available() == 0
                ? Overflow.noCredit("is used up", name(), edge.credits(), 0)
                : Overflow.full("is full", name(), options(), 0);
    }

    /**
     * A send that began before the runtime was closed may find its memory gone: the segment says
     * so.
     */
    private RuntimeException closing(IllegalStateException e) {
        return environment().closed() ? Ending.runtimeClosed(name()) : e;
    }

    /** Returns the asks that wait. */
    @SuppressWarnings("unchecked") // the field's own type
    protected final PendingAsks<R> asks() {
        PendingAsks<R> table = asks;
        if (table != null) {
            return table;
        }
        PendingAsks<R> made = new PendingAsks<>(name(), options().maxAsks(), poller());
        PendingAsks<R> other = (PendingAsks<R>) ASKS.compareAndExchange(this, null, made);
        return other == null ? made : other;
    }

    /**
     * Returns whether a message is shed, as memory is critical and the actor can do without: then
     * it is a dead letter.
     */
    protected final boolean sheds(Object message) {
        Predicate<Object> sheddable = options().sheddable();
        if (sheddable == null || !isMemoryCritical() || !sheddable.test(message)) {
            return false;
        }
        tally().count(OverflowCounts.Kind.DEAD_LETTERED);
        deadLetter(message, DeadLetter.Reason.MEMORY_SHED);
        return true;
    }

    private boolean isMemoryCritical() {
        return environment().memoryLevel().atLeast(MemoryLevel.CRITICAL);
    }

    /** Returns where to count sends that do not go at once. */
    protected final OverflowTally tally() {
        OverflowTally present = tally;
        if (present != null) {
            return present;
        }
        OverflowTally made = new OverflowTally(environment()::overflowed);
        OverflowTally other = (OverflowTally) TALLY.compareAndExchange(this, null, made);
        return other == null ? made : other;
    }

    @Override
    public final OverflowCounts overflows() {
        OverflowTally present = tally;
        return present == null ? OverflowTally.NONE : present.counts();
    }

    /**
     * Pauses a thread for a moment that waits for room; returns false when the time is up.
     *
     * @param deadline when it is, as {@link ReplyPoller#nanoTime} counts
     */
    protected boolean pause(Wait backoff, long deadline) {
        return backoff.pause();
    }

    /** Returns whether any ask waits. */
    protected final boolean anyAsks() {
        PendingAsks<R> table = asks;
        return table != null && table.outstanding() > 0;
    }

    /** Makes a state visible that the backend has acknowledged. */
    protected final void state(ActorState acknowledged) {
        state = acknowledged;
    }

    /** Delivers a reply to whoever waits for it, or to the dead letters. */
    protected final void replied(int correlation, R reply) {
        if (correlation == 0) {
            deadLetter(reply, DeadLetter.Reason.NOT_ASKED);
        } else if (!asks().complete(correlation, reply)) {
            deadLetter(reply, DeadLetter.Reason.ASK_EXPIRED);
        }
    }

    /** Delivers a reply as it lies in its slot. */
    @SuppressWarnings("unchecked") // what was encoded as R is decoded as R
    protected final void replied(ProtocolCodec codec, SlotConsumer slot) {
        R reply;
        try {
            reply = (R) codec.decode(slot.type(), slot.scratch(), SlotLayout.PAYLOAD_OFFSET);
        } catch (RuntimeException e) { // the record's constructor refuses what the device made
            LOG.warn("reply cannot be made: actor={}, type={}", name(), slot.type(), e);
            asks().fail(slot.correlation(), e);
            return;
        }
        replied(slot.correlation(), reply);
    }

    /**
     * Ends the ask whose message was handled without a reply. No effect on a message that was told.
     */
    protected final void unanswered(int correlation) {
        if (correlation != 0) {
            asks().fail(
                            correlation,
                            new NoReplyException(
                                    "actor handled the message without a reply: actor="
                                            + name()
                                            + "; call context.reply in receive, or tell instead of ask"));
        }
    }

    /** Ends every ask that waits. */
    protected final void endAsks(Ending ending) {
        PendingAsks<R> table = asks;
        if (table != null) {
            table.failAll(ending.error());
        }
    }

    /** Hands what the actor could not deliver to the dead letters. */
    protected final void deadLetter(Object message, DeadLetter.Reason reason) {
        environment().deadLetter(new DeadLetter(name(), message, reason));
    }

    /**
     * Enters an ask, under the policy of the mailbox if too many wait already; null if it is a dead
     * letter.
     */
    private @Nullable AskFuture<R> claim(long timeoutNanos) {
        AskFuture<R> ask = asks().tryClaim(timeoutNanos);
        if (ask != null) {
            return ask;
        }
        OverflowPolicy overflow = options().overflow();
        if (overflow == OverflowPolicy.DEAD_LETTER) {
            tally().count(OverflowCounts.Kind.DEAD_LETTERED);
            return null;
        }
        if (overflow != OverflowPolicy.WAIT) {
            tally().count(OverflowCounts.Kind.FAILED);
            throw tooManyAsks();
        }
        tally().count(OverflowCounts.Kind.WAITED);
        long sendNanos = Nanos.of(options().sendTimeout());
        long deadline = Nanos.after(poller().nanoTime(), sendNanos);
        Wait backoff = WaitStrategy.BACK_OFF.begin(sendNanos);
        while (pause(backoff, deadline)) {
            ask = asks().tryClaim(timeoutNanos);
            if (ask != null) {
                return ask;
            }
        }
        tally().count(OverflowCounts.Kind.TIMED_OUT);
        throw tooManyAsks();
    }

    private MailboxFullException tooManyAsks() {
        return new MailboxFullException(
                "too many asks wait for their reply: actor="
                        + name()
                        + ", maxAsks="
                        + options().maxAsks()
                        + ", overflow="
                        + options().overflow()
                        + "; raise ActorOptions.maxAsks or wait for replies",
                0);
    }
}
