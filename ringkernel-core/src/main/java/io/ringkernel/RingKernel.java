package io.ringkernel;

import io.ringkernel.clock.HybridClock;
import io.ringkernel.internal.ActorEndpoint;
import io.ringkernel.internal.MessageBytes;
import io.ringkernel.internal.Nanos;
import io.ringkernel.internal.OverflowTally;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import io.ringkernel.spi.CpuScheduler;
import io.ringkernel.spi.SimulatedScheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A runtime: one backend, the actors on it, and their names. Thread-safe.
 *
 * <pre>{@code
 * try (RingKernel runtime = RingKernel.builder().backend(Backend.AUTO).build()) {
 *     ActorRef<Command, Delays> atl = runtime.spawn("airports/ATL", new Airport());
 *     atl.tell(new Flight(42, 300));
 *     Delays answer = atl.ask(new Query()).toCompletableFuture().get(1, SECONDS);
 * }
 * }</pre>
 *
 * <p>{@link #close} ends every actor. After it, spawning and sending throw {@link
 * RuntimeClosedException}.
 */
public final class RingKernel implements AutoCloseable {

    private final DeadLetters deadLetters;
    private final BackendSelection selection;
    private final Topics topics;
    private final Registry registry;

    /** Spawns share it, closing excludes them. */
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();

    private final RuntimeMemory memory;
    private final Environment environment;
    private final HybridClock clock;

    private RingKernel(RuntimeOptions options) {
        this.deadLetters =
                new DeadLetters(
                        options.deadLetterCapacity(),
                        options.deadLetterAge() == null
                                ? Long.MAX_VALUE
                                : Nanos.of(options.deadLetterAge()),
                        clockOf(options.cpuScheduler()),
                        this::find);
        this.memory =
                new RuntimeMemory(
                        options.memoryBudget(),
                        () -> backendInstance().memoryPools(),
                        level -> backendInstance().memoryLevel(level));
        this.environment = new Environment(options, deadLetters, memory);
        this.topics = new Topics(environment);
        CpuScheduler scheduler = options.cpuScheduler();
        this.registry = new Registry(topics::forget, callBacks(scheduler));
        this.clock =
                scheduler == null
                        ? new HybridClock(0)
                        : new HybridClock(
                                0,
                                () -> TimeUnit.NANOSECONDS.toMillis(scheduler.nanoTime()),
                                HybridClock.DEFAULT_MAX_DRIFT);
        this.selection = BackendSelection.open(environment);
    }

    private static LongSupplier clockOf(@Nullable CpuScheduler given) {
        return given == null ? Nanos::now : given::nanoTime;
    }

    private static Consumer<Runnable> callBacks(@Nullable CpuScheduler scheduler) {
        return scheduler instanceof SimulatedScheduler simulated
                ? simulated::callBack
                : action -> Thread.ofVirtual().name("ringkernel-watch").start(action);
    }

    /** Starts the building of a runtime. */
    public static Builder builder() {
        return new Builder();
    }

    /** Spawns an actor with the {@linkplain ActorOptions#defaults() default options}. */
    public <M, R> ActorRef<M, R> spawn(String name, Actor<M, R> actor) {
        return spawn(name, actor, ActorOptions.defaults());
    }

    /**
     * Spawns an actor and activates it. The instance is its initial state; on the CPU backend it
     * also <em>is</em> the actor from here on, so do not touch it again.
     *
     * @param name a path such as {@code airports/ATL}, unique among the actors not terminated
     * @throws IllegalArgumentException if the name is not a path
     * @throws DuplicateNameException if an actor of this name exists
     * @throws MessageTypeException if the class does not say what it understands, or says what no
     *     message can be
     * @throws RecordTooLargeException if a record does not fit the slot
     * @throws UnsupportedActorException if the backend cannot run the class
     * @throws LifecycleException if the backend does not acknowledge in time
     * @throws MemoryExhaustedException if the runtime's memory budget is exhausted
     * @throws RuntimeClosedException if the runtime has been closed
     */
    public <M, R> ActorRef<M, R> spawn(String name, Actor<M, R> actor, ActorOptions options) {
        return spawn(SpawnRules.checkedName(name), actor, null, options, null);
    }

