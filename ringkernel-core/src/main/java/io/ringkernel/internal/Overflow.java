package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.MailboxFullException;

/** What a sender is told about a full mailbox, in the words that every backend uses. */
public final class Overflow {

    private Overflow() {}

    /**
     * Makes the exception.
     *
     * @param what the mailbox did, such as {@code is full}
     * @param accepted how many messages of the batch had been accepted
     */
    public static MailboxFullException full(
            String what, String actor, ActorOptions options, int accepted) {
        return new MailboxFullException(
                "mailbox "
                        + what
                        + ": actor="
                        + actor
                        + ", capacity="
                        + options.mailboxCapacity()
                        + ", accepted="
                        + accepted,
                accepted);
    }

    /** Says how a wait for a free slot ended. */
    public static String waitEnded(ActorOptions options) {
        return Thread.currentThread().isInterrupted()
                ? "was full when the wait was interrupted"
                : "stayed full for the send timeout of " + options.sendTimeout().toMillis() + " ms";
    }

    /** Makes the exception of a sender that has used up its credits. */
    public static MailboxFullException noCredit(
            String what, String actor, int credits, int accepted) {
        return new MailboxFullException(
                "no credit left, edge "
                        + what
                        + ": actor="
                        + actor
                        + ", credits="
                        + credits
                        + ", accepted="
                        + accepted,
                accepted);
    }

    /** Makes the exception of an ask whose message was shed. */
    static MailboxFullException shed(String actor) {
        return new MailboxFullException(
                "message shed, as the runtime's memory is critical: actor=" + actor, 0);
    }
}
