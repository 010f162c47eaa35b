package io.ringkernel;

/**
 * How often sends found a full mailbox, no credit or too many asks, and what became of them; of one
 * actor or of all of a runtime. Counting costs nothing while nothing overflows.
 *
 * @param waited sends that had to wait, messages held for actors included; most of them went in the
 *     end
 * @param timedOut those of them that waited for the whole send timeout in vain
 * @param failed sends that threw at once under {@link OverflowPolicy#FAIL}
 * @param deadLettered messages that became dead letters when they were sent, the newest dropped
 * @param displaced messages that became dead letters to make room, the oldest dropped
 */
public record OverflowCounts(
        long waited, long timedOut, long failed, long deadLettered, long displaced) {

    /** What became of one send. */
    public enum Kind {
        /** It had to wait. */
        WAITED,
        /** It waited in vain. */
        TIMED_OUT,
        /** It threw at once. */
        FAILED,
        /** Its message became a dead letter. */
        DEAD_LETTERED,
        /** Another message became a dead letter. */
        DISPLACED
    }
}
