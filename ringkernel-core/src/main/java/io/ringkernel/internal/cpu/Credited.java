package io.ringkernel.internal.cpu;

import org.jspecify.annotations.Nullable;

/**
 * A message that came through an edge: it owes a credit from when it enters the mailbox to when it
 * is settled. Used by its sender, then by the carrier that runs the actor.
 */
final class Credited extends Asked {

    private final CpuEdge<?, ?> edge;
    private boolean owes;
    private boolean aside;

    Credited(Object message, CpuCell<?, ?> origin, int correlation, CpuEdge<?, ?> edge) {
        super(message, origin, correlation);
        this.edge = edge;
    }

    /** Returns the edge of an entry that needs a credit before it can enter a mailbox, or null. */
    static @Nullable CpuEdge<?, ?> needed(Object entry) {
        return entry instanceof Credited credited && !credited.owes ? credited.edge : null;
    }

    /** Takes a credit unless it has one; returns whether it has one now. */
    boolean tryTake() {
        owes = owes || edge.tryTake();
        return owes;
    }

    /** Notes a credit that was taken for it. */
    void taken() {
        owes = true;
    }

    @Override
    void stashed() {
        aside = true;
    }

    @Override
    void settled() {
        if (aside) {
            aside = false;
        } else if (owes) {
            owes = false;
            edge.giveBack();
        }
    }
}
