package io.ringkernel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ContractActors.Add;
import io.ringkernel.ContractActors.Count;
import io.ringkernel.ContractActors.Counter;
import io.ringkernel.ContractActors.Get;
import io.ringkernel.ContractActors.Sum;
import io.ringkernel.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory budgets of runtimes on the CPU, driven by messages. */
@Timeout(60)
class RuntimeMemoryTest {

    private static final int MIB = 1 << 20;

    /** What a place for a {@link Count} takes: a reference, an object's header, an int. */
    private static final int PLACE_BYTES = 24;

    private final List<RuntimeMemory.Change> changes = new CopyOnWriteArrayList<>();

    private RingKernel runtime(MemoryBudget budget) {
        RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .cpuThreads(2)
                        .memoryBudget(budget)
                        .build();
        runtime.memory().addListener(changes::add);
        return runtime;
    }

    private static final ActorOptions LARGE = ActorOptions.defaults().withMailboxCapacity(1 << 17);

    private static ActorRef<Count, Sum> quiesced(RingKernel runtime, String name) {
        ActorRef<Count, Sum> actor = runtime.spawn(name, new Counter(0), LARGE);
        runtime.quiesce(actor);
        return actor;
    }

    /** Sends until the level is reached; returns how many messages that took. */
    private static int fill(RingKernel runtime, ActorRef<Count, Sum> actor, MemoryLevel level) {
        int sent = 0;
        while (!runtime.memory().level().atLeast(level)) {
            assertThat(sent).isLessThan(1 << 17);
            actor.tell(new Add(1));
            sent++;
        }
        return sent;
    }

    /** Returns what so many messages take in a mailbox. */
    private long usedBy(int messages) {
        try (RingKernel runtime = runtime(MemoryBudget.of(2 * MIB))) {
            ActorRef<Count, Sum> alone = quiesced(runtime, "alone");
            for (int i = 0; i < messages; i++) {
                alone.tell(new Add(1));
            }
            return runtime.memory().used();
        }
    }

    @Test
    void shouldReachOneLevelAfterTheOtherAndComeBack() {
        try (RingKernel runtime = runtime(MemoryBudget.of(MIB))) {
            RuntimeMemory memory = runtime.memory();
            assertThat(memory.budget()).hasValue(MIB);
            assertThat(memory.used()).isZero();
            ActorRef<Count, Sum> actor = quiesced(runtime, "actor");
            int sent = fill(runtime, actor, MemoryLevel.EXHAUSTED);

            assertThat((long) sent * PLACE_BYTES).isBetween(MIB * 9L / 10, MIB * 11L / 10);
            assertThat(memory.used()).isBetween(MIB * 9L / 10, MIB * 12L / 10);
            assertThat(runtime.queuedBytes(actor)).isEqualTo((long) sent * PLACE_BYTES);
            assertThat(changes)
                    .extracting(RuntimeMemory.Change::to)
                    .containsExactly(MemoryLevel.HIGH, MemoryLevel.CRITICAL, MemoryLevel.EXHAUSTED);
            assertThat(changes).allSatisfy(change -> assertThat(change.budget()).isEqualTo(MIB));
            assertThat(changes.getFirst().used()).isBetween(MIB * 74L / 100, MIB * 80L / 100);

            runtime.activate(actor);
            await(() -> memory.used() <= 2L * 1024 * PLACE_BYTES); // the last chunk, or none
            assertThat(memory.level()).isEqualTo(MemoryLevel.NORMAL);
            assertThat(memory.peak()).isGreaterThan(MIB * 9L / 10);
            assertThat(answer(actor)).isEqualTo(new Sum(sent, sent));
            runtime.terminate(actor);
            assertThat(memory.used()).isZero();
        }
    }

