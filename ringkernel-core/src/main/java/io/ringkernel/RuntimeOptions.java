package io.ringkernel;

import java.time.Duration;

/**
 * Options of a runtime, set through {@link RingKernel#builder()}.
 *
 * @param backend the backend asked for
 * @param device the ordinal of the GPU, from 0
 * @param maxActors how many actors may be alive at once on the device, from 1 to 4095; each owns a
 *     resident block
 * @param pinnedBytes host memory pinned at start for mailboxes and replies on the device, in bytes
 * @param deviceBytes device memory taken at start for the actors' state, in bytes
 * @param commandTimeout how long a lifecycle command may wait for its acknowledgement
 * @param cpuThreads carrier threads of the CPU backend
 * @param deadLetterCapacity how many dead letters are kept; older ones are counted and forgotten
 */
public record RuntimeOptions(
        Backend backend,
        int device,
        int maxActors,
        long pinnedBytes,
        long deviceBytes,
        Duration commandTimeout,
        int cpuThreads,
        int deadLetterCapacity) {

    static final RuntimeOptions DEFAULTS =
            new RuntimeOptions(
                    Backend.AUTO,
                    0,
                    511,
                    64L << 20,
                    64L << 20,
                    Duration.ofSeconds(5),
                    Runtime.getRuntime().availableProcessors(),
                    1024);

    /** Checks every value. */
    public RuntimeOptions {
        range("device", device, 0, 1023);
        range("maxActors", maxActors, 1, 4095);
        range("pinnedBytes", pinnedBytes, 1 << 20, 1L << 40);
        range("deviceBytes", deviceBytes, 1 << 20, 1L << 40);
        range("cpuThreads", cpuThreads, 1, 4096);
        range("deadLetterCapacity", deadLetterCapacity, 1, 1 << 24);
        if (commandTimeout.isNegative() || commandTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "commandTimeout must be positive: commandTimeout=" + commandTimeout);
        }
    }

    private static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " must be from " + min + " to " + max + ": " + what + "=" + value);
        }
    }
}
