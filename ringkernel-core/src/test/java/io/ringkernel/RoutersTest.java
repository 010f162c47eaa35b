package io.ringkernel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ringkernel.ContractActors.Add;
import io.ringkernel.ContractActors.Count;
import io.ringkernel.ContractActors.Counter;
import io.ringkernel.ContractActors.Divide;
import io.ringkernel.ContractActors.Fail;
import io.ringkernel.ContractActors.Faulty;
import io.ringkernel.ContractActors.Get;
import io.ringkernel.ContractActors.Harmless;
import io.ringkernel.ContractActors.Outcome;
import io.ringkernel.ContractActors.Sum;
import io.ringkernel.ContractActors.Trial;
import io.ringkernel.DeadLetter.Reason;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoutersTest {

    private final RingKernel runtime =
            RingKernel.builder().backend(Backend.CPU).cpuThreads(2).build();

    @AfterEach
    void close() {
        runtime.close();
    }

    // ---- round robin

    @Test
    void shouldTellOneAfterTheOther() throws Exception {
        List<ActorRef<Count, Sum>> workers = counters(3);
        ActorRef<Count, Sum> router = Routers.roundRobin(workers);
        for (int i = 0; i < 30; i++) {
            router.tell(new Add(1));
        }
        assertThat(additions(workers)).containsExactly(10, 10, 10);
        router.tellAll(Collections.nCopies(60, new Add(1)));
        assertThat(additions(workers)).containsExactly(30, 30, 30);
    }

    @Test
    void shouldShareEvenlyAmongTheRestWhenSomeHaveEnded() throws Exception {
        List<ActorRef<Count, Sum>> workers = counters(4);
        ActorRef<Count, Sum> router = Routers.roundRobin(workers);
        runtime.terminate(workers.get(1));
        router.tellAll(Collections.nCopies(300, new Add(1)));
        assertThat(additions(List.of(workers.get(0), workers.get(2), workers.get(3))))
                .containsExactly(100, 100, 100);
        assertThat(runtime.deadLetters().total()).isZero();
    }

    @Test
    void shouldAskOneAfterTheOther() throws Exception {
        ActorRef<Count, Sum> router =
                Routers.roundRobin(
                        List.of(
                                runtime.spawn("a", new Counter(1)),
                                runtime.spawn("b", new Counter(2))));
        assertThat(List.of(sum(router).sum(), sum(router).sum(), sum(router).sum()))
                .containsExactly(1L, 2L, 1L);
        assertThat(
                        router.ask(new Get(), Duration.ofSeconds(10))
                                .toCompletableFuture()
                                .get(10, SECONDS))
                .isEqualTo(new Sum(2, 0));
    }

    @Test
    void shouldLoseNothingWhenManySendWhileRouteesEnd() throws Exception {
        int senders = 3;
        int messages = 30_000;
        Tally.HANDLED.set(0);
        List<ActorRef<Count, Sum>> workers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            workers.add(runtime.spawn("tally/" + i, new Tally()));
        }
        ActorRef<Count, Sum> router = Routers.roundRobin(workers);
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            List<Future<?>> sending = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                sending.add(
                        threads.submit(() -> {
                            for (int i = 0; i < messages; i++) {
                                router.tell(new Add(1));
                            }
                        }));
            }
            for (int i = 0; i < 5; i++) {
                sum(router);
                runtime.terminate(workers.get(i));
            }
            for (Future<?> each : sending) {
                each.get();
            }
        }
        sum(workers.get(5)); // so it has handled all before
        assertThat(Tally.HANDLED.get() + runtime.deadLetters().count(Reason.ACTOR_TERMINATED))
                .isEqualTo((long) senders * messages);
        assertThat(router.state()).isEqualTo(ActorState.ACTIVE);
    }

    // ---- hash

    @Test
    void shouldSendTheSameKeyToTheSameRoutee() throws Exception {
        List<ActorRef<Count, Sum>> workers = counters(5);
        ActorRef<Count, Sum> router = Routers.hash(workers, RoutersTest::amount);
        for (int i = 0; i < 100; i++) {
            router.tell(new Add(7));
        }
        assertThat(additions(workers)).containsOnly(0, 100).containsOnlyOnce(100);
    }

    @Test
    void shouldSpreadKeysEvenly() {
        List<ActorRef<Count, Sum>> workers = counters(8);
        HashRouter<Count, Sum> router = new HashRouter<>(workers, RoutersTest::amount);
        int[] keys = new int[workers.size()];
        for (int key = 0; key < 80_000; key++) {
            keys[workers.indexOf(router.choose(new Add(key)))]++;
        }
        for (int count : keys) { // 10,000 each; the standard deviation is 94
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    @Test
    void shouldMoveOnlyTheKeysOfTheRouteeThatEnded() {
        List<ActorRef<Count, Sum>> workers = counters(5);
        HashRouter<Count, Sum> router = new HashRouter<>(workers, RoutersTest::amount);
        HashRouter<Count, Sum> reordered =
                new HashRouter<>(workers.reversed(), RoutersTest::amount);
        List<ActorRef<Count, Sum>> before = owners(router);
        assertThat(owners(reordered)).isEqualTo(before);

        ActorRef<Count, Sum> ended = workers.get(2);
        runtime.terminate(ended);
        List<ActorRef<Count, Sum>> after = owners(router);
        HashRouter<Count, Sum> without =
                new HashRouter<>(
                        List.of(workers.get(0), workers.get(1), workers.get(3), workers.get(4)),
                        RoutersTest::amount);
        assertThat(owners(without)).isEqualTo(after);
        int moved = 0;
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) == ended) {
                assertThat(after.get(i)).isNotSameAs(ended);
                moved++;
            } else {
                assertThat(after.get(i)).isSameAs(before.get(i));
            }
        }
        assertThat(moved).isBetween(300, 500); // of 2000
        assertThat(after).containsAll(without.routees());
    }

    @Test
    void shouldRefuseRouteesOfOneNameWhenHashing() {
        ActorRef<Count, Sum> a = runtime.spawn("a", new Counter(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Routers.hash(List.of(a, a), RoutersTest::amount))
                .withMessage("routees of a hash router must have different names: name=a");
    }

    // ---- broadcast

    @Test
    void shouldTellAll() throws Exception {
        List<ActorRef<Count, Sum>> workers = counters(3);
        ActorRef<Count, Sum> router = Routers.broadcast(workers);
        router.tell(new Add(1));
        router.tellAll(List.of(new Add(1), new Add(1)));
        assertThat(additions(workers)).containsExactly(3, 3, 3);
        runtime.terminate(workers.get(0));
        router.tell(new Add(1));
        assertThat(additions(workers.subList(1, 3))).containsExactly(4, 4);
        assertThat(runtime.deadLetters().total()).isZero();
    }

    @Test
    void shouldTellTheOthersAndThenThrowWhenOneIsFull() throws Exception {
        List<ActorRef<Count, Sum>> workers = smallCounters(3);
        ActorRef<Count, Sum> full = workers.get(1);
        ActorRef<Count, Sum> router = Routers.broadcast(workers);
        runtime.quiesce(full);
        full.tellAll(Collections.nCopies(16, new Add(1)));
        assertThatThrownBy(() -> router.tell(new Add(1)))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("actor=counter/1");
        assertThatThrownBy(() -> router.tellAll(List.of(new Add(1))))
                .isInstanceOf(MailboxFullException.class);
        assertThat(additions(List.of(workers.get(0), workers.get(2)))).containsExactly(2, 2);
    }

    @Test
    void shouldAnswerWithTheFirstReplyWhenAllAreAsked() throws Exception {
        ActorRef<Count, Sum> silent = runtime.spawn("silent", new Counter(1));
        ActorRef<Count, Sum> answering = runtime.spawn("answering", new Counter(2));
        runtime.quiesce(silent);
        ActorRef<Count, Sum> router = Routers.broadcast(List.of(silent, answering));
        assertThat(sum(router)).isEqualTo(new Sum(2, 0));
        runtime.activate(silent);
        runtime.terminate(answering);
        assertThat(sum(router)).isEqualTo(new Sum(1, 0));
    }

    @Test
    void shouldAnswerWhenOnlySomeFail() throws Exception {
        ActorRef<Trial, Outcome> bad = runtime.spawn("bad", new Faulty());
        ActorRef<Trial, Outcome> good = runtime.spawn("good", new Faulty());
        ActorRef<Trial, Outcome> router = Routers.broadcast(List.of(bad, good));
        bad.tell(new Fail());
        assertThat(router.ask(new Harmless()).toCompletableFuture().get(10, SECONDS))
                .isEqualTo(new Outcome(7));
        CompletableFuture<Outcome> both =
                Routers.broadcast(List.of(good, runtime.spawn("other", new Faulty())))
                        .ask(new Divide(1, 0))
                        .toCompletableFuture();
        assertThatThrownBy(() -> both.get(10, SECONDS))
                .hasCauseInstanceOf(ActorFailedException.class);
        assertThat(router.state()).isEqualTo(ActorState.FAILED);
    }

    @Test
    void shouldThrowWhenNobodyCanBeAsked() {
        List<ActorRef<Count, Sum>> workers = smallCounters(2);
        for (ActorRef<Count, Sum> worker : workers) {
            runtime.quiesce(worker);
            worker.tellAll(Collections.nCopies(16, new Add(1)));
        }
        assertThatThrownBy(() -> Routers.broadcast(workers).ask(new Get()))
                .isInstanceOf(MailboxFullException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    // ---- least loaded

    @Test
    void shouldChooseTheShortestMailbox() {
        List<ActorRef<Count, Sum>> workers = counters(3);
        workers.forEach(runtime::quiesce);
        workers.get(0).tellAll(Collections.nCopies(5, new Add(1)));
        workers.get(1).tellAll(Collections.nCopies(2, new Add(1)));
        workers.get(2).tellAll(Collections.nCopies(8, new Add(1)));
        ActorRef<Count, Sum> router = Routers.leastLoaded(workers);
        router.tellAll(Collections.nCopies(3, new Add(1)));
        assertThat(queued(workers)).containsExactly(5, 5, 8);
        router.tellAll(Collections.nCopies(6, new Add(1)));
        assertThat(queued(workers)).containsExactly(8, 8, 8);
        router.tellAll(Collections.nCopies(3, new Add(1)));
        assertThat(queued(workers)).containsExactly(9, 9, 9);
        runtime.terminate(workers.get(0));
        router.tellAll(Collections.nCopies(4, new Add(1)));
        assertThat(queued(workers)).containsExactly(0, 11, 11);
    }

    @Test
    void shouldCountTheMailboxesOfARouter() {
        List<ActorRef<Count, Sum>> workers = counters(3);
        workers.forEach(runtime::quiesce);
        ActorRef<Count, Sum> pair = Routers.roundRobin(workers.subList(0, 2));
        ActorRef<Count, Sum> router = Routers.leastLoaded(List.of(pair, workers.get(2)));
        router.tellAll(Collections.nCopies(12, new Add(1)));
        assertThat(queued(workers)).containsExactly(3, 3, 6);
    }

    // ---- all kinds

    @Test
    void shouldMakeADeadLetterWhenNoRouteeIsLeft() {
        List<ActorRef<Count, Sum>> workers = counters(2);
        List<ActorRef<Count, Sum>> routers =
                List.of(
                        Routers.roundRobin(workers),
                        Routers.hash(workers, RoutersTest::amount),
                        Routers.broadcast(workers),
                        Routers.leastLoaded(workers));
        workers.forEach(runtime::terminate);
        for (ActorRef<Count, Sum> router : routers) {
            long before = runtime.deadLetters().count(Reason.ACTOR_TERMINATED);
            assertThat(router.state()).as(router.name()).isEqualTo(ActorState.TERMINATED);
            router.tell(new Add(1));
            router.tellAll(List.of(new Add(1), new Add(2)));
            assertThat(runtime.deadLetters().count(Reason.ACTOR_TERMINATED))
                    .as(router.name())
                    .isEqualTo(before + 3);
            assertThatThrownBy(() -> router.ask(new Get()).toCompletableFuture().get(10, SECONDS))
                    .as(router.name())
                    .hasCauseInstanceOf(ActorTerminatedException.class);
        }
    }

    @Test
    void shouldBeNamedAfterItsRoutees() {
        List<ActorRef<Count, Sum>> workers = counters(6);
        assertThat(Routers.roundRobin(workers.subList(0, 2)).name())
                .isEqualTo("round-robin(counter/0, counter/1)");
        assertThat(Routers.hash(workers, RoutersTest::amount))
                .hasToString("hash(counter/0, counter/1, counter/2, counter/3, 2 more)");
        assertThat(Routers.broadcast(workers.subList(0, 4)).name())
                .isEqualTo("broadcast(counter/0, counter/1, counter/2, counter/3)");
        assertThat(Routers.leastLoaded(List.of(Routers.broadcast(workers.subList(0, 1)))).name())
                .isEqualTo("least-loaded(broadcast(counter/0))");
    }

    @Test
    void shouldHaveTheStateOfItsMostAbleRoutee() {
        List<ActorRef<Count, Sum>> workers = counters(3);
        ActorRef<Count, Sum> router = Routers.roundRobin(workers);
        runtime.terminate(workers.get(0));
        assertThat(router.state()).isEqualTo(ActorState.ACTIVE);
        runtime.quiesce(workers.get(1));
        runtime.quiesce(workers.get(2));
        assertThat(router.state()).isEqualTo(ActorState.QUIESCED);
        runtime.terminate(workers.get(1));
        runtime.terminate(workers.get(2));
        assertThat(router.state()).isEqualTo(ActorState.TERMINATED);
    }

    @Test
    void shouldRefuseToRouteToNobody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Routers.roundRobin(List.<ActorRef<Count, Sum>>of()))
                .withMessage("a router needs routees: kind=round-robin");
    }

    @Test
    void shouldNotBeTerminated() {
        ActorRef<Count, Sum> router = Routers.roundRobin(counters(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runtime.terminate(router))
                .withMessage("not an actor of this runtime: actor=round-robin(counter/0)");
    }

    @Test
    void shouldSayHowManyOfAListWereAccepted() {
        List<ActorRef<Count, Sum>> workers = smallCounters(2);
        workers.forEach(runtime::quiesce);
        assertThatThrownBy(() ->
                        Routers.roundRobin(workers).tellAll(Collections.nCopies(40, new Add(1))))
                .isInstanceOfSatisfying(
                        MailboxFullException.class, e -> assertThat(e.accepted()).isEqualTo(32))
                .hasMessage(
                        "a routee took no more: router=round-robin(counter/0, counter/1),"
                                + " accepted=32")
                .hasCauseInstanceOf(MailboxFullException.class);
    }

    @Test
    void shouldAllocateNothingWhenChoosing() {
        List<ActorRef<Count, Sum>> workers = counters(4);
        runtime.terminate(workers.get(1));
        List<ChoosingRouter<Count, Sum>> routers =
                List.of(
                        new RoundRobinRouter<>(workers),
                        new HashRouter<>(workers, RoutersTest::amount),
                        new LeastLoadedRouter<>(workers));
        Count message = new Add(3);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        for (ChoosingRouter<Count, Sum> router : routers) {
            choose(router, message, rounds); // what the JVM does at first is not counted
            long before = threads.getCurrentThreadAllocatedBytes();
            choose(router, message, rounds);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated).as(router.name()).isLessThan(rounds); // no object has 1 byte
        }
    }

    private static void choose(ChoosingRouter<Count, Sum> router, Count message, int rounds) {
        for (int i = 0; i < rounds; i++) {
            assertChosen(router.choose(message));
        }
    }

    private static void assertChosen(ActorRef<Count, Sum> routee) {
        if (!routee.state().isAlive()) {
            throw new AssertionError(routee.name());
        }
    }

    private static final class Tally implements Actor<Count, Sum> {
        private static final AtomicLong HANDLED = new AtomicLong();

        @Override
        public void receive(Count message, ActorContext<Sum> context) {
            switch (message) {
                case Add _ -> HANDLED.incrementAndGet();
                case Get _ -> context.reply(new Sum(HANDLED.get(), 0));
            }
        }
    }

    private List<ActorRef<Count, Sum>> counters(int count) {
        return counters(count, ActorOptions.defaults());
    }

    /** Counters that take 16 messages and refuse more. */
    private List<ActorRef<Count, Sum>> smallCounters(int count) {
        return counters(
                count,
                ActorOptions.defaults().withMailboxCapacity(16).withOverflow(OverflowPolicy.FAIL));
    }

    private List<ActorRef<Count, Sum>> counters(int count, ActorOptions options) {
        List<ActorRef<Count, Sum>> counters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            counters.add(runtime.spawn("counter/" + i, new Counter(0), options));
        }
        return counters;
    }

    private static long amount(Count message) {
        return message instanceof Add(int amount) ? amount : 0;
    }

    private static List<ActorRef<Count, Sum>> owners(HashRouter<Count, Sum> router) {
        List<ActorRef<Count, Sum>> owners = new ArrayList<>();
        for (int key = 0; key < 2_000; key++) {
            owners.add(router.choose(new Add(key)));
        }
        return owners;
    }

    private static List<Integer> queued(List<ActorRef<Count, Sum>> actors) {
        return actors.stream().map(Router::queued).toList();
    }

    private static List<Integer> additions(List<ActorRef<Count, Sum>> actors) throws Exception {
        List<Integer> additions = new ArrayList<>();
        for (ActorRef<Count, Sum> actor : actors) {
            additions.add(sum(actor).additions());
        }
        return additions;
    }

    private static Sum sum(ActorRef<Count, Sum> counter) throws Exception {
        return counter.ask(new Get()).toCompletableFuture().get(10, SECONDS);
    }
}
