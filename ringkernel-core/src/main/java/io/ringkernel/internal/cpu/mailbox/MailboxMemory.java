package io.ringkernel.internal.cpu.mailbox;

/** Whom mailboxes tell about the memory that they take. Thread-safe. */
public interface MailboxMemory {

    /**
     * Counts memory taken, or with a negative number given up. May call foreign code; called with
     * no lock held.
     */
    void allocated(long bytes);

    /** Returns whether mailboxes that are empty are to give their memory back. */
    boolean isScarce();
}
