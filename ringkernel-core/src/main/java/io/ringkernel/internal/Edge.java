package io.ringkernel.internal;

import io.ringkernel.ActorRef;
import io.ringkernel.ActorState;
import io.ringkernel.CreditedRef;
import io.ringkernel.DeadLetter;
import io.ringkernel.OverflowCounts.Kind;
import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * An edge to an actor. The backend knows when credits come back.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
public abstract class Edge<M, R> implements CreditedRef<M, R> {

    private static final int MAX_CREDITS = 1 << 20;

    private final ActorEndpoint<M, R> actor;
    private final int credits;

    /** What came of the wish for a credit. */
    public enum Wish {
        /** It was taken. */
        GRANTED,
        /** There was none, and the message is a dead letter. */
        DENIED,
        /** None is needed: the actor has ended. */
        ENDED
    }

    /** For subclasses. */
    protected Edge(ActorEndpoint<M, R> actor, int credits) {
        this.actor = actor;
        this.credits = credits;
    }

    static void checkCredits(int credits) {
        if (credits < 1 || credits > MAX_CREDITS) {
            throw new IllegalArgumentException(
                    "credits must be from 1 to 2^20: credits=" + credits);
        }
    }

    /** Takes a credit if there is one. */
    protected abstract boolean tryTake();

    /**
     * Takes a credit as the overflow policy says, waiting on the calling thread if need be.
     *
     * @throws io.ringkernel.MailboxFullException if there is none and the policy is to fail, or
     *     there was none for the send timeout
     */
    public final Wish take(Object message, int accepted) {
        if (tryTake()) {
            return Wish.GRANTED;
        }
        long sendNanos = Nanos.of(actor.options().sendTimeout());
        long deadline = Nanos.after(actor.poller().nanoTime(), sendNanos);
        Wait wait = WaitStrategy.BACK_OFF.begin(sendNanos);
        for (boolean first = true; actor.ending() == null; first = false) {
            switch (actor.options().overflow()) {
                case FAIL -> {
                    actor.tally().count(Kind.FAILED);
                    throw Overflow.noCredit("is used up", name(), credits, accepted);
                }
                case DEAD_LETTER, DROP_OLDEST -> {
                    actor.tally().count(Kind.DEAD_LETTERED);
                    actor.deadLetter(message, DeadLetter.Reason.NO_CREDIT);
                    return Wish.DENIED;
                }
                case WAIT -> {
                    if (first) {
                        actor.tally().count(Kind.WAITED);
                    }
                    if (!actor.pause(wait, deadline)) {
                        actor.tally().count(Kind.TIMED_OUT);
                        throw Overflow.noCredit(
                                Overflow.waitEnded(actor.options()), name(), credits, accepted);
                    }
                }
            }
            if (tryTake()) {
                return Wish.GRANTED;
            }
        }
        return Wish.ENDED;
    }

    @Override
    public final ActorRef<M, R> actor() {
        return actor;
    }

    @Override
    public final int credits() {
        return credits;
    }

    @Override
    public final String name() {
        return actor.name();
    }

    @Override
    public final ActorState state() {
        return actor.state();
    }

    @Override
    public final void tell(M message) {
        actor.tell(this, message, 0);
    }

    @Override
    public final void tellAll(List<? extends M> messages) {
        int accepted = 0;
        for (M message : messages) {
            actor.tell(this, message, accepted);
            accepted++;
        }
    }

    @Override
    public final CompletionStage<R> ask(M message) {
        return actor.ask(message, Nanos.of(actor.options().askTimeout()), this);
    }

    @Override
    public final CompletionStage<R> ask(M message, Duration timeout) {
        return actor.ask(message, ActorEndpoint.checked(timeout), this);
    }

    @Override
    public final String toString() {
        return "CreditedRef[" + name() + ", " + available() + " of " + credits + "]";
    }
}
