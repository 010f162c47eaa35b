package io.ringkernel;

import java.util.List;

/**
 * How much memory the mailboxes of a runtime should take, and from how much on it does something
 * about it. A level is left when a little less than its share is in use (a 32nd of the budget).
 *
 * @param bytes the budget, from 4096
 * @param highPercent the share from which on the level is {@link MemoryLevel#HIGH}
 * @param criticalPercent the share for {@link MemoryLevel#CRITICAL}
 * @param exhaustedPercent the share for {@link MemoryLevel#EXHAUSTED}
 */
public record MemoryBudget(long bytes, int highPercent, int criticalPercent, int exhaustedPercent) {

    private static final long MIN_BYTES = 4096;
    private static final long MAX_BYTES = 1L << 50;

    /** Checks the values. */
    public MemoryBudget {
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a memory budget must be from 4096 bytes to 2^50: bytes=" + bytes);
        }
        boolean rising =
                0 < highPercent
                        && highPercent < criticalPercent
                        && criticalPercent < exhaustedPercent
                        && exhaustedPercent <= 100;
        if (!rising) {
            throw new IllegalArgumentException(
                    "levels must be 0 < high < critical < exhausted <= 100: high="
                            + highPercent
                            + ", critical="
                            + criticalPercent
                            + ", exhausted="
                            + exhaustedPercent);
        }
    }

    /** Returns a budget with levels at 75, 90 and 100 percent. */
    public static MemoryBudget of(long bytes) {
        return new MemoryBudget(bytes, 75, 90, 100);
    }

    /** Returns the same budget with other levels. */
    public MemoryBudget withLevels(int high, int critical, int exhausted) {
        return new MemoryBudget(bytes, high, critical, exhausted);
    }

    /** Returns the level that begins at or below this use, when the present one is {@code from}. */
    MemoryLevel level(long used, MemoryLevel from) {
        MemoryLevel reached = MemoryLevel.NORMAL;
        for (MemoryLevel level :
                List.of(MemoryLevel.HIGH, MemoryLevel.CRITICAL, MemoryLevel.EXHAUSTED)) {
            long slack = from.atLeast(level) ? bytes / 32 : 0;
            if (used >= begin(level) - slack) {
                reached = level;
            }
        }
        return reached;
    }

    private long begin(MemoryLevel level) {
        int percent =
                switch (level) {
                    case NORMAL -> 0;
                    case HIGH -> highPercent;
                    case CRITICAL -> criticalPercent;
                    case EXHAUSTED -> exhaustedPercent;
                };
        return bytes / 100 * percent + bytes % 100 * percent / 100;
    }
}
