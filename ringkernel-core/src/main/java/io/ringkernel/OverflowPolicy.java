package io.ringkernel;

/**
 * What a send does when the actor's mailbox is full, or when the sender has used up its {@linkplain
 * RingKernel#withCredits credits}. Nothing is ever overwritten or dropped unseen: every case is
 * counted ({@link RingKernel#overflows()}).
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
     * Drops the newest: hands the message to the dead letters with reason {@link
     * DeadLetter.Reason#MAILBOX_FULL} or {@link DeadLetter.Reason#NO_CREDIT} and returns. There is
     * no other policy that drops the newest, as nothing is dropped without a dead letter.
     */
    DEAD_LETTER,
    /**
     * Makes room: the oldest message in the mailbox becomes a dead letter with reason {@link
     * DeadLetter.Reason#MAILBOX_FULL}. A sender without credits makes no room, as it would push out
     * what others sent: there its new message becomes the dead letter. On the CPU only.
     */
    DROP_OLDEST
}
