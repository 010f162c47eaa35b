package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.SupervisionEvent;
import io.ringkernel.internal.Nanos;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import io.ringkernel.spi.CpuScheduler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CPU backend of one runtime: its scheduler, the ask timer and the actors. */
final class CpuBackend implements BackendInstance {

    private static final Logger LOG = LoggerFactory.getLogger(CpuBackend.class);

    private record TypeKey(Class<?> actorClass, ActorOptions options) {}

    private final BackendEnvironment environment;
    private final CpuScheduler scheduler;
    private final AskTimer timer;
    private final Guardian guardian;
    private final ConcurrentMap<TypeKey, CellType> types = new ConcurrentHashMap<>();
    private final AtomicInteger holding = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private CpuBackend(BackendEnvironment environment, CpuScheduler scheduler) {
        this.environment = environment;
        this.scheduler = scheduler;
        this.timer = new AskTimer(scheduler);
        this.guardian = new Guardian(this, scheduler, environment.options().supervision());
    }

    static CpuBackend open(BackendEnvironment environment) {
        CpuScheduler given = environment.options().cpuScheduler();
        return new CpuBackend(
                environment,
                given != null ? given : new CarrierScheduler(environment.options().cpuThreads()));
    }

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public String device() {
        return scheduler.describe();
    }

    @Override
    public boolean byReference() {
        return true;
    }

    // ---- spawning

    @Override
    public <M, R> ActorCell<M, R> spawn(ActorSpec<M, R> spec) {
        Supervisor supervisor = spec.parent() instanceof CpuCell<?, ?> parent ? parent : guardian;
        CpuCell<M, R> cell =
                new CpuCell<>(
                        this, type(spec), supervisor, spec.name(), spec.initial(), spec.factory());
        if (supervisor == guardian) {
            guardian.add(cell);
        } else {
            ((CpuCell<?, ?>) supervisor).life().extras().family().add(cell);
        }
        return cell;
    }

    <M, R> ActorRef<M, R> spawnChild(
            CpuCell<?, ?> parent,
            String segment,
            Actor<M, R> actor,
            @Nullable Supplier<? extends Actor<M, R>> factory,
            ActorOptions options) {
        return environment.spawn(parent, segment, actor, factory, options);
    }

    /** The cheapest way: no name to check and to enter, no options to look at. */
    <M, R> ActorRef<M, R> spawnNameless(CpuCell<?, ?> parent, Actor<M, R> actor) {
        CellType type = NAMELESS.get(actor.getClass());
        CpuExtras<?, ?> extras = parent.life().extras();
        CpuCell<M, R> cell = new CpuCell<>(this, type, parent, extras.nextNameless(), actor, null);
        extras.family().add(cell);
        cell.activate();
        return cell;
    }

    private static final ClassValue<CellType> NAMELESS =
            new ClassValue<>() {
                @Override
                protected CellType computeValue(Class<?> actorClass) {
                    return CellType.of(
                            ActorProtocol.ofReferences(actorClass), ActorOptions.defaults());
                }
            };

    private CellType type(ActorSpec<?, ?> spec) {
        return types.computeIfAbsent(
                new TypeKey(spec.initial().getClass(), spec.options()),
                key -> CellType.of(spec.protocol(), key.options()));
    }

    // ---- for cells

    BackendEnvironment environment() {
        return environment;
    }

    CpuScheduler scheduler() {
        return scheduler;
    }

    AskTimer timer() {
        return timer;
    }

    void execute(CpuCell<?, ?> cell) {
        try {
            scheduler.execute(cell);
        } catch (RejectedExecutionException e) { // an actor that was abandoned came back after all
            LOG.debug("actor not scheduled, the runtime is closed: actor={}", cell.name());
        }
    }

    void requeue(CpuCell<?, ?> cell) {
        try {
            scheduler.requeue(cell);
        } catch (RejectedExecutionException e) {
            LOG.debug("actor not scheduled, the runtime is closed: actor={}", cell.name());
        }
    }

    /** Returns the actor that the calling thread runs; null if it runs none of this backend. */
    @Nullable CpuCell<?, ?> current() {
        return scheduler.current() instanceof CpuCell<?, ?> cell && cell.backend() == this
                ? cell
                : null;
    }

    /** Returns whether messages of any actor wait for room somewhere. */
    boolean anyHeld() {
        return holding.get() != 0;
    }

    /** Counts the actors whose messages wait for room. */
    void holding(int more) {
        holding.addAndGet(more);
    }

    /** Notes that an actor's name is free again. */
    void ended(CpuCell<?, ?> cell) {
        if (cell.isNamed()) { // else the registry does not know it
            environment.ended(cell);
        }
    }

    void record(
            CpuCell<?, ?> cell,
            SupervisionEvent.Kind kind,
            @Nullable ActorFault fault,
            int restarts) {
        environment.supervised(cell.name(), kind, fault, restarts);
    }

    // ---- closing

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Map<CpuCell<?, ?>, CompletableFuture<Void>> endings = new LinkedHashMap<>();
        List<CpuCell<?, ?>> children = guardian.children();
        children.reversed().forEach(cell -> endings.put(cell, cell.shutDown()));
        long deadline = Nanos.deadline(Nanos.of(environment.options().commandTimeout()));
        endings.forEach((cell, ending) -> awaitEnd(cell, ending, deadline));
        timer.close();
        scheduler.close();
    }

    private static void awaitEnd(
            CpuCell<?, ?> cell, CompletableFuture<Void> ending, long deadline) {
        boolean interrupted = false;
        while (true) {
            try {
                ending.get(Math.max(1, deadline - Nanos.now()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) { // closing goes on; the caller is told at the end
                interrupted = true;
                continue;
            } catch (TimeoutException | ExecutionException e) {
                LOG.warn(
                        "actor abandoned on close, receive has not returned: actor={}",
                        cell.name());
                cell.abandon();
            }
            break;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
