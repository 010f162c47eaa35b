package io.ringkernel.clock;

/**
 * A physical clock: the machine's by default, a virtual one in tests. It may stand still and may be
 * set back; a {@link HybridClock} over it goes on. Called by every thread that ticks, so it must be
 * thread-safe.
 */
@FunctionalInterface
public interface TimeSource {

    /** Returns milliseconds since 1970, from 0 to {@link Hlc#MAX_MILLIS}. */
    long millis();

    /** Returns the clock of this machine. */
    static TimeSource system() {
        return System::currentTimeMillis;
    }
}
