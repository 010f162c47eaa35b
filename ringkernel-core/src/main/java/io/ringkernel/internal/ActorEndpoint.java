package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.DeadLetter;
import io.ringkernel.MailboxFullException;
import io.ringkernel.NoReplyException;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The part of an actor's cell that is the same on every backend: sending, asking, and the end of
 * both. A backend adds the lifecycle commands and the delivery of what its actors reply.
 * Thread-safe.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
public abstract class ActorEndpoint<M, R> implements ActorCell<M, R> {

    private final ActorSpec<M, R> spec;
    private final BackendEnvironment environment;
    private final Mailbox<M> mailbox;
    private final PendingAsks<R> asks;
    private final long sendNanos;
    private final long askNanos;
    private volatile ActorState state = ActorState.SPAWNED;

    /**
     * Makes the endpoint of a spawned actor.
     *
     * @param producer the sending end of the actor's ring
     * @param messages the codec of its messages
     * @param poller how a waiting caller helps its reply to arrive
     */
    @SuppressWarnings(
            "this-escape") // the sink is called by sends, and nobody can send before the cell is
    // made
    protected ActorEndpoint(
            ActorSpec<M, R> spec,
            BackendEnvironment environment,
            SlotProducer producer,
            ProtocolCodec messages,
            ReplyPoller poller) {
        ActorOptions options = spec.options();
        this.spec = spec;
        this.environment = environment;
        this.mailbox =
                new Mailbox<>(
                        spec.name(), producer, messages, options, environment, this::committed);
        this.asks = new PendingAsks<>(spec.name(), options.maxAsks(), poller);
        this.sendNanos = Nanos.of(options.sendTimeout());
        this.askNanos = Nanos.of(options.askTimeout());
    }

    /** Called on the sender's thread after messages went into the ring. Never blocks. */
    protected abstract void committed();

    /**
     * Called on the asker's thread after an ask entered the table, so that somebody will {@link
     * PendingAsks#expire} it.
     */
    protected abstract void asked();

    @Override
    public final String name() {
        return spec.name();
    }

    @Override
    public final ActorState state() {
        return state;
    }

    @Override
    public final void tell(M message) {
        try {
            mailbox.send(message, 0);
        } catch (IllegalStateException e) {
            throw closing(e);
        }
    }

    @Override
    public final void tellAll(List<? extends M> messages) {
        try {
            mailbox.sendAll(messages);
        } catch (IllegalStateException e) {
            throw closing(e);
        }
    }

    @Override
    public final CompletionStage<R> ask(M message) {
        return ask(message, askNanos);
    }

    @Override
    public final CompletionStage<R> ask(M message, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: timeout=" + timeout);
        }
        return ask(message, Nanos.of(timeout));
    }

    private CompletionStage<R> ask(M message, long timeoutNanos) {
        Objects.requireNonNull(message, "message");
        AskFuture<R> ask = claim(timeoutNanos);
        if (ask == null) {
            deadLetter(message, DeadLetter.Reason.MAILBOX_FULL);
            return CompletableFuture.failedFuture(tooManyAsks());
        }
        boolean sent = false;
        try {
            sent = mailbox.send(message, ask.correlation());
        } finally {
            if (!sent) {
                asks.forget(ask);
            }
        }
        if (!sent) {
            return CompletableFuture.failedFuture(mailbox.refusal());
        }
        asked();
        return ask;
    }

    /**
     * A send that began before the runtime was closed may find its memory gone: the segment says
     * so.
     */
    private RuntimeException closing(IllegalStateException e) {
        return environment.closed() ? Ending.runtimeClosed(name()) : e;
    }

    /** Returns the spec that the actor was spawned from. */
    protected final ActorSpec<M, R> spec() {
        return spec;
    }

    /** Returns the sending side of the mailbox. */
    protected final Mailbox<M> mailbox() {
        return mailbox;
    }

    /** Returns the asks that wait. */
    protected final PendingAsks<R> asks() {
        return asks;
    }

    /** Makes a state visible that the backend has acknowledged. */
    protected final void state(ActorState acknowledged) {
        state = acknowledged;
    }

    /** Delivers a reply to whoever waits for it, or to the dead letters. */
    protected final void replied(int correlation, R reply) {
        if (correlation == 0) {
            deadLetter(reply, DeadLetter.Reason.NOT_ASKED);
        } else if (!asks.complete(correlation, reply)) {
            deadLetter(reply, DeadLetter.Reason.ASK_EXPIRED);
        }
    }

    /**
     * Ends the ask whose message was handled without a reply. No effect on a message that was told.
     */
    protected final void unanswered(int correlation) {
        if (correlation != 0) {
            asks.fail(
                    correlation,
                    new NoReplyException(
                            "actor handled the message without a reply: actor="
                                    + name()
                                    + "; call context.reply in receive, or tell instead of ask"));
        }
    }

    /**
     * Ends sending and every ask that waits; from here on nothing new gets into the ring.
     *
     * @param last the state to show from here on, or null to leave it as it is until the mailbox is
     *     drained
     * @return the ring's final tail; what lies before it is to be drained to {@link
     *     Mailbox#deadLetter}
     */
    protected final long end(Ending ending, @Nullable ActorState last) {
        long tail = mailbox.end(ending);
        if (last != null) {
            state = last;
        }
        asks.failAll(ending.error());
        return tail;
    }

    /** Hands what the actor could not deliver to the dead letters. */
    protected final void deadLetter(Object message, DeadLetter.Reason reason) {
        environment.deadLetter(new DeadLetter(name(), message, reason));
    }

    /**
     * Enters an ask, under the policy of the mailbox if too many wait already; null if it is a dead
     * letter.
     */
    private @Nullable AskFuture<R> claim(long timeoutNanos) {
        AskFuture<R> ask = asks.tryClaim(timeoutNanos);
        if (ask != null) {
            return ask;
        }
        OverflowPolicy overflow = spec.options().overflow();
        if (overflow == OverflowPolicy.DEAD_LETTER) {
            return null;
        }
        Wait backoff = WaitStrategy.BACK_OFF.begin(sendNanos);
        while (overflow == OverflowPolicy.WAIT && backoff.pause()) {
            ask = asks.tryClaim(timeoutNanos);
            if (ask != null) {
                return ask;
            }
        }
        throw tooManyAsks();
    }

    private MailboxFullException tooManyAsks() {
        return new MailboxFullException(
                "too many asks wait for their reply: actor="
                        + name()
                        + ", maxAsks="
                        + asks.capacity()
                        + ", overflow="
                        + spec.options().overflow()
                        + "; raise ActorOptions.maxAsks or wait for replies",
                0);
    }
}
