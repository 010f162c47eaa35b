package io.ringkernel.transpiler.ir;

/**
 * What an operation does besides computing its value. One with none is pure: it may be removed,
 * repeated and moved.
 */
public enum Effect {
    /** Depends on memory that can change. */
    READS,
    /** Changes memory. */
    WRITES,
    /** Makes memory of its own: may be removed if unused, never repeated, merged or moved. */
    ALLOCATES,
    /** May end the call with a fault. */
    FAULTS,
    /** Acts on the world outside: never removed, repeated or reordered with its like. */
    SENDS,
    /**
     * Several threads of a kernel must come to it together: never removed, repeated, or moved to
     * where another condition decides whether it runs.
     */
    CONVERGES
}
