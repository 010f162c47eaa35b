package io.ringkernel.transpiler.ir;

/**
 * What an operation does besides computing its value. One with none is pure: it may be removed,
 * repeated and moved.
 */
public enum Effect {
    /** Depends on the actor's state. */
    READS,
    /** Changes the actor's state. */
    WRITES,
    /** May end the call with a fault. */
    FAULTS,
    /** Acts on the world outside: never removed, repeated or reordered with its like. */
    SENDS
}
