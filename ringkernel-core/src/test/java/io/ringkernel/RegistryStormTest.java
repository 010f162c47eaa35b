package io.ringkernel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.ContractActors.Count;
import io.ringkernel.ContractActors.Counter;
import io.ringkernel.ContractActors.Sum;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.spi.ActorCell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches that begin, go on and end while actors come and go under a few names. */
@Timeout(120)
class RegistryStormTest {

    private static final int THREADS = 4;
    private static final int NAMES = 6;
    private static final int OBSERVERS = 30;
    private static final String LAST = "storm/last";
    private static final ActorOptions SMALL =
            ActorOptions.defaults().withMailboxCapacity(16).withTags("storm");

    /** Keeps what it saw, and checks every event against what came before. */
    private static final class Observer implements Consumer<Registry.Event> {
        private final Map<String, ActorRef<?, ?>> present = new HashMap<>();
        private final List<String> wrong = new ArrayList<>();
        private final CountDownLatch last = new CountDownLatch(1);
        private long additions;
        private long removals;

        @Override
        public void accept(Registry.Event event) {
            ActorRef<?, ?> actor = event.actor();
            switch (event) {
                case Registry.Added _ -> {
                    additions++;
                    if (present.put(actor.name(), actor) != null) {
                        wrong("added twice", actor);
                    }
                }
                case Registry.Removed _ -> {
                    removals++;
                    if (present.remove(actor.name()) != actor) {
                        wrong("removed without being there", actor);
                    }
                }
            }
            if (actor.name().equals(LAST)) {
                last.countDown();
            }
        }

        private void wrong(String what, ActorRef<?, ?> actor) {
            if (wrong.size() < 10) {
                wrong.add(what + ": " + actor.name());
            }
        }

        /**
         * What came before the last actor was reported before it; then nothing changes any more.
         */
        void check(Map<String, ActorRef<?, ?>> expected) throws InterruptedException {
            assertThat(last.await(30, SECONDS)).as("the last actor was seen").isTrue();
            assertThat(wrong).isEmpty();
            assertThat(present).isEqualTo(expected);
            assertThat(additions - removals).isEqualTo(expected.size());
        }
    }

    /** What comes and goes. */
    private interface Population {
        Registry registry();

        /** Adds an actor, or removes it, or fails because another thread was faster. */
        void change(String name);

        void add(String name);
    }

