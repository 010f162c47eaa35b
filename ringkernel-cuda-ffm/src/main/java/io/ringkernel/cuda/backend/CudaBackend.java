package io.ringkernel.cuda.backend;

import io.ringkernel.ActorState;
import io.ringkernel.Backend;
import io.ringkernel.BackendLostException;
import io.ringkernel.BackendUnavailableException;
import io.ringkernel.LifecycleException;
import io.ringkernel.MemoryPool;
import io.ringkernel.Placement;
import io.ringkernel.RecordTooLargeException;
import io.ringkernel.RingKernelException;
import io.ringkernel.RuntimeOptions;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaDevice;
import io.ringkernel.cuda.CudaDriver;
import io.ringkernel.cuda.CudaException;
import io.ringkernel.cuda.compile.KernelImage;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.Nanos;
import io.ringkernel.kernels.CommandCode;
import io.ringkernel.kernels.KernelSource;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CUDA backend of one runtime: one context, one persistent kernel, and the actors in it. The
 * first actor of a class new to the kernel makes a new image: the running grid ends, every actor
 * keeping its state and mailbox in memory, and the next grid goes on with them.
 */
final class CudaBackend implements BackendInstance {

    private static final Logger LOG = LoggerFactory.getLogger(CudaBackend.class);

    private static final long STILL_NANOS = 2_000_000_000;

    /** Bulk asynchronous copies came with Hopper. */
    private static final int MIN_COMPUTE_CAPABILITY = 90;

    private final BackendEnvironment environment;
    private final CudaContext context;
    private final Residents residents;
    private final DeviceResources resources;
    private final ResidentKernel kernel;
    private final Conductor conductor;
    private final BehaviorTable behaviors;
    private final Deque<Block> freeBlocks = new ArrayDeque<>();

    /** Held while actors come and go. Taken before the lock of {@link Residents}, never after. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The bytes of actors that the runtime's budget knows of; under the lock. */
    private long counted;

    /** The device's last heartbeat and when it changed; the conductor's. */
    private long lastBeat;

    private long lastBeatAt = Nanos.now();
    private volatile @Nullable BackendLostException lost;
    private volatile boolean closed;

    /** A block that is free, with the epoch of the last command that it obeyed. */
    private record Block(int index, long epoch) {}

    private CudaBackend(BackendEnvironment environment, CudaContext context) {
        RuntimeOptions options = environment.options();
        this.environment = environment;
        this.context = context;
        this.residents = Residents.of(context.device());
        this.resources = residents.alone(() -> DeviceResources.allocate(context, options));
        this.kernel = resources.kernel();
        this.counted = resources.usedBytes(); // what the runtime itself takes is not the actors'
        this.conductor = new Conductor(this, resources.control(), resources.pool());
        this.behaviors = new BehaviorTable(resources.pool() != null);
        residents.add(kernel);
        for (int index = 0; index < options.maxActors(); index++) {
            freeBlocks.add(new Block(index, 0));
        }
    }

    /**
     * Opens the device that the options name.
     *
     * @throws BackendUnavailableException if there is no such device or it cannot run persistent
     *     kernels
     */
    static CudaBackend open(BackendEnvironment environment) {
        CudaDriver driver = CudaDriver.require();
        int ordinal = environment.options().device();
        if (ordinal >= driver.deviceCount()) {
            throw new BackendUnavailableException(
                    "no such device: device="
                            + ordinal
                            + ", devices="
                            + driver.deviceCount()
                            + "; choose another with device(..) of the builder");
        }
        CudaDevice device = driver.device(ordinal);
        if (!device.supportsCooperativeLaunch()
                || !device.canMapHostMemory()
                || device.computeCapability() < MIN_COMPUTE_CAPABILITY) {
            throw new BackendUnavailableException(
                    "the device cannot run this kernel: device="
                            + device.name()
                            + ", computeCapability="
                            + device.computeCapability() / 10.0
                            + ", cooperativeLaunch="
                            + device.supportsCooperativeLaunch()
                            + ", mapsHostMemory="
                            + device.canMapHostMemory()
                            + "; a GPU of compute capability 9.0 or newer is needed");
        }
        CudaContext context = retain(device);
        boolean opened = false;
        try {
            CudaBackend backend = new CudaBackend(environment, context);
            backend.conductor.start();
            opened = true;
            return backend;
        } catch (CudaException e) {
            throw new BackendUnavailableException(
                    "the device cannot be opened: device="
                            + device.name()
                            + ", pinnedBytes="
                            + environment.options().pinnedBytes()
                            + ", deviceBytes="
                            + environment.options().deviceBytes()
                            + ", error="
                            + e.getMessage(),
                    e);
        } finally {
            if (!opened) {
                context.close();
            }
        }
    }

