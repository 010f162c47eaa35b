package io.ringkernel.internal.cpu;

/**
 * A message in a mailbox whose sender waits for the reply. Messages that were told lie there as
 * they are.
 *
 * @param message the message
 * @param origin the actor that was asked first: it holds the ask, though the message may have been
 *     forwarded
 * @param correlation of the ask
 */
record Asked(Object message, CpuCell<?, ?> origin, int correlation) {

    /** Returns the message of a mailbox's entry. */
    static Object messageOf(Object entry) {
        return entry instanceof Asked asked ? asked.message() : entry;
    }
}
