package io.ringkernel.internal.cpu;

import io.ringkernel.ActorFault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One restart of one or several children: all of them come to rest before the first starts again.
 * Confined to their supervisor.
 */
final class Restart {

    private final List<CpuCell<?, ?>> children;
    private final Set<CpuCell<?, ?>> awaited;
    private final @Nullable ActorFault fault;

    /**
     * Begins.
     *
     * @param children those concerned, in the order in which they were spawned
     */
    Restart(List<CpuCell<?, ?>> children, @Nullable ActorFault fault) {
        this.children = children;
        this.awaited = new HashSet<>(children);
        this.fault = fault;
    }

    boolean concerns(CpuCell<?, ?> child) {
        return children.contains(child);
    }

    boolean awaits(CpuCell<?, ?> child) {
        return awaited.contains(child);
    }

    /** Notes that a child rests or is no more; returns whether it was the last awaited. */
    boolean rests(CpuCell<?, ?> child) {
        return awaited.remove(child) && awaited.isEmpty();
    }

    List<CpuCell<?, ?>> children() {
        return children;
    }

    @Nullable ActorFault fault() {
        return fault;
    }
}