    @Test
    void shouldTakeMemoryBackFromIdleMailboxesWhenItIsHigh() {
        try (RingKernel runtime = runtime(MemoryBudget.of(MIB))) {
            RuntimeMemory memory = runtime.memory();
            ActorRef<Count, Sum> idle = quiesced(runtime, "idle");
            idle.tellAll(Collections.nCopies(1_500, new Add(1)));
            ActorRef<Count, Sum> asleep = quiesced(runtime, "asleep");
            asleep.tell(new Add(1));
            ActorRef<Add, Sum> parent = runtime.spawn("parent", new Parent());
            parent.tell(new Add(500));
            runtime.activate(idle);
            runtime.activate(asleep);
            assertThat(answer(idle).additions()).isEqualTo(1_500);
            assertThat(answer(asleep).additions()).isEqualTo(1);
            runtime.quiesce(asleep); // handles nothing, and has an empty mailbox with a chunk
            assertThat(reply(parent).additions()).isEqualTo(500);
            await(() -> memory.used() <= 4 * 20L * PLACE_BYTES); // idle: small chunks only
            assertThat(memory.used()).isPositive();

            ActorRef<Count, Sum> hog = quiesced(runtime, "hog");
            long hogs = usedBy(fill(runtime, hog, MemoryLevel.HIGH));
            await(() -> memory.used() == hogs); // though the others are alive
            runtime.terminate(hog);
            assertThat(memory.used()).isZero();
            assertThat(idle.state()).isEqualTo(ActorState.ACTIVE);
            assertThat(answer(idle).additions()).isEqualTo(1_500);
        }
    }

    /** Has a nameless child that it floods, and passes its answer on. */
    private static final class Parent implements Actor<Add, Sum> {
        private ActorRef<Count, Sum> child;

        @Override
        public void receive(Add message, ActorContext<Sum> context) {
            if (child == null) {
                child = context.spawn(new Counter(0));
            }
            if (message.amount() == 0) {
                context.forward(child, new Get());
            }
            for (int i = 0; i < message.amount(); i++) {
                child.tell(new Add(1));
            }
        }
    }

    private static Sum reply(ActorRef<Add, Sum> parent) {
        return parent.ask(new Add(0)).toCompletableFuture().join();
    }

    @Test
    void shouldShedWhatActorsCanDoWithoutWhenMemoryIsCritical() {
        try (RingKernel runtime = runtime(MemoryBudget.of(MIB))) {
            ActorRef<Count, Sum> any = runtime.spawn("any", new Counter(0), LARGE.withSheddable());
            ActorRef<Count, Sum> some =
                    runtime.spawn(
                            "some",
                            new Counter(0),
                            LARGE.withSheddable(Add.class, add -> add.amount() > 9));
            ActorRef<Count, Sum> none = runtime.spawn("none", new Counter(0));
            ActorRef<Count, Sum> hog = quiesced(runtime, "hog");
            fill(runtime, hog, MemoryLevel.HIGH);
            any.tell(new Add(1));
            assertThat(answer(any).additions()).isEqualTo(1);
            fill(runtime, hog, MemoryLevel.CRITICAL);
            assertThat(runtime.memory().level()).isEqualTo(MemoryLevel.CRITICAL);

            any.tell(new Add(2));
            any.tellAll(List.of(new Add(3), new Add(4)));
            runtime.withCredits(any, 1).tell(new Add(5));
            some.tell(new Add(10));
            some.tell(new Add(9));
            none.tell(new Add(11));
            assertThat(runtime.deadLetters().recent())
                    .extracting(DeadLetter::actor, DeadLetter::message, DeadLetter::reason)
                    .containsExactly(
                            shed("any", 2),
                            shed("any", 3),
                            shed("any", 4),
                            shed("any", 5),
                            shed("some", 10));
            assertThat(runtime.overflows(any).deadLettered()).isEqualTo(4);
            assertThat(answer(some)).isEqualTo(new Sum(9, 1));
            assertThat(answer(none)).isEqualTo(new Sum(11, 1));
            assertThatThrownBy(() -> any.ask(new Get()).toCompletableFuture().join())
                    .hasCauseInstanceOf(MailboxFullException.class)
                    .hasMessageContaining("shed")
                    .hasMessageContaining("actor=any");

            runtime.terminate(hog);
            await(() -> runtime.memory().level() == MemoryLevel.NORMAL);
            assertThat(answer(any)).isEqualTo(new Sum(1, 1));
        }
    }

    private static org.assertj.core.groups.Tuple shed(String actor, int amount) {
        return org.assertj.core.api.Assertions.tuple(actor, new Add(amount), Reason.MEMORY_SHED);
    }