    private static CudaContext retain(CudaDevice device) {
        try {
            return CudaContext.retain(device);
        } catch (CudaException e) {
            if (e.isSticky()) {
                throw new BackendUnavailableException(
                        "the device failed earlier in this process, and the driver gives it"
                                + " back to a new process only: device="
                                + device.name()
                                + ", error="
                                + e.getMessage()
                                + "; restart the JVM to use the GPU again");
            }
            throw e;
        }
    }

    @Override
    public Backend backend() {
        return Backend.CUDA;
    }

    @Override
    public String device() {
        CudaDevice device = context.device();
        return device.name()
                + ", "
                + device.multiprocessors()
                + " SMs, CUDA "
                + CudaDriver.require().versionText();
    }

    @Override
    public List<MemoryPool> memoryPools() {
        return List.of(resources.pinned().pool(), resources.states().pool());
    }

    BackendEnvironment environment() {
        return environment;
    }

    Control control() {
        return resources.control();
    }

    Conductor conductor() {
        return conductor;
    }

    // ---- spawning

    @Override
    public <M, R> ActorCell<M, R> spawn(ActorSpec<M, R> spec) {
        CpuOnly.refuse(spec.initial().getClass(), spec.options());
        Placement placement = spec.options().placement();
        if (placement == null) {
            placement = environment.options().placement();
        }
        try {
            return placement == Placement.POOLED ? spawnPooled(spec) : place(spec);
        } finally {
            count();
        }
    }

    /** Holds the lock only to find the behaviour: many threads may spawn pooled actors at once. */
    private <M, R> PooledActor<M, R> spawnPooled(ActorSpec<M, R> spec) {
        Pool pool = resources.pool();
        if (pool == null) {
            throw new RingKernelException(
                    "the runtime has no pool: actor="
                            + spec.name()
                            + ", placement=POOLED, maxPooled=0; raise maxPooled of the builder");
        }
        BehaviorTable.Behavior behavior = known(spec);
        if (spec.options().slotBytes() > pool.slotBytes()) {
            throw new RecordTooLargeException(
                    "slots too large for the pool's rings: actor="
                            + spec.name()
                            + ", slotBytes="
                            + spec.options().slotBytes()
                            + ", limit="
                            + pool.slotBytes()
                            + "; raise pooledSlotBytes of the builder");
        }
        Pool.Place place = pool.take();
        if (place == null) {
            throw new RingKernelException(
                    "no room for another pooled actor: actor="
                            + spec.name()
                            + ", maxPooled="
                            + environment.options().maxPooled()
                            + "; raise maxPooled of the builder");
        }
        PooledActor<M, R> actor = null;
        try {
            PooledMemory memory =
                    new PooledMemory(
                            resources.pinned(),
                            resources.states(),
                            spec.options(),
                            behavior.actor().state(),
                            behavior.id(),
                            spec.initial());
            actor = new PooledActor<>(this, pool, place, spec, behavior, memory);
        } finally {
            if (actor == null) {
                pool.give(place);
            }
        }
        pool.add(actor);
        actor.spawn(); // if it is not acknowledged, number and memory stay taken
        return actor;
    }

