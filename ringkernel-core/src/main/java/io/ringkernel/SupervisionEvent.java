package io.ringkernel;

import io.ringkernel.clock.HlcTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * One thing that supervision saw or did; see {@link SupervisionLog}.
 *
 * @param at when, by the runtime's clock: a later event has a larger stamp
 * @param actor the name of the actor concerned
 * @param kind what
 * @param fault the cause, if there is one
 * @param restarts how often the actor has been restarted so far
 */
public record SupervisionEvent(
        HlcTimestamp at, String actor, Kind kind, @Nullable ActorFault fault, int restarts) {

    /** What happened. */
    public enum Kind {
        /** A fault ended the handling of a message. */
        FAILED,
        /** The actor was started again. */
        RESTARTED,
        /** The actor ended for good because of its own fault or its supervisor's decision. */
        ENDED,
        /** Its children failed too often: the fault became that of the supervisor named. */
        ESCALATED,
        /**
         * Its handler has not returned for the {@linkplain RingKernel.Builder#stallTimeout stall
         * timeout}; the fault says where it is.
         */
        STALLED,
        /** The handler that had stalled has returned, or failed, which is told next. */
        RECOVERED
    }
}