    @Test
    void shouldRefuseToSpawnByNameAsChildAndNamelessWhenMemoryIsExhausted() throws Exception {
        BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
        final class Spawner implements Actor<Add, Sum> {
            @Override
            public void receive(Add message, ActorContext<Sum> context) {
                try {
                    if (message.amount() == 0) {
                        context.spawn(new Counter(0));
                    } else {
                        context.spawn("child", new Counter(0));
                    }
                    refusals.add("spawned");
                } catch (MemoryExhaustedException e) {
                    refusals.add(String.valueOf(e.getMessage()));
                }
            }
        }
        try (RingKernel runtime = runtime(MemoryBudget.of(MIB).withLevels(20, 40, 60))) {
            ActorRef<Add, Sum> spawner = runtime.spawn("spawner", new Spawner());
            ActorRef<Count, Sum> hog = quiesced(runtime, "hog");
            fill(runtime, hog, MemoryLevel.EXHAUSTED);
            assertThat(runtime.memory().used()).isBetween(MIB * 55L / 100, MIB * 70L / 100);
            assertThatThrownBy(() -> runtime.spawn("late", new Counter(0)))
                    .isInstanceOf(MemoryExhaustedException.class)
                    .hasMessageContaining("actor=late")
                    .hasMessageContaining("exhausted from=60 %")
                    .hasMessageContaining("budget=1048576");
            spawner.tell(new Add(0));
            assertThat(refusals.poll(20, SECONDS)).contains("actor=spawner/$");
            spawner.tell(new Add(1));
            assertThat(refusals.poll(20, SECONDS)).contains("actor=spawner/child");
            runtime.terminate(hog);
            spawner.tell(new Add(0));
            spawner.tell(new Add(1));
            assertThat(refusals.poll(20, SECONDS)).isEqualTo("spawned");
            assertThat(refusals.poll(20, SECONDS)).isEqualTo("spawned");
            runtime.spawn("late", new Counter(0));
        }
    }

