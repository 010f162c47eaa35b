package io.ringkernel;

/** How much of a runtime's {@linkplain MemoryBudget memory budget} is in use. */
public enum MemoryLevel {
    /** Enough is left. */
    NORMAL,
    /** Mailboxes that are empty give their memory back. */
    HIGH,
    /** Besides, {@linkplain ActorOptions#withSheddable sheddable} messages become dead letters. */
    CRITICAL,
    /** Besides, no actor is spawned. */
    EXHAUSTED;

    /** Returns whether as much is in use as at the other level. */
    public boolean atLeast(MemoryLevel other) {
        return compareTo(other) >= 0;
    }
}
