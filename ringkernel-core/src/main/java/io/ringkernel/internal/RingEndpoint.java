package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of an actor whose messages go through a ring of slots in memory that a device reads.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
public abstract class RingEndpoint<M, R> extends ActorEndpoint<M, R> {

    private final ActorSpec<M, R> spec;
    private final BackendEnvironment environment;
    private final ReplyPoller poller;
    private final Mailbox<M> mailbox;

    /**
     * Makes the endpoint of a spawned actor.
     *
     * @param producer the sending end of the actor's ring
     * @param messages the codec of its messages
     * @param poller how a waiting caller helps its reply to arrive
     */
    @SuppressWarnings("this-escape") // the sink is called by sends: nobody sends to it yet
    protected RingEndpoint(
            ActorSpec<M, R> spec,
            BackendEnvironment environment,
            SlotProducer producer,
            ProtocolCodec messages,
            ReplyPoller poller) {
        this.spec = spec;
        this.environment = environment;
        this.poller = poller;
        this.mailbox =
                new Mailbox<>(
                        spec.name(),
                        producer,
                        messages,
                        spec.options(),
                        environment,
                        this::committed,
                        this::tally);
    }

    /** Called on the sender's thread after messages went into the ring. Never blocks. */
    protected abstract void committed();

    @Override
    public final String name() {
        return spec.name();
    }

    @Override
    public final ActorProtocol protocol() {
        return spec.protocol();
    }

    @Override
    public final int queued() {
        if (!state().isAlive()) {
            return 0;
        }
        try {
            return mailbox.size();
        } catch (IllegalStateException e) { // it ended since, and its memory is gone
            return 0;
        }
    }

    @Override
    public final long queuedBytes() {
        return (long) queued() * spec.options().slotBytes();
    }

    @Override
    protected final ActorOptions options() {
        return spec.options();
    }

    @Override
    protected final BackendEnvironment environment() {
        return environment;
    }

    @Override
    protected final ReplyPoller poller() {
        return poller;
    }

    @Override
    protected final boolean send(M message, int correlation) {
        if (spec.options().sheddable() != null && sheds(mailbox.checked(message))) {
            return false;
        }
        return mailbox.send(message, correlation);
    }

    @Override
    protected final boolean send(M message, int correlation, Edge<M, R> edge, int accepted) {
        if (sheds(mailbox.checked(message))) {
            return false;
        }
        return ((RingEdge<M, R>) edge).send(message, correlation, accepted);
    }

    @Override
    protected final Edge<M, R> newEdge(int credits) {
        return new RingEdge<>(this, mailbox, credits);
    }

    @Override
    protected final void sendAll(List<? extends M> messages) {
        if (spec.options().sheddable() == null) {
            mailbox.sendAll(messages);
            return;
        }
        int accepted = 0;
        for (M message : messages) {
            if (!sheds(mailbox.checked(message))) {
                mailbox.send(message, 0, accepted);
            }
            accepted++;
        }
    }

    @Override
    protected final @Nullable Ending ending() {
        return mailbox.ending();
    }

    /** Returns the spec that the actor was spawned from. */
    protected final ActorSpec<M, R> spec() {
        return spec;
    }

    /** Returns the sending side of the mailbox. */
    protected final Mailbox<M> mailbox() {
        return mailbox;
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
            state(last);
        }
        endAsks(ending);
        return tail;
    }
}