    /** Threads flood actors with every kind of mailbox, which come and go: all is given back. */
    @ParameterizedTest
    @EnumSource
    void shouldCountNothingInTheEndWhenThreadsCompete(OverflowPolicy policy) throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("RuntimeMemoryTest: -Dtest.argLine=-Dtest.seed=" + seed);
        ActorOptions options =
                ActorOptions.defaults().withMailboxCapacity(1 << 12).withOverflow(policy);
        try (RingKernel runtime = runtime(MemoryBudget.of(MIB / 8));
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> flooding = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                Random random = new Random(seed + thread);
                int first = thread * 1_000;
                flooding.add(threads.submit(() -> flood(runtime, options, random, first)));
            }
            for (Future<?> future : flooding) {
                future.get(50, SECONDS);
            }
            assertThat(runtime.names()).isEmpty();
            assertThat(runtime.memory().used()).isZero();
            assertThat(runtime.memory().level()).isEqualTo(MemoryLevel.NORMAL);
            assertThat(runtime.memory().peak()).isPositive();
            assertChain();
        }
    }

    private static void flood(RingKernel runtime, ActorOptions options, Random random, int first) {
        for (int i = 0; i < 60; i++) {
            ActorOptions chosen =
                    random.nextBoolean()
                            ? options
                            : options.withPriority(
                                    Count.class, m -> m instanceof Add add ? add.amount() & 3 : 9);
            ActorRef<Count, Sum> actor;
            try {
                actor = runtime.spawn("actor-" + (first + i), new Counter(0), chosen);
            } catch (MemoryExhaustedException e) {
                Thread.yield(); // the others are at it
                continue;
            }
            if (random.nextBoolean()) {
                runtime.quiesce(actor);
            }
            int burst = random.nextInt(4_000); // less than the mailbox holds
            for (int sent = 0; sent < burst; sent++) {
                actor.tell(new Add(sent));
            }
            if (random.nextInt(3) == 0) {
                runtime.activate(actor);
            }
            runtime.terminate(actor);
        }
    }

    private void assertChain() {
        for (int i = 1; i < changes.size(); i++) {
            assertThat(changes.get(i).from()).isEqualTo(changes.get(i - 1).to());
        }
    }

    @Test
    void shouldCountNothingWithoutABudget() {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            ActorRef<Count, Sum> actor = quiesced(runtime, "actor");
            actor.tellAll(Collections.nCopies(1_000, new Add(1)));
            assertThat(runtime.memory().budget()).isEmpty();
            assertThat(runtime.memory().used()).isZero();
            assertThat(runtime.memory().level()).isEqualTo(MemoryLevel.NORMAL);
            assertThat(runtime.memory().pools()).isEmpty();
            assertThat(runtime.queuedBytes(actor)).isEqualTo(1_000L * PLACE_BYTES);
        }
    }

    @Test
    void shouldTakeTheSizeOfMessagesFromTheOptions() {
        try (RingKernel runtime = runtime(MemoryBudget.of(MIB))) {
            ActorRef<Count, Sum> actor =
                    runtime.spawn("actor", new Counter(0), LARGE.withMessageBytes(9_996));
            runtime.quiesce(actor);
            int sent = fill(runtime, actor, MemoryLevel.EXHAUSTED);
            assertThat(sent).isBetween(50, 120);
            assertThat(runtime.queuedBytes(actor)).isEqualTo(sent * 10_000L);
        }
    }

    // ---- the account itself

    @ParameterizedTest
    @CsvSource({
        "0, NORMAL, NORMAL",
        "7499, NORMAL, NORMAL",
        "7500, NORMAL, HIGH",
        "7300, HIGH, HIGH",
        "7187, HIGH, NORMAL",
        "9000, NORMAL, CRITICAL",
        "8900, CRITICAL, CRITICAL",
        "8600, CRITICAL, HIGH",
        "10000, NORMAL, EXHAUSTED",
        "99999, HIGH, EXHAUSTED",
        "0, EXHAUSTED, NORMAL"
    })
    void shouldLeaveALevelALittleLaterThanItIsReached(
            long used, MemoryLevel from, MemoryLevel expected) {
        assertThat(MemoryBudget.of(10_000).level(used, from)).isEqualTo(expected);
    }

    @Test
    void shouldRefuseBudgetsThatMakeNoSense() {
        assertThatThrownBy(() -> MemoryBudget.of(4_095))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes=4095");
        assertThatThrownBy(() -> MemoryBudget.of(MIB).withLevels(90, 80, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("high=90, critical=80");
        assertThatThrownBy(() -> MemoryBudget.of(MIB).withLevels(50, 80, 101))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LARGE.withMemoryBudget(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("memoryBudget=0");
        assertThatThrownBy(() -> LARGE.withMessageBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("messageBytes=0");
    }

    @Test
    void shouldTellChangesOneAfterTheOtherWhateverListenersDo() throws Exception {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean overlapped = new AtomicBoolean();
        AtomicLong told = new AtomicLong();
        RuntimeMemory memory =
                new RuntimeMemory(
                        MemoryBudget.of(100_000),
                        List::of,
                        _ -> {
                            overlapped.compareAndSet(false, !inside.compareAndSet(false, true));
                            told.incrementAndGet();
                        });
        memory.addListener(_ -> {
            throw new IllegalStateException("listener");
        });
        memory.addListener(changes::add);
        memory.addListener(_ -> {
            memory.add(5_000); // counts while it is told
            memory.add(-5_000);
            inside.set(false);
        });
        memory.add(95_000);
        memory.add(-95_000);
        assertThat(changes).isNotEmpty();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> adding = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(thread);
                adding.add(
                        threads.submit(() -> {
                            for (int i = 0; i < 20_000; i++) {
                                long bytes = random.nextInt(60_000);
                                memory.add(bytes);
                                memory.add(-bytes);
                            }
                        }));
            }
            for (Future<?> future : adding) {
                future.get(40, SECONDS);
            }
        }
        assertThat(memory.used()).isZero();
        assertThat(memory.level()).isEqualTo(MemoryLevel.NORMAL);
        assertThat(overlapped).isFalse();
        assertThat(told.get()).isEqualTo(changes.size()).isPositive();
        assertChain();
    }

    private static Sum answer(ActorRef<Count, Sum> actor) {
        return actor.ask(new Get()).toCompletableFuture().join();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("condition not met within 20 s");
            }
            Thread.yield();
        }
    }
}
