package io.ringkernel;

/**
 * A reference to an actor through an edge with credits: of the messages that are sent through it,
 * only so many may be in the actor's mailbox at a time, however large the mailbox is. So one sender
 * cannot fill a mailbox that others share. Made by {@link RingKernel#withCredits}; give each sender
 * its own. Thread-safe; whoever shares it shares the credits.
 *
 * <p>A send takes a credit. It comes back when the actor has handled the message, also if it failed
 * over it, or when the message became a dead letter; a message put aside keeps it until it is
 * handled. A send without credits follows the actor's {@link OverflowPolicy}, as one to a full
 * mailbox does. Asks take credits as well; theirs come back with the end of {@code receive}, not
 * with a later reply.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
public interface CreditedRef<M, R> extends ActorRef<M, R> {

    /** Returns the actor at the end of the edge. */
    ActorRef<M, R> actor();

    /** Returns how many credits there are. */
    int credits();

    /** Returns how many of them are not in use, as of about now. */
    int available();
}
