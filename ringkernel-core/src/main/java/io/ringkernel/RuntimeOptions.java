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
 * @param commandTimeout how long a lifecycle command may wait for its acknowledgement
 * @param cpuThreads carrier threads of the CPU backend
 * @param deadLetterCapacity how many dead letters are kept; older ones are counted and forgotten
 * @param deadLetterAge how long dead letters are kept, by the time of the CPU scheduler if one is
 *     given; null for as long as there is room
 * @param supervision how the actors are supervised that no actor spawned
 * @param memoryBudget how much memory mailboxes should take; null for no budget
 * @param cpuScheduler what runs the actors of the CPU backend; null for carrier threads of its own
 */
public record RuntimeOptions(
        Backend backend,
        int device,
        int maxActors,
        long pinnedBytes,
        long deviceBytes,
        Duration commandTimeout,
        int cpuThreads,
        int deadLetterCapacity,
        @Nullable Duration deadLetterAge,
        Supervision supervision,
        @Nullable MemoryBudget memoryBudget,
        @Nullable CpuScheduler cpuScheduler) {

    static final RuntimeOptions DEFAULTS =
            new RuntimeOptions(
                    Backend.AUTO,
                    0,
                    511,
                    64L << 20,
                    64L << 20,
                    Duration.ofSeconds(5),
                    Runtime.getRuntime().availableProcessors(),
                    1024,
                    null,
                    Supervision.oneForOne(),
                    null,
                    null);

    /** Checks every value. */
    public RuntimeOptions {
        range("device", device, 0, 1023);
        range("maxActors", maxActors, 1, 4095);
        range("pinnedBytes", pinnedBytes, 1 << 20, 1L << 40);
        range("deviceBytes", deviceBytes, 1 << 20, 1L << 40);
        range("cpuThreads", cpuThreads, 1, 4096);
        range("deadLetterCapacity", deadLetterCapacity, 1, 1 << 24);
        Objects.requireNonNull(supervision, "supervision");
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
