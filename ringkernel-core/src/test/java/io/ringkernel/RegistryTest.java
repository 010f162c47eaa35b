package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ContractActors.Add;
import io.ringkernel.ContractActors.Audit;
import io.ringkernel.ContractActors.Auditor;
import io.ringkernel.ContractActors.Count;
import io.ringkernel.ContractActors.Counter;
import io.ringkernel.ContractActors.Faulty;
import io.ringkernel.ContractActors.Findings;
import io.ringkernel.ContractActors.Get;
import io.ringkernel.ContractActors.Sum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryTest {

    private static final ActorOptions SMALL = ActorOptions.defaults().withMailboxCapacity(16);

    private final RingKernel runtime =
            RingKernel.builder().backend(Backend.CPU).cpuThreads(1).build();
    private final Registry registry = runtime.registry();

    @AfterEach
    void close() {
        runtime.close();
    }

    // ---- look-up

    @Test
    void shouldFindByExactName() {
        ActorRef<Count, Sum> atl = counter("airports/ATL");
        counter("airports/ATL/gates");
        assertThat(registry.find("airports/ATL")).containsSame(atl);
        assertThat(runtime.find("airports/ATL")).containsSame(atl);
        assertThat(registry.find("airports")).isEmpty();
        assertThat(registry.find("airports/*")).isEmpty();
        assertThat(registry.names()).containsExactly("airports/ATL", "airports/ATL/gates");
    }

    @Test
    void shouldGiveNamesWhileActorsComeAndGo() {
        counter("stays");
        Thread churn =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 3_000; i++) {
                                runtime.terminate(counter("churn"));
                            }
                        });
        do {
            assertThat(registry.names()).contains("stays").isSubsetOf("churn", "stays");
        } while (churn.isAlive());
        assertThat(registry.names()).containsExactly("stays");
    }

    @Test
    void shouldMatchPatternsSortedByName() {
        for (String name : List.of("b", "a/2/x", "a/10", "a/2", "ab/2", "a", "a-b/2")) {
            counter(name);
        }
        assertThat(matching("a/*")).containsExactly("a/10", "a/2");
        assertThat(matching("a/**")).containsExactly("a", "a/10", "a/2", "a/2/x");
        assertThat(matching("**/2")).containsExactly("a-b/2", "a/2", "ab/2");
        assertThat(matching("?")).containsExactly("a", "b");
        assertThat(matching("a*/2")).containsExactly("a-b/2", "a/2", "ab/2");
        assertThat(matching("a/2")).containsExactly("a/2");
        assertThat(matching("a/3")).isEmpty();
        assertThat(matching("**")).containsExactlyElementsOf(registry.names());
        assertThat(registry.match(PathPattern.compile("b"))).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsNoPattern() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.match("a/**b"));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.watch("a//b", _ -> {}));
    }

    @Test
    void shouldFindByTag() {
        ActorRef<Count, Sum> jfk = tagged("airports/JFK", "hub", "east");
        ActorRef<Count, Sum> atl = tagged("airports/ATL", "hub");
        counter("airports/XNA");
        assertThat(registry.tagged("hub")).containsExactly(atl, jfk);
        assertThat(registry.tagged("east")).containsExactly(jfk);
        assertThat(registry.tagged("west")).isEmpty();
        assertThat(registry.tags("airports/JFK")).containsExactlyInAnyOrder("hub", "east");
        assertThat(registry.tags("airports/XNA")).isEmpty();
        assertThat(registry.tags("airports/LAX")).isEmpty();
        runtime.terminate(jfk);
        assertThat(registry.tagged("hub")).containsExactly(atl);
        assertThat(registry.tagged("east")).isEmpty();
        assertThat(registry.tags("airports/JFK")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a b", "ä", "*"})
    void shouldRefuseBadTags(String tag) {
        String message = "tag must be letters, digits, '.', '_' or '-': tag=\"" + tag + "\"";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActorOptions.defaults().withTags("good", tag))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.tagged(tag))
                .withMessage(message);
    }

    @Test
    void shouldKeepTagsWhenOtherOptionsChange() {
        ActorOptions options = ActorOptions.defaults().withTags("a", "b", "a").withMaxAsks(16);
        assertThat(options.tags()).isEqualTo(Set.of("a", "b"));
        assertThat(options.withTags().tags()).isEmpty();
    }

    @Test
    void shouldForgetTheTerminatedAndKeepTheFailed() {
        ActorRef<Count, Sum> counter = counter("counter");
        ActorRef<ContractActors.Trial, ContractActors.Outcome> faulty =
                runtime.spawn("faulty", new Faulty());
        faulty.tell(new ContractActors.Fail());
        runtime.terminate(counter);
        assertThat(registry.find("counter")).isEmpty();
        assertThat(registry.find("faulty")).containsSame(faulty);
        assertThat(registry.names()).containsExactly("faulty");
    }

    @Test
    void shouldForgetAllWhenTheRuntimeCloses() {
        tagged("a", "tag");
        runtime.close();
        assertThat(registry.names()).isEmpty();
        assertThat(registry.match("**")).isEmpty();
        assertThat(registry.tagged("tag")).isEmpty();
    }

    @Test
    void shouldKeepTheNameFreeWhenSpawningFails() {
        Actor<Count, Sum> unknown =
                new Actor<>() {
                    @Override
                    public void receive(Count message, ActorContext<Sum> context) {}
                };
        assertThat(runtime.spawn("anonymous", unknown).name()).isEqualTo("anonymous");
        assertThatThrownBy(() -> runtime.spawn("lambda", (Actor<Count, Sum>) (_, _) -> {}))
                .isInstanceOf(MessageTypeException.class);
        counter("lambda");
        assertThatThrownBy(() -> counter("lambda"))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("name=lambda");
        assertThat(registry.names()).containsExactly("anonymous", "lambda");
    }

    // ---- types

    @Test
    void shouldNarrowToTheTypesOfTheActor() throws Exception {
        counter("counter");
        ActorRef<Count, Sum> same = registry.find("counter", Count.class, Sum.class).orElseThrow();
        same.tell(new Add(3));
        ActorRef<Get, Record> some =
                registry.find("counter", Get.class, Record.class).orElseThrow();
        assertThat(some.ask(new Get()).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(new Sum(3, 1));
        assertThat(registry.find("nobody", Count.class, Sum.class)).isEmpty();
    }

    @Test
    void shouldRefuseToNarrowToOtherTypes() {
        counter("counter");
        assertThatThrownBy(() -> registry.find("counter", Audit.class, Sum.class))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("actor=counter")
                .hasMessageContaining("understands=" + Count.class.getName())
                .hasMessageContaining("asked for=" + Audit.class.getName());
        assertThatThrownBy(() -> registry.find("counter", Record.class, Sum.class))
                .isInstanceOf(MessageTypeException.class);
        assertThatThrownBy(() -> registry.find("counter", Count.class, Findings.class))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("replies=" + Sum.class.getName());
    }

    @Test
    void shouldLeaveOtherTypesOutOfTypedLists() {
        ActorOptions options = SMALL.withTags("t");
        ActorRef<Count, Sum> counter = runtime.spawn("x/counter", new Counter(0), options);
        runtime.spawn("x/auditor", new Auditor(), options);
        assertThat(registry.match("x/*", Count.class, Sum.class)).containsExactly(counter);
        assertThat(registry.tagged("t", Count.class, Sum.class)).containsExactly(counter);
        assertThat(registry.match("x/*")).hasSize(2);
    }

    @Test
    void shouldRefuseToNarrowARouter() {
        ActorRef<Count, Sum> router = Routers.roundRobin(List.of(counter("w")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Registry.narrow(router, Count.class, Sum.class))
                .withMessage("only the types of an actor are known: reference=round-robin(w)");
    }

    // ---- watching

    @Test
    void shouldReportWhatIsThereBeforeWatchReturnsAndOnTheCallingThread() {
        ActorRef<Count, Sum> b = counter("x/b");
        ActorRef<Count, Sum> a = counter("x/a");
        counter("y");
        List<Registry.Event> seen = new ArrayList<>();
        Set<Thread> threads = new HashSet<>();
        try (Registration _ =
                registry.watch(
                        "x/*",
                        event -> {
                            seen.add(event);
                            threads.add(Thread.currentThread());
                        })) {
            assertThat(seen).containsExactly(new Registry.Added(a), new Registry.Added(b));
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void shouldReportWhatComesAndGoesInOrder() throws Exception {
        BlockingQueue<Registry.Event> seen = new LinkedBlockingQueue<>();
        try (Registration _ = registry.watch("x/**", seen::add)) {
            ActorRef<Count, Sum> first = counter("x/a");
            runtime.terminate(first);
            runtime.terminate(first);
            counter("y");
            ActorRef<Count, Sum> second = counter("x/a");
            assertThat(next(seen)).isEqualTo(new Registry.Added(first));
            assertThat(next(seen)).isEqualTo(new Registry.Removed(first));
            assertThat(next(seen)).isEqualTo(new Registry.Added(second));
            runtime.close();
            assertThat(next(seen)).isEqualTo(new Registry.Removed(second));
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void shouldReportNothingAfterTheRegistrationIsClosed() throws Exception {
        BlockingQueue<Registry.Event> closed = new LinkedBlockingQueue<>();
        BlockingQueue<Registry.Event> open = new LinkedBlockingQueue<>();
        Registration registration = registry.watch("**", closed::add);
        try (Registration _ = registry.watch("**", open::add)) {
            ActorRef<Count, Sum> a = counter("a");
            assertThat(next(closed)).isEqualTo(new Registry.Added(a));
            registration.close();
            registration.close();
            counter("b");
            next(open);
            next(open);
            assertThat(closed).isEmpty();
        }
    }

    @Test
    void shouldSurviveListenersThatThrow() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        counter("a");
        try (Registration _ =
                registry.watch(
                        "*",
                        event -> {
                            seen.add(event.actor().name());
                            if (event.actor().name().equals("a")) {
                                throw new IllegalStateException("listener");
                            }
                            throw new StackOverflowError();
                        })) {
            counter("b");
            counter("c");
            assertThat(next(seen)).isEqualTo("a");
            assertThat(next(seen)).isEqualTo("b");
            assertThat(next(seen)).isEqualTo("c");
        }
    }

    @Test
    void shouldNotHoldUpSpawningAndLookUpsWhenAListenerBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Registration _ =
                registry.watch(
                        "*",
                        event -> {
                            entered.countDown();
                            awaitUninterruptibly(release);
                            seen.add(event.actor().name());
                        })) {
            ActorRef<Count, Sum> a = counter("a");
            entered.await();
            counter("b");
            runtime.terminate(a);
            assertThat(registry.names()).containsExactly("b");
            registry.watch("*", _ -> {}).close();
            assertThat(seen).isEmpty();
            release.countDown();
            assertThat(next(seen)).isEqualTo("a");
            assertThat(next(seen)).isEqualTo("b");
            assertThat(next(seen)).isEqualTo("a");
        }
    }

    @Test
    void shouldLetAListenerSpawnTerminateWatchAndCloseItself() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Registration[] itself = new Registration[1];
        CountDownLatch known = new CountDownLatch(1);
        itself[0] =
                registry.watch(
                        "parents/*",
                        event -> {
                            awaitUninterruptibly(known);
                            ActorRef<Count, Sum> child = counter("children/1");
                            registry.watch("children/*", nested -> seen.add(nested.actor().name()))
                                    .close();
                            runtime.terminate(child);
                            itself[0].close();
                            seen.add(event.actor().name());
                        });
        known.countDown();
        counter("parents/1");
        assertThat(next(seen)).isEqualTo("children/1");
        assertThat(next(seen)).isEqualTo("parents/1");
        assertThat(registry.names()).containsExactly("parents/1");
    }

    // ---- the mailbox's size, which routers use

    @Test
    void shouldSayHowManyMessagesWait() throws Exception {
        ActorRef<Count, Sum> counter = counter("counter");
        runtime.quiesce(counter);
        assertThat(Router.queued(counter)).isZero();
        for (int i = 0; i < 5; i++) {
            counter.tell(new Add(1));
        }
        assertThat(Router.queued(counter)).isEqualTo(5);
        runtime.activate(counter);
        counter.ask(new Get()).toCompletableFuture().get(10, TimeUnit.SECONDS);
        runtime.quiesce(counter);
        assertThat(Router.queued(counter)).isZero();
        counter.tell(new Add(1));
        runtime.terminate(counter);
        assertThat(Router.queued(counter)).isZero();
    }

    private ActorRef<Count, Sum> counter(String name) {
        return runtime.spawn(name, new Counter(0), SMALL);
    }

    private ActorRef<Count, Sum> tagged(String name, String... tags) {
        return runtime.spawn(name, new Counter(0), SMALL.withTags(tags));
    }

    private List<String> matching(String pattern) {
        return registry.match(pattern).stream().map(ActorRef::name).toList();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(10, TimeUnit.SECONDS);
        assertThat(element).as("next event").isNotNull();
        return element;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
