package io.ringkernel.clock;

import io.ringkernel.RingKernelException;
import java.time.Duration;

/**
 * A remote stamp was further ahead of this machine's physical clock than the bound allows. The
 * clock that refused it is as it was before.
 */
public final class ClockDriftException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    private final long remote;
    private final long localMillis;

    ClockDriftException(long remote, long localMillis, Duration maxDrift) {
        super(
                "remote stamp too far ahead of the local physical clock: remote="
                        + Hlc.toString(remote)
                        + ", local="
                        + Hlc.instant(localMillis << Hlc.LOGICAL_BITS)
                        + ", ahead="
                        + Duration.ofMillis(Hlc.millis(remote) - localMillis)
                        + ", maxDrift="
                        + maxDrift
                        + ". Synchronise the clocks of both machines (NTP, PTP), or make the"
                        + " HybridClock with a larger maxDrift.");
        this.remote = remote;
        this.localMillis = localMillis;
    }

    /** Returns the stamp that was refused. */
    public long remote() {
        return remote;
    }

    /** Returns what the local physical clock read, in milliseconds since 1970. */
    public long localMillis() {
        return localMillis;
    }
}
