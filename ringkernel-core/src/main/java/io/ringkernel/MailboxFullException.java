package io.ringkernel;

/** The mailbox of the actor was full, and stayed full for as long as its overflow policy waits. */
public final class MailboxFullException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    private final int accepted;

    /**
     * Makes the exception.
     *
     * @param message what was full, with its capacity
     * @param accepted the number of messages of this call that had been accepted before, 0 for a
     *     single send
     */
    public MailboxFullException(String message, int accepted) {
        super(message);
        this.accepted = accepted;
    }

    /**
     * Returns how many messages of the call were accepted; they will be handled, the rest were not
     * sent.
     */
    public int accepted() {
        return accepted;
    }
}