    private BehaviorTable.Behavior known(ActorSpec<?, ?> spec) {
        lock.lock();
        try {
            requireAlive();
            return resident(spec.protocol());
        } catch (CudaException e) {
            throw lostOr(e);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the device up if an error says so; returns what the caller is to be told. */
    private RuntimeException lostOr(CudaException e) {
        if (e.isSticky()) {
            lose(e);
            requireAlive();
        }
        return e;
    }

    private <M, R> CudaActor<M, R> place(ActorSpec<M, R> spec) {
        lock.lock();
        try {
            requireAlive();
            BehaviorTable.Behavior behavior = resident(spec.protocol());
            requireFit(spec);
            Block block = freeBlocks.poll();
            if (block == null) {
                throw new RingKernelException(
                        "no block is free for another actor: actor="
                                + spec.name()
                                + ", maxActors="
                                + environment.options().maxActors()
                                + "; raise maxActors of the builder");
            }
            return spawn(spec, behavior, block);
        } catch (CudaException e) {
            throw lostOr(e);
        } finally {
            lock.unlock();
        }
    }

    private <M, R> CudaActor<M, R> spawn(
            ActorSpec<M, R> spec, BehaviorTable.Behavior behavior, Block block) {
        ActorMemory memory = null;
        CudaActor<M, R> actor = null;
        boolean spawned = false;
        try {
            memory =
                    new ActorMemory(
                            resources.pinned(),
                            resources.states(),
                            spec.options(),
                            behavior.actor().state(),
                            spec.initial());
            ReplyRing replies = new ReplyRing(memory.replies());
            actor =
                    new CudaActor<>(
                            this, spec, behavior, block.index(), block.epoch(), memory, replies);
            actor.spawn();
            conductor.add(actor);
            spawned = true;
            return actor;
        } finally {
            // Once the device was told, its block may be reading the memory: then both stay taken.
            if (!spawned && actor == null) {
                freeBlocks.addFirst(block);
                if (memory != null) {
                    memory.give();
                }
            }
        }
    }

    /** Returns the behaviour of a class, after making sure that the running kernel knows it. */
    private BehaviorTable.Behavior resident(ActorProtocol protocol) {
        Optional<BehaviorTable.Behavior> known = behaviors.find(protocol.actorClass());
        if (known.isPresent()) {
            return known.get();
        }
        BehaviorTable.Behavior added = behaviors.transpile(protocol);
        KernelSource source = behaviors.sourceWith(added);
        KernelImage image = kernel.image(source);
        residents.alone(() -> {
            kernel.load(image, source, residents.others(kernel));
            return kernel;
        });
        residents.locked(() -> {
            if (!kernel.isResident()) {
                kernel.launch();
            }
        });
        behaviors.add(added);
        return added;
    }

    /** Replies of large slots are gathered in a window's memory, which must hold two. */
    private void requireFit(ActorSpec<?, ?> spec) {
        int windowBytes = kernel.windowSlots() * SlotLayout.TAGGED_BYTES;
        if (2 * spec.options().slotBytes() > windowBytes) {
            throw new RecordTooLargeException(
                    "slots too large for so many actors: actor="
                            + spec.name()
                            + ", slotBytes="
                            + spec.options().slotBytes()
                            + ", limit="
                            + windowBytes / 2
                            + "; lower maxActors of the builder, so that each has more shared memory");
        }
    }

    /** Takes an actor off the books after the device acknowledged its end. */
    void release(CudaActor<?, ?> actor) {
        lock.lock();
        try {
            conductor.remove(actor);
            actor.free();
            freeBlocks.add(new Block(actor.index(), actor.epoch()));
        } finally {
            lock.unlock();
        }
        count();
    }

    /** Counts what actors took or gave back since the last time. */
    void count() {
        long change;
        lock.lock();
        try {
            long used = resources.usedBytes();
            change = used - counted;
            counted = used;
        } finally {
            lock.unlock();
        }
        if (change != 0) {
            environment.allocated(change);
        }
    }

    // ---- health

    /** Throws if the device was lost. */
    void requireAlive() {
        BackendLostException gone = lost;
        if (gone != null) {
            throw new BackendLostException(
                    "the device was lost; close this runtime, and restart the JVM to use the GPU again",
                    gone);
        }
    }

    @Nullable BackendLostException lost() {
        return lost;
    }

    /**
     * Called by the conductor now and then: a grid that ended because the host stood still, as
     * under a debugger, is launched again; one that ended in any other way loses the device.
     *
     * @throws io.ringkernel.cuda.CudaException if the grid ended in an error
     */
    void checkKernel() {
        if (lost == null && !closed) {
            residents.tryLocked(this::checkResident);
        }
    }

    private void checkResident() {
        if (!kernel.isResident()) {
            return;
        }
        if (kernel.isRunning()) {
            watchHeartbeat();
            return;
        }
        if (resources.control().stopped() == (kernel.generation() << 1 | 1)) {
            LOG.warn("the kernel ended because the host stood still; launching it again");
            kernel.launch();
        } else {
            lose(
                    new IllegalStateException(
                            "the kernel ended by itself: stopped="
                                    + resources.control().stopped()));
        }
    }

    /**
     * A supervisor that stands still while its grid runs: the device is held by another, or by a
     * debugger.
     */
    private void watchHeartbeat() {
        long beat = resources.control().deviceHeartbeat();
        long now = Nanos.now();
        if (beat != lastBeat) {
            lastBeat = beat;
            lastBeatAt = now;
        } else if (now - lastBeatAt > STILL_NANOS) {
            lastBeatAt = now;
            LOG.warn(
                    "the device's heartbeat has stood still for {} s: another process or a debugger may hold it",
                    STILL_NANOS / 1_000_000_000);
        }
    }

    /** Gives every actor up: the device failed, and nothing in it can be trusted any more. */
    synchronized void lose(RuntimeException cause) {
        if (lost != null) {
            return;
        }
        String message =
                "the device was lost: device="
                        + context.device().name()
                        + ", error="
                        + cause.getMessage()
                        + "; close this runtime, and restart the JVM to use the GPU again";
        LOG.error(message, cause);
        lost = new BackendLostException(message, cause);
        for (CudaActor<?, ?> actor : conductor.actors()) {
            actor.abandon(Ending.lost(message, cause), ActorState.FAILED);
        }
        Pool pool = resources.pool();
        if (pool != null) {
            pool.abandon(
                    actor -> actor.abandon(Ending.lost(message, cause), ActorState.FAILED),
                    null,
                    resources.states());
        }
    }

    /** Makes the device fail, as a bug in a kernel would: for tests. */
    void sabotage() {
        resources.control().send(CommandCode.TRAP, 0, 0, 0);
    }

    // ---- closing

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            boolean ended = lost != null || stopped();
            conductor.close();
            for (CudaActor<?, ?> actor : List.copyOf(conductor.actors())) {
                actor.abandon(Ending.closed(actor.name()), ActorState.TERMINATED);
            }
            Pool pool = resources.pool();
            if (pool != null && lost == null) {
                pool.abandon(
                        actor -> actor.abandon(Ending.closed(actor.name()), ActorState.TERMINATED),
                        ended ? kernel.poolStream() : null,
                        resources.states());
            }
            if (ended) {
                release();
            } else {
                LOG.error(
                        "a handler does not return; the device's memory stays taken until the process ends");
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean stopped() {
        try {
            residents.locked(kernel::stop);
            return true;
        } catch (LifecycleException e) {
            LOG.error("closing goes on without the kernel's end", e);
            return false;
        } catch (RuntimeException e) {
            LOG.error("the device failed while it was closed", e);
            lost = new BackendLostException("the device failed while it was closed", e);
            return true;
        }
    }

    private void release() {
        residents.remove(kernel);
        residents.alone(() -> {
            resources.close();
            return resources;
        });
        context.close();
    }
}
