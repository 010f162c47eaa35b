package io.ringkernel.clock;

import io.ringkernel.RingKernelException;
import java.time.Duration;

/**
 * A clock has issued stamps up to its bound ahead of the physical clock, and that one did not catch
 * up in time. Stamps issued before and later stay unique and ordered; those of the failed call are
 * skipped.
 */
public final class ClockExhaustedException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    ClockExhaustedException(long stamp, long localMillis, Duration maxDrift, Duration waited) {
        super(
                "no stamp left within the bound ahead of the physical clock: next="
                        + Hlc.toString(stamp)
                        + ", local="
                        + Hlc.instant(localMillis << Hlc.LOGICAL_BITS)
                        + ", maxDrift="
                        + maxDrift
                        + ", waited="
                        + waited
                        + ". The time source stands still, or stamps are drawn faster than 65,536 a"
                        + " millisecond: look at the TimeSource, reserve smaller batches, or use"
                        + " more than one HybridClock.");
    }
}
