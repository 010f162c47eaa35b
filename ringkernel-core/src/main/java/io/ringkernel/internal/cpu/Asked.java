package io.ringkernel.internal.cpu;

/**
 * A message in a mailbox with more to it: its sender waits for the reply or, for a {@link
 * Credited}, waits for its credit. Other messages lie there as they are.
 */
sealed class Asked permits Credited {

    private final Object message;
    private final CpuCell<?, ?> origin;
    private final int correlation;

    /**
     * Makes an entry of a mailbox.
     *
     * @param origin the actor that was asked first: it holds the ask, though the message may have
     *     been forwarded
     * @param correlation of the ask; 0 if the message was told
     */
    Asked(Object message, CpuCell<?, ?> origin, int correlation) {
        this.message = message;
        this.origin = origin;
        this.correlation = correlation;
    }

    final Object message() {
        return message;
    }

    final CpuCell<?, ?> origin() {
        return origin;
    }

    final int correlation() {
        return correlation;
    }

    /** The entry has been put aside and will be handled later: once, it is not settled yet. */
    void stashed() {}

    /** The entry has been handled or is a dead letter. */
    void settled() {}

    /** Returns the message of a mailbox's entry. */
    static Object messageOf(Object entry) {
        return entry instanceof Asked asked ? asked.message() : entry;
    }
}