    @Test
    void shouldListNamesWhileActorsComeAndGo() throws Exception {
        Registry registry = new Registry(_ -> {}, Thread::startVirtualThread);
        AtomicBoolean over = new AtomicBoolean();
        registry.add(registry.reserve("stays"), new Nobody("stays"), Set.of());
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> changing =
                    threads.submit(() -> {
                        while (!over.get()) {
                            List<Nobody> some = new ArrayList<>();
                            for (int i = 0; i < NAMES; i++) {
                                some.add(new Nobody("comes-and-goes/" + i));
                            }
                            some.forEach(cell ->
                                    registry.add(registry.reserve(cell.name()), cell, Set.of()));
                            some.forEach(registry::remove);
                        }
                    });
            try {
                for (int i = 0; i < 50_000; i++) {
                    assertThat(registry.names()).contains("stays");
                }
            } finally {
                over.set(true);
            }
            changing.get(10, SECONDS);
        }
    }

    @Test
    void shouldReportEveryActorOfARuntimeOnce() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).cpuThreads(2).build()) {
            storm(
                    3_000,
                    new Population() {
                        @Override
                        public Registry registry() {
                            return runtime.registry();
                        }

                        @Override
                        public void change(String name) {
                            runtime.find(name).ifPresentOrElse(runtime::terminate, () -> add(name));
                        }

                        @Override
                        public void add(String name) {
                            runtime.spawn(name, new Counter(0), SMALL);
                        }
                    });
        }
    }

    @Test
    void shouldReportEveryChangeOnceWhenNothingElseTakesTime() throws Exception {
        Registry registry = new Registry(_ -> {}, Thread::startVirtualThread);
        storm(
                60_000,
                new Population() {
                    @Override
                    public Registry registry() {
                        return registry;
                    }

                    @Override
                    public void change(String name) {
                        toggle(registry, name);
                    }

                    @Override
                    public void add(String name) {
                        RegistryStormTest.add(registry, name);
                    }
                });
    }

    /** Each round: one thread changes one name up to three times while another begins a watch. */
    @Test
    void shouldNeitherMissNorDoubleWhatChangesWhileAWatchBegins() throws Exception {
        Registry registry = new Registry(_ -> {}, Thread::startVirtualThread);
        Spinner spinner = new Spinner();
        for (int i = 0; i < 100; i++) { // more to do between reading the watches and the end
            registry.watch("**/*a*b*c", _ -> {});
        }
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 40_000; round++) {
                int changes = 1 + round % 3;
                Future<?> changing =
                        other.submit(() -> {
                            spinner.meet();
                            for (int i = 0; i < changes; i++) {
                                toggle(registry, "storm/x");
                            }
                        });
                Observer observer = new Observer();
                spinner.meet();
                try (Registration _ = registry.watch("storm/*", observer)) {
                    changing.get();
                    add(registry, LAST);
                    observer.check(byName(registry));
                    toggle(registry, LAST);
                }
            }
        }
    }

    /** Lets two threads go on at the same time. */
    private static final class Spinner {
        private final AtomicInteger arrived = new AtomicInteger();

        void meet() {
            int both = (arrived.getAndIncrement() | 1) + 1;
            for (int spins = 0; arrived.get() < both; spins++) {
                if (spins < 1000) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }

    private static void toggle(Registry registry, String name) {
        registry.find(name)
                .ifPresentOrElse(
                        actor -> registry.remove((ActorCell<?, ?>) actor),
                        () -> add(registry, name));
    }

    private static void add(Registry registry, String name) {
        registry.add(registry.reserve(name), new Nobody(name), Set.of("storm"));
    }

    private static Map<String, ActorRef<?, ?>> byName(Registry registry) {
        Map<String, ActorRef<?, ?>> actors = new HashMap<>();
        registry.match("storm/**").forEach(actor -> actors.put(actor.name(), actor));
        return actors;
    }

    private static void storm(int rounds, Population population) throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Registry registry = population.registry();
        List<Observer> observers = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        observe(registry, observers, registrations);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
            List<Future<?>> changing = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(seed + t);
                changing.add(threads.submit(() -> change(population, random, rounds)));
            }
            Future<?> watching =
                    threads.submit(() -> {
                        while (!over.get()) {
                            if (observers.size() < OBSERVERS) {
                                observe(registry, observers, registrations);
                            }
                            observe(registry, new ArrayList<>(), registrations);
                            registrations.removeLast().close();
                        }
                    });
            try {
                for (Future<?> each : changing) {
                    each.get();
                }
            } finally {
                over.set(true); // else closing the executor waits for the watching thread for ever
            }
            watching.get();
        }
        population.add(LAST);
        Map<String, ActorRef<?, ?>> expected = byName(registry);
        assertThat(registry.tagged("storm")).hasSameSizeAs(expected.keySet());
        assertThat(observers).as("watches that began in the storm").hasSizeGreaterThan(2);
        for (Observer observer : observers) {
            observer.check(expected);
        }
        registrations.forEach(Registration::close);
    }

    private static void observe(
            Registry registry, List<Observer> observers, List<Registration> registrations) {
        Observer observer = new Observer();
        observers.add(observer);
        registrations.add(registry.watch("storm/*", observer));
    }

    private static void change(Population population, Random random, int rounds) {
        for (int i = 0; i < rounds; i++) {
            try {
                population.change("storm/" + random.nextInt(NAMES));
            } catch (DuplicateNameException e) {
                Thread.onSpinWait(); // another thread was faster
            }
        }
    }

    /** A cell without an actor. */
    private record Nobody(String name) implements ActorCell<Count, Sum> {
        private static final ActorProtocol PROTOCOL = ActorProtocol.of(Counter.class);

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public ActorProtocol protocol() {
            return PROTOCOL;
        }

        @Override
        public ActorState state() {
            return ActorState.ACTIVE;
        }

        @Override
        public int queued() {
            return 0;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public CreditedRef<Count, Sum> withCredits(int credits) {
            throw new AssertionError("not in this test");
        }

        @Override
        public OverflowCounts overflows() {
            return new OverflowCounts(0, 0, 0, 0, 0);
        }

        @Override
        public void activate() {}

        @Override
        public void quiesce() {}

        @Override
        public void terminate() {}

        @Override
        public void tell(Count message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tellAll(List<? extends Count> messages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Sum> ask(Count message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Sum> ask(Count message, Duration timeout) {
            throw new UnsupportedOperationException();
        }
    }
}
