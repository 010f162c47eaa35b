package io.ringkernel.internal.cpu;

import io.ringkernel.ActorFault;
import org.jspecify.annotations.Nullable;

/** Whom an actor tells of its misfortunes: its parent, or the {@link Guardian}. Thread-safe. */
interface Supervisor {

    /** The child waits for a restart or the end; {@code fault} is null if it stopped by itself. */
    void childFailed(CpuCell<?, ?> child, @Nullable ActorFault fault);

    /** The child did what {@link Notice.Halt} says. */
    void childHalted(CpuCell<?, ?> child);

    /** The child has ended for good. */
    void childEnded(CpuCell<?, ?> child);
}