    /**
     * Spawns an actor whose state is more than the runtime can copy: every restart begins with
     * another instance from {@code factory}, as the first life does.
     */
    public <M, R> ActorRef<M, R> spawn(
            String name, Supplier<? extends Actor<M, R>> factory, ActorOptions options) {
        return spawn(SpawnRules.checkedName(name), factory.get(), factory, options, null);
    }

    private <M, R> ActorCell<M, R> spawn(
            String name,
            Actor<M, R> actor,
            @Nullable Supplier<? extends Actor<M, R>> factory,
            ActorOptions options,
            @Nullable ActorCell<?, ?> parent) {
        ActorProtocol protocol =
                backendInstance().byReference()
                        ? ActorProtocol.ofReferences(actor.getClass())
                        : ActorProtocol.of(actor.getClass());
        ActorOptions resolved = SpawnRules.withSlotFor(protocol, options);
        resolved =
                SpawnRules.withinBudget(
                        name,
                        resolved,
                        backendInstance().byReference()
                                ? MessageBytes.ofPlace(protocol, resolved)
                                : resolved.slotBytes());
        memory.requireFor(name);
        if (!lifetime.readLock()
                .tryLock()) { // an actor must not wait for close, which waits for it
            if (parent != null) {
                throw Environment.closing();
            }
            lifetime.readLock().lock();
        }
        try {
            requireOpen();
            return spawn(new ActorSpec<>(name, actor, protocol, resolved, factory, parent));
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private <M, R> ActorCell<M, R> spawn(ActorSpec<M, R> spec) {
        Registry.Entry entry = registry.reserve(spec.name());
        try {
            ActorCell<M, R> cell = activated(backendInstance().spawn(spec));
            registry.add(entry, cell, spec.options().tags());
            if (hasEnded(cell, spec)) { // before it was known
                registry.remove(cell);
            }
            return cell;
        } finally {
            registry.release(entry);
        }
    }

    private static boolean hasEnded(ActorCell<?, ?> cell, ActorSpec<?, ?> spec) {
        return cell.state() == ActorState.TERMINATED
                || (spec.parent() != null && !cell.state().isAlive());
    }

    /** Activates a new actor, or ends it again. */
    private static <M, R> ActorCell<M, R> activated(ActorCell<M, R> cell) {
        try {
            cell.activate();
            return cell;
        } catch (RuntimeException e) {
            try {
                cell.terminate();
            } catch (RuntimeException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    /** Returns the actors by name, by pattern and by tag, and watches over them. */
    public Registry registry() {
        return registry;
    }

    /** Returns the topics to which messages are published. */
    public Topics topics() {
        return topics;
    }

    /** Returns the actor of this name: short for {@link Registry#find(String)}. */
    public Optional<ActorRef<?, ?>> find(String name) {
        return registry.find(name);
    }

    /** Returns the names of the actors, sorted: short for {@link Registry#names}. */
    public Set<String> names() {
        return registry.names();
    }

    /** Returns where the actors run; never {@link Backend#AUTO}. */
    public Backend backend() {
        return backendInstance().backend();
    }

    /** Returns what they run on, in words, such as {@code NVIDIA H200, 132 SMs, CUDA 13.0}. */
    public String device() {
        return backendInstance().device();
    }

    /**
     * Returns why a runtime that was asked for {@link Backend#AUTO} is on the CPU; empty otherwise.
     */
    public Optional<String> fallbackReason() {
        return Optional.ofNullable(selection.fallbackReason());
    }

    /**
     * Lets a quiesced actor handle messages again; no effect on an active one.
     *
     * @throws LifecycleException if the actor has failed or terminated, or does not acknowledge in
     *     time
     */
    public void activate(ActorRef<?, ?> actor) {
        cell(actor).activate();
    }

    /**
     * Stops an actor after every message accepted before the call; messages queue until it is
     * activated again. Returns when it has stopped.
     *
     * @throws LifecycleException if the actor has failed or terminated, or does not acknowledge in
     *     time
     */
    public void quiesce(ActorRef<?, ?> actor) {
        cell(actor).quiesce();
    }

    /**
     * Ends an actor. What is left in its mailbox becomes dead letters, its asks fail with {@link
     * ActorTerminatedException}, and its name is free again. A failed one becomes terminated. No
     * effect on one that was terminated before.
     *
     * @throws LifecycleException if the actor does not acknowledge in time; it ends as soon as it
     *     can
     */
    public void terminate(ActorRef<?, ?> actor) {
        ActorCell<?, ?> cell = cell(actor);
        cell.terminate();
        registry.remove(cell);
    }

    /**
     * Returns a reference to an actor through which only so many messages may be in its mailbox at
     * a time, so that one sender cannot fill a mailbox that others share.
     *
     * @param credits how many, from 1 to 2^20
     * @throws IllegalArgumentException if {@code credits} is out of range, or {@code actor} is no
     *     actor of this runtime
     */
    @SuppressWarnings("unchecked") // the same actor
    public <M, R> CreditedRef<M, R> withCredits(ActorRef<M, R> actor, int credits) {
        return ((ActorCell<M, R>) cell(actor)).withCredits(credits);
    }

    /** Returns how often sends to any actor did not go at once, and what became of them. */
    public OverflowCounts overflows() {
        return environment.overflows.counts();
    }

    /** Returns how often sends to this actor did not go at once, and what became of them. */
    public OverflowCounts overflows(ActorRef<?, ?> actor) {
        return cell(actor).overflows();
    }

    /** Returns what the mailboxes take of the runtime's memory budget. */
    public RuntimeMemory memory() {
        return memory;
    }

    /**
     * Returns what the messages take that wait in the actor's mailbox, in bytes, as of about now:
     * the measure of {@link ActorOptions#withMemoryBudget}.
     */
    public long queuedBytes(ActorRef<?, ?> actor) {
        return cell(actor).queuedBytes();
    }

    /** Returns the runtime's hybrid logical clock, which stamps what {@link #supervision} tells. */
    public HybridClock clock() {
        return clock;
    }

    /** Returns what supervision saw and did. */
    public SupervisionLog supervision() {
        return environment.supervision;
    }

    /** Returns what could not be delivered. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /**
     * Ends every actor and releases the backend, in bounded time. What was queued becomes dead
     * letters, asks that wait fail with {@link RuntimeClosedException}. Idempotent.
     */
    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            environment.closed = true;
            registry.clear();
            topics.clear();
            backendInstance().close();
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private BackendInstance backendInstance() {
        return selection.instance();
    }

    private void requireOpen() {
        if (environment.closed) {
            throw Environment.closing();
        }
    }

    private ActorCell<?, ?> cell(ActorRef<?, ?> actor) {
        ActorRef<?, ?> behind = actor instanceof CreditedRef<?, ?> edge ? edge.actor() : actor;
        if (!(behind instanceof ActorCell<?, ?> cell)) {
            throw foreign(actor);
        }
        if (!registry.holds(cell) && !hasEnded(cell)) {
            requireOpen();
            throw foreign(actor);
        }
        return cell;
    }

    /** Returns whether an actor that the registry does not hold had its name here, and lost it. */
    private boolean hasEnded(ActorCell<?, ?> cell) {
        return switch (cell.state()) {
            case TERMINATED -> true;
            case FAILED -> // a child: its supervisor let it go
                    cell instanceof ActorEndpoint<?, ?> endpoint && endpoint.isOf(environment);
            default -> false;
        };
    }

    private static IllegalArgumentException foreign(ActorRef<?, ?> actor) {
        return new IllegalArgumentException("not an actor of this runtime: actor=" + actor.name());
    }

    private final class Environment implements BackendEnvironment {
        private final RuntimeOptions options;
        private final DeadLetters deadLetters;
        private final SupervisionLog supervision = new SupervisionLog();
        private final OverflowTally overflows = new OverflowTally(_ -> {});
        private final RuntimeMemory memory;
        private volatile boolean closed;

        Environment(RuntimeOptions options, DeadLetters deadLetters, RuntimeMemory memory) {
            this.options = options;
            this.deadLetters = deadLetters;
            this.memory = memory;
        }

        @Override
        public RuntimeOptions options() {
            return options;
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            deadLetters.add(letter);
        }

        @Override
        public <M, R> ActorCell<M, R> spawn(
                ActorCell<?, ?> parent,
                String segment,
                Actor<M, R> actor,
                @Nullable Supplier<? extends Actor<M, R>> factory,
                ActorOptions options) {
            String name = parent.name() + "/" + SpawnRules.checkedSegment(segment);
            return RingKernel.this.spawn(name, actor, factory, options, parent);
        }

        @Override
        public void ended(ActorCell<?, ?> cell) {
            registry.remove(cell);
        }

        @Override
        public void supervised(
                String actor,
                SupervisionEvent.Kind kind,
                @Nullable ActorFault fault,
                int restarts) {
            supervision.add(new SupervisionEvent(clock.timestamp(), actor, kind, fault, restarts));
        }

        @Override
        public void overflowed(OverflowCounts.Kind kind) {
            overflows.count(kind);
        }

        @Override
        public boolean countsMemory() {
            return memory.isCounted();
        }

        @Override
        public void allocated(long bytes) {
            memory.add(bytes);
        }

        @Override
        public MemoryLevel memoryLevel() {
            return memory.level();
        }

        @Override
        public void requireMemory(String actor) {
            memory.requireFor(actor);
        }

        @Override
        public boolean closed() {
            return closed;
        }

        static RuntimeClosedException closing() {
            return new RuntimeClosedException(
                    "the runtime has been closed; build another one to spawn actors");
        }
    }

    /** Collects the options of a runtime. Not thread-safe. */
    public static final class Builder {
        private Backend backend = RuntimeOptions.DEFAULTS.backend();
        private int device = RuntimeOptions.DEFAULTS.device();
        private int maxActors = RuntimeOptions.DEFAULTS.maxActors();
        private long pinnedBytes = RuntimeOptions.DEFAULTS.pinnedBytes();
        private long deviceBytes = RuntimeOptions.DEFAULTS.deviceBytes();
        private Placement placement = RuntimeOptions.DEFAULTS.placement();
        private int maxPooled = RuntimeOptions.DEFAULTS.maxPooled();
        private int pooledSlotBytes = RuntimeOptions.DEFAULTS.pooledSlotBytes();
        private Duration commandTimeout = RuntimeOptions.DEFAULTS.commandTimeout();
        private int cpuThreads = RuntimeOptions.DEFAULTS.cpuThreads();
        private int deadLetterCapacity = RuntimeOptions.DEFAULTS.deadLetterCapacity();
        private @Nullable Duration deadLetterAge;
        private Supervision supervision = RuntimeOptions.DEFAULTS.supervision();
        private Duration stallTimeout = RuntimeOptions.DEFAULTS.stallTimeout();
        private int failStalledAfter = RuntimeOptions.DEFAULTS.failStalledAfter();
        private @Nullable MemoryBudget memoryBudget;
        private @Nullable CpuScheduler cpuScheduler;

        private Builder() {}

        /** Sets the backend; {@link Backend#AUTO} unless set. */
        public Builder backend(Backend value) {
            backend = Objects.requireNonNull(value, "backend");
            return this;
        }

        /** Sets the ordinal of the GPU; 0 unless set. */
        public Builder device(int ordinal) {
            device = ordinal;
            return this;
        }

        /**
         * Sets how many actors may be alive at once on the device, from 1 to 4095; 511 unless set.
         */
        public Builder maxActors(int actors) {
            maxActors = actors;
            return this;
        }

        /**
         * Sets the host memory to pin for mailboxes and replies on the device; 64 MiB unless set.
         */
        public Builder pinnedBytes(long bytes) {
            pinnedBytes = bytes;
            return this;
        }

        /** Sets the device memory to take for the actors' state; 64 MiB unless set. */
        public Builder deviceBytes(long bytes) {
            deviceBytes = bytes;
            return this;
        }

        /**
         * Sets where actors run on the device whose options do not say; {@link Placement#PINNED}
         * unless set.
         */
        public Builder placement(Placement value) {
            placement = Objects.requireNonNull(value, "placement");
            return this;
        }

        /**
         * Sets how many {@linkplain Placement#POOLED pooled} actors may be alive at once on the
         * device, up to 2^22; 0 unless set, and then the device spends nothing on them. Each takes
         * about 150 bytes, and its mailbox and state of {@link #deviceBytes}.
         */
        public Builder maxPooled(int actors) {
            maxPooled = actors;
            return this;
        }

        /**
         * Sets the size of the slots in which messages and replies of pooled actors travel: 64,
         * 128, 256 or 512 bytes, of which 32 are the header; 64 unless set.
         */
        public Builder pooledSlotBytes(int bytes) {
            pooledSlotBytes = bytes;
            return this;
        }

        /** Sets how long a lifecycle command may wait for its acknowledgement; 5 s unless set. */
        public Builder commandTimeout(Duration timeout) {
            commandTimeout = Objects.requireNonNull(timeout, "commandTimeout");
            return this;
        }

        /** Sets the carrier threads of the CPU backend; one for each processor unless set. */
        public Builder cpuThreads(int threads) {
            cpuThreads = threads;
            return this;
        }

        /** Sets how many dead letters are kept; 1024 unless set. */
        public Builder deadLetterCapacity(int letters) {
            deadLetterCapacity = letters;
            return this;
        }

        /**
         * Sets how long dead letters are kept; unless set, as long as there is room. One that is
         * too old is forgotten when the next comes or somebody looks.
         */
        public Builder deadLetterAge(Duration age) {
            deadLetterAge = Objects.requireNonNull(age, "deadLetterAge");
            return this;
        }

        /**
         * Sets how much memory mailboxes should take, with the usual levels; no budget unless set.
         */
        public Builder memoryBudget(long bytes) {
            return memoryBudget(MemoryBudget.of(bytes));
        }

        /** Sets how much memory mailboxes should take, and the levels. */
        public Builder memoryBudget(MemoryBudget value) {
            memoryBudget = Objects.requireNonNull(value, "memoryBudget");
            return this;
        }

        /**
         * Sets how the actors are supervised that no actor spawned; {@link Supervision#oneForOne}
         * unless set.
         */
        public Builder supervision(Supervision value) {
            supervision = Objects.requireNonNull(value, "supervision");
            return this;
        }

        /**
         * Sets how long a handler on the CPU backend may take before it counts as stalled, from 1
         * ms; 5 s unless set, zero for no limit. A stall is noticed within twice this time: {@link
         * RingKernel#supervision} records it, the actor's watchers are told, and another thread
         * stands in for the one that is held up, so that other actors go on.
         */
        public Builder stallTimeout(Duration timeout) {
            stallTimeout = Objects.requireNonNull(timeout, "stallTimeout");
            return this;
        }

        /**
         * Makes a stall a failure after this many stall timeouts: the handler's thread is
         * interrupted, and as soon as the handler returns or throws, the actor has failed and its
         * supervisor decides. 0, never, unless set. A handler that ignores interrupts stays where
         * it is.
         */
        public Builder failStalledAfter(int timeouts) {
            failStalledAfter = timeouts;
            return this;
        }

        /**
         * Has the actors of the CPU backend run by this, as a test kit does. Its time is that of
         * {@link RingKernel#clock} too, which then begins with 1970.
         */
        public Builder cpuScheduler(CpuScheduler value) {
            cpuScheduler = Objects.requireNonNull(value, "cpuScheduler");
            return this;
        }

        /**
         * Opens the runtime.
         *
         * @throws IllegalArgumentException if an option is out of its range
         * @throws BackendUnavailableException if the backend that was asked for cannot run here
         */
        public RingKernel build() {
            return new RingKernel(
                    new RuntimeOptions(
                            backend,
                            device,
                            maxActors,
                            pinnedBytes,
                            deviceBytes,
                            placement,
                            maxPooled,
                            pooledSlotBytes,
                            commandTimeout,
                            cpuThreads,
                            deadLetterCapacity,
                            deadLetterAge,
                            supervision,
                            stallTimeout,
                            failStalledAfter,
                            memoryBudget,
                            cpuScheduler));
        }
    }
}
