package io.ringkernel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ContractActors.Add;
import io.ringkernel.ContractActors.Audit;
import io.ringkernel.ContractActors.Auditor;
import io.ringkernel.ContractActors.Block;
import io.ringkernel.ContractActors.Count;
import io.ringkernel.ContractActors.Counter;
import io.ringkernel.ContractActors.Fail;
import io.ringkernel.ContractActors.Faulty;
import io.ringkernel.ContractActors.Findings;
import io.ringkernel.ContractActors.Get;
import io.ringkernel.ContractActors.Mirror;
import io.ringkernel.ContractActors.Numbered;
import io.ringkernel.ContractActors.Outcome;
import io.ringkernel.ContractActors.Report;
import io.ringkernel.ContractActors.Shape;
import io.ringkernel.ContractActors.Sum;
import io.ringkernel.ContractActors.Trial;
import io.ringkernel.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicsTest {

    private static final ActorOptions SMALL = ActorOptions.defaults().withMailboxCapacity(16);
    private static final ActorOptions FAILING = SMALL.withOverflow(OverflowPolicy.FAIL);

    private final RingKernel runtime =
            RingKernel.builder().backend(Backend.CPU).cpuThreads(2).build();
    private final Topics topics = runtime.topics();

    @AfterEach
    void close() {
        runtime.close();
    }

    // ---- who is told

    @Test
    void shouldTellEverySubscriberWhosePatternMatches() throws Exception {
        ActorRef<Count, Sum> exact = counter("exact");
        ActorRef<Count, Sum> wide = counter("wide");
        ActorRef<Count, Sum> other = counter("other");
        topics.subscribe("airports/ATL/delays", exact);
        topics.subscribe("airports/*/delays", wide);
        topics.subscribe("airports/*", other);
        assertThat(topics.publish("airports/ATL/delays", new Add(5))).isEqualTo(2);
        assertThat(topics.publish("airports/JFK/delays", new Add(7))).isEqualTo(1);
        assertThat(sum(exact)).isEqualTo(new Sum(5, 1));
        assertThat(sum(wide)).isEqualTo(new Sum(12, 2));
        assertThat(sum(other)).isEqualTo(new Sum(0, 0));
        assertThat(runtime.deadLetters().total()).isZero();
    }

    @Test
    void shouldTellASubscriberOnceWhenSeveralOfItsSubscriptionsMatch() throws Exception {
        ActorRef<Count, Sum> counter = counter("counter");
        Registration first = topics.subscribe("a/b", counter);
        Registration second = topics.subscribe("a/b", counter);
        Registration third = topics.subscribe("**", Add.class, counter);
        assertThat(topics.subscribers("a/b")).isEqualTo(1);
        assertThat(topics.publish("a/b", new Add(1))).isEqualTo(1);
        first.close();
        first.close();
        assertThat(topics.publish("a/b", new Add(1))).isEqualTo(1);
        third.close();
        assertThat(topics.publish("a/b", new Add(1))).isEqualTo(1);
        assertThat(sum(counter)).isEqualTo(new Sum(3, 3));
        second.close();
        assertThat(topics.publish("a/b", new Add(1))).isZero();
        assertThat(topics.subscriptions()).isZero();
        assertThat(sum(counter)).isEqualTo(new Sum(3, 3));
    }

    @Test
    void shouldTellOnlyWhatASubscriberWants() throws Exception {
        ActorRef<Count, Sum> all = counter("all");
        ActorRef<Count, Sum> adds = counter("adds");
        ActorRef<Audit, Findings> auditor = runtime.spawn("auditor", new Auditor(), SMALL);
        topics.subscribe("t", all);
        topics.subscribe("t", Add.class, adds);
        topics.subscribe("t", auditor);
        assertThat(topics.publish("t", new Add(1))).isEqualTo(2);
        assertThat(topics.publish("t", new Get())).isEqualTo(1);
        assertThat(topics.publish("t", new Numbered(0, 0))).isEqualTo(1);
        assertThat(auditor.ask(new Report()).toCompletableFuture().get(10, SECONDS))
                .isEqualTo(new Findings(1, 0));
        assertThat(topics.subscribers("t")).isEqualTo(3);
    }

    @Test
    void shouldMakeADeadLetterWhenNobodyWantsTheMessage() {
        assertThat(topics.publish("nobody/here", new Add(1))).isZero();
        topics.subscribe("t", counter("counter"));
        assertThat(topics.publish("t", new Report())).isZero();
        assertThat(runtime.deadLetters().count(Reason.NO_SUBSCRIBER)).isEqualTo(2);
        assertThat(runtime.deadLetters().recent())
                .containsExactly(
                        new DeadLetter("nobody/here", new Add(1), Reason.NO_SUBSCRIBER),
                        new DeadLetter("t", new Report(), Reason.NO_SUBSCRIBER));
    }

    @Test
    void shouldTellARouterAndAnActorOfAnotherRuntime() throws Exception {
        RingKernel another = RingKernel.builder().backend(Backend.CPU).build();
        ActorRef<Count, Sum> near = counter("near");
        ActorRef<Count, Sum> far;
        try (another) {
            far = another.spawn("far", new Counter(0), SMALL);
            topics.subscribe("t", Count.class, Routers.roundRobin(List.of(near)));
            topics.subscribe("t", far);
            assertThat(topics.publish("t", new Add(4))).isEqualTo(2);
            assertThat(sum(near)).isEqualTo(new Sum(4, 1));
            assertThat(sum(far)).isEqualTo(new Sum(4, 1));
        }
        assertThat(topics.publish("t", new Add(4))).isEqualTo(1);
        assertThat(topics.subscriptions()).isEqualTo(1);
        runtime.terminate(near);
        assertThat(topics.publish("t", new Add(4))).isZero();
        assertThat(topics.subscriptions()).isZero();
    }

    @Test
    void shouldRefuseBadPatternsTopicsAndUntypedRouters() {
        ActorRef<Count, Sum> counter = counter("counter");
        assertThatIllegalArgumentException().isThrownBy(() -> topics.subscribe("a/**b", counter));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topics.publish("a/*", new Add(1)))
                .withMessageContaining("topic=\"a/*\"");
        assertThatIllegalArgumentException().isThrownBy(() -> topics.topic("a//b", Add.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topics.subscribe("a", Routers.broadcast(List.of(counter))))
                .withMessageContaining("use subscribe(pattern, type, subscriber)");
        assertThat(topics.subscriptions()).isZero();
    }

    // ---- handles

    @Test
    void shouldFollowSubscriptionsWhenATopicIsKept() throws Exception {
        ActorRef<Count, Sum> one = counter("one");
        ActorRef<Count, Sum> two = counter("two");
        Topic<Add> topic = topics.topic("airports/ATL/delays", Add.class);
        assertThat(topic.publish(new Add(1))).isZero();
        Registration first = topics.subscribe("airports/ATL/delays", one);
        assertThat(topic.publish(new Add(10))).isEqualTo(1);
        topics.subscribe("airports/**", two);
        assertThat(topic.publish(new Add(100))).isEqualTo(2);
        assertThat(topic.subscribers()).isEqualTo(2);
        first.close();
        assertThat(topic.publish(new Add(1000))).isEqualTo(1);
        runtime.terminate(two);
        assertThat(topic.subscribers()).isZero();
        assertThat(topic.publish(new Add(1))).isZero();
        assertThat(sum(one)).isEqualTo(new Sum(110, 2));
        assertThat(topic.name()).isEqualTo("airports/ATL/delays");
        assertThat(topic.type()).isEqualTo(Add.class);
        assertThat(runtime.deadLetters().count(Reason.NO_SUBSCRIBER)).isEqualTo(2);
    }

    // ---- subscribers that end, fail or are full

    @Test
    void shouldUnsubscribeTheTerminated() {
        ActorRef<Count, Sum> counter = counter("counter");
        topics.subscribe("a", counter);
        Registration wide = topics.subscribe("**", counter);
        runtime.terminate(counter);
        assertThat(topics.subscriptions()).isZero();
        assertThat(topics.subscribers("a")).isZero();
        wide.close();
        topics.subscribe("a", counter);
        assertThat(topics.subscriptions()).as("subscribed after its end").isZero();
    }

    @Test
    void shouldTellTheOthersWhenOneHasFailed() throws Exception {
        ActorRef<Trial, Outcome> faulty = runtime.spawn("faulty", new Faulty(), SMALL);
        ActorRef<Trial, Outcome> sound = runtime.spawn("sound", new Faulty(), SMALL);
        assertThatThrownBy(() -> faulty.ask(new Fail()).toCompletableFuture().get(10, SECONDS))
                .hasCauseInstanceOf(ActorFailedException.class);
        topics.subscribe("t", faulty);
        topics.subscribe("t", sound);
        assertThat(topics.publish("t", new ContractActors.Harmless())).isEqualTo(2);
        assertThat(runtime.deadLetters().count(Reason.ACTOR_FAILED)).isEqualTo(1);
        runtime.quiesce(sound); // and so its unasked reply is there
        assertThat(runtime.deadLetters().count(Reason.NOT_ASKED)).isEqualTo(1);
    }

    @Test
    void shouldTellTheOthersWhenOneIsFull() throws Exception {
        ActorRef<Count, Sum> full = runtime.spawn("full", new Counter(0), FAILING);
        ActorRef<Count, Sum> free = runtime.spawn("free", new Counter(0), SMALL);
        topics.subscribe("t", full);
        topics.subscribe("t", free);
        runtime.quiesce(full);
        int told = 0;
        for (int i = 0; i < 20; i++) {
            told += topics.publish("t", new Add(1));
        }
        assertThat(told).isEqualTo(20 + 16);
        assertThat(sum(free)).isEqualTo(new Sum(20, 20));
        assertThat(runtime.deadLetters().count(Reason.MAILBOX_FULL)).isEqualTo(4);
        assertThat(runtime.deadLetters().recent())
                .contains(new DeadLetter("full", new Add(1), Reason.MAILBOX_FULL));
        runtime.activate(full);
        assertThat(sum(full)).isEqualTo(new Sum(16, 16));
    }

    @Test
    void shouldThrowWhatIsWrongWithTheMessageWhenAllHaveBeenTried() {
        ActorRef<Shape, Shape> mirror = runtime.spawn("mirror", new Mirror());
        ActorRef<Shape, Shape> mirror2 = runtime.spawn("mirror2", new Mirror());
        topics.subscribe("t", mirror);
        topics.subscribe("t", mirror2);
        assertThatThrownBy(() -> topics.publish("t", new Block(new long[1], 0)))
                .isInstanceOf(MessageTypeException.class)
                .satisfies(e ->
                        assertThat(e.getSuppressed())
                                .hasOnlyElementsOfType(MessageTypeException.class)
                                .hasSize(1));
        assertThatThrownBy(() -> topics.publish("t", null))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void shouldRefuseEverythingWhenTheRuntimeIsClosed() {
        ActorRef<Count, Sum> counter = counter("counter");
        Topic<Add> topic = topics.topic("t", Add.class);
        topics.subscribe("t", counter);
        runtime.close();
        assertThatThrownBy(() -> topics.publish("t", new Add(1)))
                .isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> topic.publish(new Add(1)))
                .isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> topics.subscribe("t", counter))
                .isInstanceOf(RuntimeClosedException.class);
        assertThat(topics.subscriptions()).isZero();
        assertThat(runtime.deadLetters().total()).isZero();
    }

    // ---- at the same time

    @Test
    void shouldLoseNothingAndKeepTheOrderWhileOthersComeAndGo() throws Exception {
        int publishers = 3;
        int messages = 20_000;
        ActorRef<Audit, Findings> stable = runtime.spawn("stable", new Auditor());
        topics.subscribe("events/*", stable);
        topics.subscribe("events/**", stable);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong told = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(publishers + 1)) {
            List<Future<?>> publishing = new ArrayList<>();
            for (int p = 0; p < publishers; p++) {
                int sender = p;
                publishing.add(
                        threads.submit(() -> {
                            Topic<Audit> topic = topics.topic("events/" + sender, Audit.class);
                            for (int i = 0; i < messages; i++) {
                                told.addAndGet(topic.publish(new Numbered(sender, i)));
                            }
                        }));
            }
            Future<Integer> churning = threads.submit(() -> churn(over));
            for (Future<?> each : publishing) {
                each.get();
            }
            over.set(true);
            assertThat(churning.get()).as("subscribers that came and went").isPositive();
        }
        long all = (long) publishers * messages;
        assertThat(stable.ask(new Report()).toCompletableFuture().get(10, SECONDS))
                .isEqualTo(new Findings(all, 0));
        assertThat(told.get()).isGreaterThanOrEqualTo(all);
        assertThat(topics.subscriptions()).isEqualTo(2);
        assertThat(runtime.deadLetters().count(Reason.NO_SUBSCRIBER)).isZero();
    }

    /** Subscribes actors and ends them, some by closing the subscription, some by terminating. */
    private int churn(AtomicBoolean over) {
        ActorOptions options = SMALL.withOverflow(OverflowPolicy.DEAD_LETTER);
        int round = 0;
        for (; !over.get() || round == 0; round++) {
            ActorRef<Audit, Findings> guest = runtime.spawn("guest", new Auditor(), options);
            Registration exact = topics.subscribe("events/1", guest);
            topics.subscribe("*/2", guest);
            if (round % 2 == 0) {
                exact.close();
            }
            runtime.terminate(guest);
        }
        return round;
    }

    @Test
    void shouldLeaveNothingWhenSubscribingAndTerminatingCollide() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 2_000; round++) {
                ActorRef<Count, Sum> counter = counter("counter");
                Future<?> terminating =
                        other.submit(() -> {
                            start.await();
                            runtime.terminate(counter);
                            return null;
                        });
                start.await();
                topics.subscribe(round % 2 == 0 ? "a" : "*", counter);
                topics.subscribe("b", counter);
                terminating.get();
                assertThat(topics.subscriptions()).as("round %s", round).isZero();
            }
        }
    }

    private ActorRef<Count, Sum> counter(String name) {
        return runtime.spawn(name, new Counter(0), SMALL);
    }

    private static Sum sum(ActorRef<Count, Sum> counter) throws Exception {
        return counter.ask(new Get()).toCompletableFuture().get(10, SECONDS);
    }
}
