package io.ringkernel.internal.cpu;

import io.ringkernel.ActorFault;
import io.ringkernel.Supervision;
import io.ringkernel.SupervisionEvent;
import io.ringkernel.spi.CpuScheduler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor of the actors that no actor spawned. It never fails: a child that failed too often
 * is left failed. Thread-safe.
 */
final class Guardian implements Supervisor, Family.Host {

    private final CpuBackend backend;
    private final CpuScheduler scheduler;
    private final Family family;

    Guardian(CpuBackend backend, CpuScheduler scheduler, Supervision supervision) {
        this.backend = backend;
        this.scheduler = scheduler;
        this.family = new Family(this, supervision);
    }

    synchronized void add(CpuCell<?, ?> child) {
        family.add(child);
    }

    synchronized List<CpuCell<?, ?>> children() {
        return family.children();
    }

    @Override
    public synchronized void childFailed(CpuCell<?, ?> child, @Nullable ActorFault fault) {
        family.failed(child, fault);
    }

    @Override
    public synchronized void childHalted(CpuCell<?, ?> child) {
        family.halted(child);
    }

    @Override
    public synchronized void childEnded(CpuCell<?, ?> child) {
        family.ended(child);
    }

    @Override
    public long nanoTime() {
        return scheduler.nanoTime();
    }

    @Override
    public void resumeLater(Restart restart, long nanos) {
        scheduler.schedule(() -> resume(restart), nanos);
    }

    private synchronized void resume(Restart restart) {
        family.resume(restart);
    }

    @Override
    public void escalate(CpuCell<?, ?> child, @Nullable ActorFault fault) {
        backend.record(child, SupervisionEvent.Kind.ESCALATED, fault, 0);
        child.post(new Notice.GiveUp(fault));
    }
}
