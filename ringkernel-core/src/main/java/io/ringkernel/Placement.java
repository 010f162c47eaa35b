package io.ringkernel;

/**
 * Where an actor runs on a GPU. On the CPU all actors share the carrier threads, whatever their
 * placement.
 */
public enum Placement {
    /**
     * The actor owns a block of the persistent kernel: the lowest latency and the highest rate for
     * one actor, and at most 4095 of them.
     */
    PINNED,
    /**
     * The actor shares worker warps with up to a million others: for many actors of which few have
     * something to do at a time.
     */
    POOLED
}
