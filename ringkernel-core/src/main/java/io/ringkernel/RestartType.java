package io.ringkernel;

/** When a supervisor starts a child again that has ended by itself, with Erlang's words. */
public enum RestartType {
    /** Always: after a fault, and after it stopped itself. */
    PERMANENT,
    /** After a fault only. */
    TRANSIENT,
    /** Never: a fault ends it. */
    TEMPORARY
}
