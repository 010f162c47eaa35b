package io.ringkernel;

/**
 * What a send does when the actor's mailbox is full. Nothing is ever overwritten or dropped unseen.
 */
public enum OverflowPolicy {
    /** Waits for a free slot up to the send timeout, then throws {@link MailboxFullException}. */
    WAIT,
    /** Throws {@link MailboxFullException} at once. */
    FAIL,
    /**
     * Hands the message to the dead letters with reason {@link DeadLetter.Reason#MAILBOX_FULL} and
     * returns.
     */
    DEAD_LETTER
}
