package io.ringkernel;

/**
 * What a send does when the actor's mailbox is full. Nothing is ever overwritten or dropped unseen.
 */
public enum OverflowPolicy {
    /**
     * Waits for a free slot up to the send timeout, then throws {@link MailboxFullException}. An
     * actor that sends does not block its carrier: its messages are held for it, and it handles
     * nothing more until they have gone; after the send timeout they become dead letters.
     */
    WAIT,
    /** Throws {@link MailboxFullException} at once. */
    FAIL,
    /**
     * Hands the message to the dead letters with reason {@link DeadLetter.Reason#MAILBOX_FULL} and
     * returns.
     */
    DEAD_LETTER,
    /**
     * Makes room: the oldest message in the mailbox becomes a dead letter with reason {@link
     * DeadLetter.Reason#MAILBOX_FULL}. On the CPU only.
     */
    DROP_OLDEST
}
