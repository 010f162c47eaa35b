package io.ringkernel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A router that sends each message to one of its routees. */
abstract class ChoosingRouter<M, R> extends Router<M, R> {

    ChoosingRouter(String kind, List<? extends ActorRef<M, R>> routees) {
        super(kind, routees);
    }

    /**
     * Returns the routee for a message: one that is alive; if none is, any, which makes the message
     * a dead letter and fails the ask. Allocates nothing.
     */
    abstract ActorRef<M, R> choose(M message);

    @Override
    public final void tell(M message) {
        choose(message).tell(message);
    }

    @Override
    public final void tellAll(List<? extends M> messages) {
        int accepted = 0;
        for (M message : messages) {
            try {
                tell(message);
            } catch (MailboxFullException e) {
                throw full(accepted, e);
            }
            accepted++;
        }
    }

    @Override
    public final CompletionStage<R> ask(M message) {
        return choose(message).ask(message);
    }

    @Override
    public final CompletionStage<R> ask(M message, Duration timeout) {
        return choose(message).ask(message, timeout);
    }

    private MailboxFullException full(int accepted, MailboxFullException cause) {
        MailboxFullException full =
                new MailboxFullException(
                        "a routee took no more: router=" + name() + ", accepted=" + accepted,
                        accepted);
        full.initCause(cause);
        return full;
    }
}
