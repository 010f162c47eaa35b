package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.spi.SimulatedScheduler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The life of an actor whose scheduler sees what it handles. */
final class SimulatedLife<M, R> extends CpuLife<M, R> {

    private final CpuCell<M, R> cell;
    private final SimulatedScheduler simulation;

    SimulatedLife(
            CpuCell<M, R> cell,
            Actor<M, R> initial,
            @Nullable Supplier<? extends Actor<M, R>> factory,
            SimulatedScheduler simulation) {
        super(cell, initial, factory);
        this.cell = cell;
        this.simulation = simulation;
    }

    @Override
    int messagesPerTurn() {
        return simulation.messagesPerTurn();
    }

    @Override
    void receive(M message) {
        simulation.handling(cell, message);
        super.receive(message);
        simulation.handled(cell, message);
    }
}
