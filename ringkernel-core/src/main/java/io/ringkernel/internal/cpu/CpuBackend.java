package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.MemoryLevel;
import io.ringkernel.RuntimeOptions;
import io.ringkernel.SupervisionEvent;
import io.ringkernel.internal.Nanos;
import io.ringkernel.internal.ReplyPoller;
import io.ringkernel.internal.cpu.mailbox.MailboxMemory;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import io.ringkernel.spi.CpuScheduler;
import io.ringkernel.spi.SimulatedScheduler;
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

    private static final int SHEDDING = 1 << 30;

    private record TypeKey(Class<?> actorClass, ActorOptions options) {}

    private static final int MOST_TYPES = 1024;

    private final BackendEnvironment environment;
    private final CpuScheduler scheduler;
    private final @Nullable SimulatedScheduler simulation;
    private final ReplyPoller poller;
    private final AskTimer timer;
    private final @Nullable Watchdog watchdog;
    private final Guardian guardian;

    /** What actors of one class and equal options share; emptied when there are too many. */
    private final ConcurrentMap<TypeKey, CellType> types = new ConcurrentHashMap<>();

    /** The actors whose messages wait for room, and {@link #SHEDDING} while memory is critical. */
    private final AtomicInteger strain = new AtomicInteger();

    private final @Nullable MailboxMemory memory;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CpuBackend(BackendEnvironment environment, CpuScheduler scheduler) {
        this.environment = environment;
        this.scheduler = scheduler;
        this.simulation = scheduler instanceof SimulatedScheduler simulated ? simulated : null;
        this.poller = simulation == null ? ReplyPoller.NONE : new SimulatedPoller(simulation);
        this.timer = new AskTimer(scheduler);
        this.guardian = new Guardian(this, scheduler, environment.options().supervision());
        this.watchdog = watchdog(environment.options());
        this.memory = environment.countsMemory() ? new Counted(environment) : null;
    }

    private @Nullable Watchdog watchdog(RuntimeOptions options) {
        CpuScheduler.Workers workers = scheduler.workers();
        if (workers == null || options.stallTimeout().isZero()) {
            return null;
        }
        return new Watchdog(
                scheduler, workers, Nanos.of(options.stallTimeout()), options.failStalledAfter());
    }

    private record Counted(BackendEnvironment environment) implements MailboxMemory {
        @Override
        public void allocated(long bytes) {
            environment.allocated(bytes);
        }

        @Override
        public boolean isScarce() {
            return environment.memoryLevel().atLeast(MemoryLevel.HIGH);
        }
    }

    static CpuBackend open(BackendEnvironment environment) {
        CpuScheduler given = environment.options().cpuScheduler();
        CpuBackend backend =
                new CpuBackend(
                        environment,
                        given != null
                                ? given
                                : new CarrierScheduler(environment.options().cpuThreads()));
        if (backend.watchdog != null) {
            backend.watchdog.start();
        }
        return backend;
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
        if (memory != null) {
            environment.requireMemory(parent.name() + "/$");
        }
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
        if (types.size() >= MOST_TYPES) { // each actor has options of its own, such as tags
            types.clear();
        }
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

    /** Returns the scheduler if it is one without threads, else null. */
    @Nullable SimulatedScheduler simulation() {
        return simulation;
    }

    ReplyPoller poller() {
        return poller;
    }

    AskTimer timer() {
        return timer;
    }

    /** Waits for what an actor is about to do. */
    void await(CompletableFuture<Void> done, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        long left = nanos;
        if (simulation != null) {
            long deadline = Nanos.after(simulation.nanoTime(), nanos);
            while (!done.isDone() && simulation.help(deadline)) {}
            left = 0;
        }
        done.get(left, TimeUnit.NANOSECONDS);
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

    /**
     * Returns whether a send must look closer: messages of some actor wait for room somewhere, or
     * memory is critical.
     */
    boolean isStrained() {
        return strain.get() != 0;
    }

    /** Counts the actors whose messages wait for room. */
    void holding(int more) {
        strain.addAndGet(more);
    }

    // ---- memory

    /** Returns whom mailboxes tell what they take; null for nobody. */
    @Nullable MailboxMemory memory() {
        return memory;
    }

    @Override
    public void memoryLevel(MemoryLevel level) {
        boolean shedding = level.atLeast(MemoryLevel.CRITICAL);
        strain.updateAndGet(now -> shedding ? now | SHEDDING : now & ~SHEDDING);
        if (level != MemoryLevel.NORMAL) {
            guardian.children().forEach(child -> child.post(new Notice.Shrink()));
        }
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
        long deadline =
                Nanos.after(scheduler.nanoTime(), Nanos.of(environment.options().commandTimeout()));
        endings.forEach((cell, ending) -> awaitEnd(cell, ending, deadline));
        timer.close();
        if (watchdog != null) {
            watchdog.close();
        }
        scheduler.close();
    }

    private void awaitEnd(CpuCell<?, ?> cell, CompletableFuture<Void> ending, long deadline) {
        boolean interrupted = false;
        while (true) {
            try {
                await(ending, Math.max(1, deadline - scheduler.nanoTime()));
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
