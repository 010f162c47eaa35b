package io.ringkernel;

import io.ringkernel.spi.CpuScheduler;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a runtime, set through {@link RingKernel#builder()}.
 *
 * @param backend the backend asked for
 * @param device the ordinal of the GPU, from 0
 * @param maxActors how many actors may be alive at once on the device, from 1 to 4095; each owns a
 *     resident block
 * @param pinnedBytes host memory pinned at start for mailboxes and replies on the device, in bytes
 * @param deviceBytes device memory taken at start for the actors' state, in bytes
 * @param placement where actors run on the device whose options do not say
 * @param maxPooled how many pooled actors may be alive at once on the device, from 0 to 2^22
 * @param pooledSlotBytes the size of a message's slot on its way to and from pooled actors, in
 *     bytes: 64, 128, 256 or 512
 * @param commandTimeout how long a lifecycle command may wait for its acknowledgement
 * @param cpuThreads carrier threads of the CPU backend
 * @param deadLetterCapacity how many dead letters are kept; older ones are counted and forgotten
 * @param deadLetterAge how long dead letters are kept, by the time of the CPU scheduler if one is
 *     given; null for as long as there is room
 * @param supervision how the actors are supervised that no actor spawned
 * @param stallTimeout how long a handler may take before it counts as stalled; zero for ever
 * @param failStalledAfter timeouts after which a stall is a failure; 0 for never
 * @param memoryBudget how much memory mailboxes should take; null for no budget
 * @param cpuScheduler what runs the actors of the CPU backend; null for carrier threads of its own
 */
public record RuntimeOptions(
        Backend backend,
        int device,
        int maxActors,
        long pinnedBytes,
        long deviceBytes,
        Placement placement,
        int maxPooled,
        int pooledSlotBytes,
        Duration commandTimeout,
        int cpuThreads,
        int deadLetterCapacity,
        @Nullable Duration deadLetterAge,
        Supervision supervision,
        Duration stallTimeout,
        int failStalledAfter,
        @Nullable MemoryBudget memoryBudget,
        @Nullable CpuScheduler cpuScheduler) {

    private static final Duration LEAST_STALL = Duration.ofMillis(1);

    static final RuntimeOptions DEFAULTS =
            new RuntimeOptions(
                    Backend.AUTO,
                    0,
                    511,
                    64L << 20,
                    64L << 20,
                    Placement.PINNED,
                    0,
                    64,
                    Duration.ofSeconds(5),
                    Runtime.getRuntime().availableProcessors(),
                    1024,
                    null,
                    Supervision.oneForOne(),
                    Duration.ofSeconds(5),
                    0,
                    null,
                    null);

    /** Checks every value. */
    public RuntimeOptions {
        range("device", device, 0, 1023);
        range("maxActors", maxActors, 1, 4095);
        range("pinnedBytes", pinnedBytes, 1 << 20, 1L << 40);
        range("deviceBytes", deviceBytes, 1 << 20, 1L << 40);
        Objects.requireNonNull(placement, "placement");
        range("maxPooled", maxPooled, 0, 1 << 22);
        range("pooledSlotBytes", pooledSlotBytes, 64, 512);
        if (Integer.bitCount(pooledSlotBytes) != 1) {
            throw new IllegalArgumentException(
                    "pooledSlotBytes must be a power of two: pooledSlotBytes=" + pooledSlotBytes);
        }
        range("cpuThreads", cpuThreads, 1, 4096);
        range("deadLetterCapacity", deadLetterCapacity, 1, 1 << 24);
        Objects.requireNonNull(supervision, "supervision");
        range("failStalledAfter", failStalledAfter, 0, 1_000_000);
        if (stallTimeout.isNegative()
                || !stallTimeout.isZero() && stallTimeout.compareTo(LEAST_STALL) < 0) {
            throw new IllegalArgumentException(
                    "stallTimeout must be 0 for none, or at least 1 ms: stallTimeout="
                            + stallTimeout);
        }
        if (failStalledAfter > 0 && stallTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "failStalledAfter needs a stallTimeout: failStalledAfter=" + failStalledAfter);
        }
        positive("commandTimeout", commandTimeout);
        if (deadLetterAge != null) {
            positive("deadLetterAge", deadLetterAge);
        }
    }

    private static void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + what + "=" + value);
        }
    }

    private static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " must be from " + min + " to " + max + ": " + what + "=" + value);
        }
    }
}
