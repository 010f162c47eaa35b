package io.ringkernel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ContractActors.Add;
import io.ringkernel.ContractActors.Audit;
import io.ringkernel.ContractActors.Auditor;
import io.ringkernel.ContractActors.Block;
import io.ringkernel.ContractActors.Count;
import io.ringkernel.ContractActors.Counter;
import io.ringkernel.ContractActors.Divide;
import io.ringkernel.ContractActors.DivideLong;
import io.ringkernel.ContractActors.Element;
import io.ringkernel.ContractActors.Fail;
import io.ringkernel.ContractActors.Faulty;
import io.ringkernel.ContractActors.Findings;
import io.ringkernel.ContractActors.Get;
import io.ringkernel.ContractActors.Harmless;
import io.ringkernel.ContractActors.Line;
import io.ringkernel.ContractActors.Mirror;
import io.ringkernel.ContractActors.Numbered;
import io.ringkernel.ContractActors.Outcome;
import io.ringkernel.ContractActors.Point;
import io.ringkernel.ContractActors.Primitives;
import io.ringkernel.ContractActors.ReplyTwice;
import io.ringkernel.ContractActors.Report;
import io.ringkernel.ContractActors.Shape;
import io.ringkernel.ContractActors.Sum;
import io.ringkernel.ContractActors.Trial;
import io.ringkernel.DeadLetter.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every backend does alike. A backend's test extends this class and opens its runtime.
 *
 * <p>One runtime serves all tests, which therefore choose names of their own, except those that
 * close it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
public abstract class BackendContract {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final ActorOptions SMALL = ActorOptions.defaults().withMailboxCapacity(16);

    private static final ActorOptions CREDITS =
            ActorOptions.defaults().withMailboxCapacity(64).withOverflow(OverflowPolicy.FAIL);

    private RingKernel runtime;

    /** Returns a builder for the backend under test, and nothing but it. */
    protected abstract RingKernel.Builder builder();

    @AfterAll
    void closeRuntime() {
        if (runtime != null) {
            runtime.close();
        }
    }

    private RingKernel runtime() {
        if (runtime == null) {
            runtime = builder().build();
        }
        return runtime;
    }

    // ---- tell and ask

    @Test
    void shouldAnswerWithWhatTheMessagesLeftWhenAsked() {
        ActorRef<Count, Sum> counter = runtime().spawn("ask/counter", new Counter(5));
        counter.tell(new Add(10));
        counter.tell(new Add(-3));
        assertThat(answer(counter.ask(new Get()))).isEqualTo(new Sum(12, 2));
        assertThat(counter.name()).isEqualTo("ask/counter");
        assertThat(counter.state()).isEqualTo(ActorState.ACTIVE);
    }

    @Test
    void shouldCompleteAStageThatNobodyWaitsFor() {
        ActorRef<Count, Sum> counter = runtime().spawn("ask/stage", new Counter(1));
        CompletionStage<Long> doubled = counter.ask(new Get()).thenApply(sum -> sum.sum() * 2);
        assertThat(answer(doubled)).isEqualTo(2);
    }

    @Test
    void shouldAnswerManyAsksInFlight() {
        ActorRef<Count, Sum> counter = runtime().spawn("ask/many", new Counter(3));
        List<CompletionStage<Sum>> asks = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            asks.add(counter.ask(new Get()));
        }
        assertThat(asks).allSatisfy(ask -> assertThat(answer(ask)).isEqualTo(new Sum(3, 0)));
    }

    @Test
    void shouldHandleMessagesOfOneSenderInOrder() {
        ActorRef<Audit, Findings> auditor = runtime().spawn("order/one", new Auditor());
        for (int i = 0; i < 20_000; i++) {
            auditor.tell(new Numbered(3, i));
        }
        assertThat(answer(auditor.ask(new Report()))).isEqualTo(new Findings(20_000, 0));
    }

    @Test
    void shouldHandleBatchesInOrderWhenTheyAreLargerThanTheMailbox() {
        ActorRef<Audit, Findings> auditor =
                runtime()
                        .spawn(
                                "order/batch",
                                new Auditor(),
                                ActorOptions.defaults().withMailboxCapacity(64));
        auditor.tellAll(numbered(0, 0, 5_000));
        auditor.tell(new Numbered(0, 5_000));
        auditor.tellAll(List.of());
        auditor.tellAll(numbered(0, 5_001, 10_000));
        assertThat(answer(auditor.ask(new Report()))).isEqualTo(new Findings(10_000, 0));
    }

    @Test
    void shouldLoseNothingAndKeepEachSendersOrderWhenSendersCompete() throws Exception {
        ActorRef<Audit, Findings> auditor = runtime().spawn("order/many", new Auditor());
        int senders = 4;
        int each = 20_000;
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            List<Future<?>> sending =
                    IntStream.range(0, senders)
                            .<Future<?>>mapToObj(
                                    sender -> threads.submit(() -> send(auditor, sender, each)))
                            .toList();
            for (Future<?> future : sending) {
                future.get(50, SECONDS);
            }
        }
        assertThat(answer(auditor.ask(new Report())))
                .isEqualTo(new Findings((long) senders * each, 0));
    }

    @Test
    void shouldKeepManyActorsApart() {
        List<ActorRef<Count, Sum>> counters =
                IntStream.range(0, 100)
                        .mapToObj(i -> runtime().spawn("many/" + i, new Counter(i)))
                        .toList();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < counters.size(); i++) {
                counters.get(i).tell(new Add(i));
            }
        }
        List<CompletionStage<Sum>> asks =
                counters.stream().map(counter -> counter.ask(new Get())).toList();
        for (int i = 0; i < counters.size(); i++) {
            assertThat(answer(asks.get(i))).isEqualTo(new Sum(i + 10L * i, 10));
        }
        counters.forEach(runtime()::terminate);
    }

    // ---- what messages may hold

    static Stream<Primitives> primitives() {
        return Stream.of(
                new Primitives(false, (byte) 0, (short) 0, '\0', 0, 0L, 0f, 0d),
                new Primitives(true, (byte) -1, (short) -1, '\uffff', -1, -1L, -1f, -1d),
                new Primitives(
                        true,
                        Byte.MIN_VALUE,
                        Short.MIN_VALUE,
                        'x',
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        Float.MIN_VALUE,
                        Double.MIN_VALUE),
                new Primitives(
                        false,
                        Byte.MAX_VALUE,
                        Short.MAX_VALUE,
                        '\u8000',
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Float.NEGATIVE_INFINITY,
                        Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void shouldCarryEveryPrimitiveType(Primitives p) {
        ActorRef<Shape, Shape> mirror =
                runtime().spawn("shapes/primitives" + p.hashCode(), new Mirror());
        assertThat(answer(mirror.ask(p)))
                .isEqualTo(new Primitives(!p.z(), p.b(), p.s(), p.c(), p.i(), p.l(), p.f(), p.d()));
    }

    @Test
    void shouldCarryNestedRecords() {
        ActorRef<Shape, Shape> mirror = runtime().spawn("shapes/nested", new Mirror());
        Point from = new Point(Integer.MIN_VALUE, Math.PI);
        Point to = new Point(2, -0.0);
        assertThat(answer(mirror.ask(new Line(from, to, true))))
                .isEqualTo(new Line(to, from, true));
    }

    @Test
    void shouldCarryArraysInSlotsLargerThanALine() {
        ActorRef<Shape, Shape> mirror = runtime().spawn("shapes/arrays", new Mirror());
        for (int round = 0; round < 3000; round++) {
            long first = round;
            long[] values = LongStream.range(first, first + 24).toArray();
            Primitives reply = (Primitives) answer(mirror.ask(new Block(values, -1)));
            assertThat(reply.i()).isEqualTo(values.length);
            assertThat(reply.l()).isEqualTo(LongStream.of(values).sum());
            assertThat(reply.d()).isEqualTo(values[23]);
        }
    }

    @Test
    void shouldKeepAnOrderBookThatRepliesWithItsArrays() throws Exception {
        // its replies need more than the slots that pooled actors share
        ActorOptions pinned = ActorOptions.defaults().withPlacement(Placement.PINNED);
        ActorRef<OrderBook.Request, OrderBook.Answer> book =
                runtime.spawn("book", new OrderBook(), pinned);
        Random random = new Random(20);
        // the same orders to an instance that nothing but this thread calls
        OrderBook expected = new OrderBook();
        for (int i = 0; i < 300; i++) {
            OrderBook.Direction direction = OrderBook.Direction.values()[random.nextInt(2)];
            int side = direction == OrderBook.Direction.BUY ? -1 : 1;
            long price = 1_000_000 + side * random.nextInt(-2, 30);
            OrderBook.Request request =
                    new OrderBook.Limit(direction, price, 1 + random.nextInt(100));
            assertThat(book.ask(request).toCompletableFuture().get(5, SECONDS))
                    .as("%d: %s", i, request)
                    .isEqualTo(replyOf(expected, request));
        }
        OrderBook.Request snapshot = new OrderBook.Snapshot();
        assertThat(book.ask(snapshot).toCompletableFuture().get(5, SECONDS))
                .usingRecursiveComparison()
                .isEqualTo(replyOf(expected, snapshot));
        book.tell(new OrderBook.Cancel(OrderBook.Direction.BUY, 1));
        assertThatThrownBy(() -> book.ask(snapshot).toCompletableFuture().get(5, SECONDS))
                .hasStackTraceContaining("no order at this price");
    }

    @Test
    void shouldComputeFunctionsWithinFourUlpsOfStrictMath() throws Exception {
        ActorRef<ContractActors.Real, ContractActors.Reals> calculator =
                runtime.spawn("calculator", new ContractActors.Calculator());
        Random random = new Random(18);
        double[] edges = {0.0, -0.0, 1, -1, 0.5, 1e-300, 700, -745, 1e9, 1e300, Double.NaN};
        for (int i = 0; i < 300; i++) {
            double a = i < 121 ? edges[i % 11] : random.nextGaussian() * (i % 2 == 0 ? 1 : 30);
            double b = i < 121 ? edges[i / 11] : random.nextGaussian() * 3;
            double[] values =
                    calculator
                            .ask(new ContractActors.Real(a, b))
                            .toCompletableFuture()
                            .get(5, SECONDS)
                            .values();
            double[] exact = {
                StrictMath.exp(a),
                StrictMath.expm1(a),
                StrictMath.log(a),
                StrictMath.log10(a),
                StrictMath.log1p(a),
                StrictMath.sin(a),
                StrictMath.cos(a),
                StrictMath.tan(a),
                StrictMath.asin(a),
                StrictMath.acos(a),
                StrictMath.atan(a),
                StrictMath.sinh(a),
                StrictMath.cosh(a),
                StrictMath.tanh(a),
                StrictMath.cbrt(a),
                StrictMath.atan2(a, b),
                StrictMath.hypot(a, b),
                StrictMath.pow(a, b)
            };
            for (int f = 0; f < exact.length; f++) {
                boolean near = Math.abs(values[f] - exact[f]) <= 4 * Math.ulp(exact[f]);
                assertThat(near || Double.compare(values[f], exact[f]) == 0)
                        .as("function %d of %s, %s: %s, not %s", f, a, b, values[f], exact[f])
                        .isTrue();
            }
        }
    }

    private static OrderBook.Answer replyOf(OrderBook book, OrderBook.Request request) {
        List<OrderBook.Answer> answers = new ArrayList<>();
        book.receive(request, answers::add);
        return answers.getFirst();
    }

    @Test
    void shouldNotShareArraysBetweenCallerAndActor() {
        ActorRef<Shape, Shape> mirror = runtime().spawn("shapes/unshared", new Mirror());
        long[] values = new long[24];
        CompletionStage<Shape> ask = mirror.ask(new Block(values, 0));
        values[0] = 99;
        assertThat(((Primitives) answer(ask)).l()).isZero();
    }

    // ---- faults

    static Stream<Trial> faults() {
        return Stream.of(
                new Fail(),
                new Divide(1, 0),
                new DivideLong(5, 0),
                new Element(4),
                new Element(-1),
                new Element(Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldFailTheActorAloneWhenReceiveFaults(Trial trial) {
        ActorRef<Trial, Outcome> neighbour =
                runtime().spawn("faults/neighbour" + trial.hashCode(), new Faulty());
        ActorRef<Trial, Outcome> faulty =
                runtime().spawn("faults/" + trial.hashCode(), new Faulty());
        ActorFault expected = faultOf(new Faulty(), trial);

        assertThat(failure(faulty.ask(trial)))
                .isInstanceOfSatisfying(
                        ActorFailedException.class,
                        failed -> {
                            assertThat(failed.fault()).isEqualTo(expected);
                            assertThat(failed).hasMessageContaining(faulty.name());
                        });
        assertThat(faulty.state()).isEqualTo(ActorState.FAILED);
        assertThat(failure(faulty.ask(new Harmless()))).isInstanceOf(ActorFailedException.class);
        assertThat(answer(neighbour.ask(new Harmless()))).isEqualTo(new Outcome(7));
        assertThat(neighbour.state()).isEqualTo(ActorState.ACTIVE);
    }

    @Test
    void shouldFailEveryAskAndKeepEveryMessageWhenTheActorFails() {
        ActorRef<Trial, Outcome> faulty = runtime().spawn("faults/queue", new Faulty());
        runtime().quiesce(faulty);
        CompletionStage<Outcome> first = faulty.ask(new Harmless());
        faulty.tell(new Fail());
        CompletionStage<Outcome> second = faulty.ask(new Element(1));
        faulty.tell(new Element(2));
        runtime().activate(faulty);

        assertThat(answer(first)).isEqualTo(new Outcome(7));
        assertThat(failure(second)).isInstanceOf(ActorFailedException.class);
        faulty.tell(new Element(3));
        awaitLetters(faulty, Reason.ACTOR_FAILED, new Element(1), new Element(2), new Element(3));
    }

    @Test
    void shouldAnswerAfterHarmlessArithmetic() {
        ActorRef<Trial, Outcome> faulty = runtime().spawn("faults/none", new Faulty());
        assertThat(answer(faulty.ask(new Divide(Integer.MIN_VALUE, -1))))
                .isEqualTo(new Outcome(Integer.MIN_VALUE));
        assertThat(answer(faulty.ask(new DivideLong(-7, 3)))).isEqualTo(new Outcome(-1));
        assertThat(answer(faulty.ask(new Element(3)))).isEqualTo(new Outcome(13));
    }

    @Test
    void shouldFailTheActorWhenItRepliesTwice() {
        ActorRef<Trial, Outcome> faulty = runtime().spawn("faults/twice", new Faulty());
        assertThat(answer(faulty.ask(new ReplyTwice()))).isEqualTo(new Outcome(1));
        ActorFault fault = ((ActorFailedException) failure(faulty.ask(new Harmless()))).fault();
        assertThat(fault.exceptionType()).isEqualTo(IllegalStateException.class.getName());
        assertThat(fault.message()).isEqualTo("already replied");
        assertThat(fault.className()).isEqualTo(Faulty.class.getName());
        assertThat(fault.methodName()).isEqualTo("receive");
        assertThat(fault.line()).isPositive();
    }

    // ---- replies that find nobody

    @Test
    void shouldFailTheAskWhenTheActorDoesNotReply() {
        ActorRef<Count, Sum> counter = runtime().spawn("replies/none", new Counter(0));
        assertThat(failure(counter.ask(new Add(1)))).isInstanceOf(NoReplyException.class);
        assertThat(answer(counter.ask(new Get()))).isEqualTo(new Sum(1, 1));
    }

    @Test
    void shouldKeepTheReplyAsDeadLetterWhenTheMessageWasTold() {
        ActorRef<Count, Sum> counter = runtime().spawn("replies/told", new Counter(4));
        counter.tell(new Get());
        awaitLetters(counter, Reason.NOT_ASKED, new Sum(4, 0));
        assertThat(counter.state()).isEqualTo(ActorState.ACTIVE);
    }

    @Test
    void shouldExpireAnAskAndKeepItsLateReplyAsDeadLetter() {
        ActorRef<Count, Sum> counter = runtime().spawn("replies/late", new Counter(4));
        runtime().quiesce(counter);
        CompletionStage<Sum> ask = counter.ask(new Get(), SHORT);
        assertThat(failure(ask))
                .isInstanceOf(AskTimeoutException.class)
                .hasMessageContaining("replies/late");
        runtime().activate(counter);
        awaitLetters(counter, Reason.ASK_EXPIRED, new Sum(4, 0));
        assertThat(answer(counter.ask(new Get()))).isEqualTo(new Sum(4, 0));
    }

    @Test
    void shouldKeepTheReplyAsDeadLetterWhenTheAskWasCancelled() {
        ActorRef<Count, Sum> counter = runtime().spawn("replies/cancelled", new Counter(6));
        runtime().quiesce(counter);
        CompletionStage<Sum> ask = counter.ask(new Get());
        assertThat(ask.toCompletableFuture().cancel(false)).isTrue();
        runtime().activate(counter);
        awaitLetters(counter, Reason.ASK_EXPIRED, new Sum(6, 0));
    }

    // ---- full mailboxes

    @Test
    void shouldThrowWhenTheMailboxIsFullAndThePolicyIsToFail() {
        ActorRef<Count, Sum> counter = filled("full/fail", OverflowPolicy.FAIL);
        assertThatThrownBy(() -> counter.tell(new Add(1)))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("full/fail")
                .hasMessageContaining("capacity=16");
        assertThatThrownBy(() -> counter.ask(new Get())).isInstanceOf(MailboxFullException.class);
        runtime().activate(counter);
        assertEventuallyHandled(counter, 16);
    }

    @Test
    void shouldSayHowManyOfABatchWereAcceptedWhenTheMailboxFills() {
        ActorRef<Count, Sum> counter =
                runtime()
                        .spawn(
                                "full/batch",
                                new Counter(0),
                                SMALL.withOverflow(OverflowPolicy.FAIL));
        runtime().quiesce(counter);
        List<Count> batch = IntStream.range(0, 20).<Count>mapToObj(Add::new).toList();
        assertThatExceptionOfType(MailboxFullException.class)
                .isThrownBy(() -> counter.tellAll(batch))
                .satisfies(full -> assertThat(full.accepted()).isEqualTo(16));
        runtime().activate(counter);
        assertEventuallyHandled(counter, 16);
    }

    @Test
    void shouldKeepTheMessageAsDeadLetterWhenTheMailboxIsFullAndThePolicySaysSo() {
        ActorRef<Count, Sum> counter = filled("full/dead", OverflowPolicy.DEAD_LETTER);
        counter.tell(new Add(100));
        counter.tellAll(List.of(new Add(101), new Add(102)));
        assertThat(failure(counter.ask(new Get()))).isInstanceOf(MailboxFullException.class);
        awaitLetters(
                counter, Reason.MAILBOX_FULL, new Add(100), new Add(101), new Add(102), new Get());
        runtime().activate(counter);
        assertEventuallyHandled(counter, 16);
    }

    @Test
    void shouldThrowWhenTheMailboxStaysFullForTheSendTimeout() {
        ActorRef<Count, Sum> counter = filled("full/timeout", OverflowPolicy.WAIT);
        assertThatThrownBy(() -> counter.tell(new Add(1)))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("stayed full");
        assertThatThrownBy(() -> counter.tellAll(List.of(new Add(1))))
                .isInstanceOf(MailboxFullException.class);
        runtime().activate(counter);
        assertEventuallyHandled(counter, 16);
    }

    @Test
    void shouldSendAfterAllWhenTheMailboxEmptiesWithinTheSendTimeout() throws Exception {
        ActorRef<Count, Sum> counter =
                runtime()
                        .spawn(
                                "full/wait",
                                new Counter(0),
                                SMALL.withSendTimeout(Duration.ofSeconds(30)));
        runtime().quiesce(counter);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> sending =
                    thread.submit(
                            () -> IntStream.range(0, 100).forEach(_ -> counter.tell(new Add(1))));
            runtime().activate(counter);
            sending.get(40, SECONDS);
        }
        assertEventuallyHandled(counter, 100);
    }

    @Test
    void shouldRefuseOrWaitWhenTooManyAsksWait() {
        ActorRef<Count, Sum> counter =
                runtime()
                        .spawn(
                                "full/asks",
                                new Counter(0),
                                ActorOptions.defaults()
                                        .withMaxAsks(16)
                                        .withOverflow(OverflowPolicy.FAIL));
        runtime().quiesce(counter);
        List<CompletionStage<Sum>> asks =
                IntStream.range(0, 16).mapToObj(_ -> counter.ask(new Get())).toList();
        assertThatThrownBy(() -> counter.ask(new Get()))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("maxAsks=16");
        runtime().activate(counter);
        assertThat(asks).allSatisfy(ask -> assertThat(answer(ask)).isEqualTo(new Sum(0, 0)));
        assertThat(answer(counter.ask(new Get()))).isEqualTo(new Sum(0, 0));
    }

    // ---- lifecycle and names

    @Test
    void shouldQueueWhileQuiescedAndHandleWhenActivated() {
        ActorRef<Count, Sum> counter = runtime().spawn("life/quiesce", new Counter(0));
        counter.tell(new Add(1));
        counter.tell(new Get());
        runtime().quiesce(counter);
        assertThat(counter.state()).isEqualTo(ActorState.QUIESCED);
        awaitLetters(
                counter, Reason.NOT_ASKED, new Sum(1, 1)); // accepted before, so handled before
        runtime().quiesce(counter);

        counter.tell(new Add(1));
        assertThat(failure(counter.ask(new Get(), SHORT))).isInstanceOf(AskTimeoutException.class);
        runtime().activate(counter);
        runtime().activate(counter);
        assertThat(counter.state()).isEqualTo(ActorState.ACTIVE);
        assertThat(answer(counter.ask(new Get()))).isEqualTo(new Sum(2, 2));
    }

    @Test
    void shouldQuiesceAndActivateUnderLoadWithoutLosingAMessage() throws Exception {
        ActorRef<Audit, Findings> auditor = runtime().spawn("life/load", new Auditor());
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> sending = thread.submit(() -> send(auditor, 0, 20_000));
            for (int i = 0; i < 50; i++) {
                runtime().quiesce(auditor);
                runtime().activate(auditor);
            }
            sending.get(50, SECONDS);
        }
        assertThat(answer(auditor.ask(new Report()))).isEqualTo(new Findings(20_000, 0));
    }

    @Test
    void shouldKeepQueuedMessagesAsDeadLettersWhenTerminated() {
        ActorRef<Count, Sum> counter = runtime().spawn("life/terminate", new Counter(0));
        runtime().quiesce(counter);
        counter.tell(new Add(1));
        CompletionStage<Sum> ask = counter.ask(new Get());
        counter.tell(new Add(2));
        runtime().terminate(counter);

        assertThat(counter.state()).isEqualTo(ActorState.TERMINATED);
        assertThat(failure(ask))
                .isInstanceOf(ActorTerminatedException.class)
                .hasMessageContaining("life/terminate");
        counter.tell(new Add(3));
        awaitLetters(
                counter, Reason.ACTOR_TERMINATED, new Add(1), new Get(), new Add(2), new Add(3));
        assertThat(failure(counter.ask(new Get()))).isInstanceOf(ActorTerminatedException.class);
    }

    @Test
    void shouldLetSeveralThreadsTerminateOneActor() throws Exception {
        int rounds = runtime().backend() == Backend.CPU ? 3_000 : 50;
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < rounds; round++) {
                ActorRef<Count, Sum> counter = runtime().spawn("life/twice", new Counter(0));
                Future<?> other =
                        thread.submit(() -> {
                            together.await(10, SECONDS);
                            runtime().terminate(counter);
                            return null;
                        });
                together.await(10, SECONDS);
                runtime().terminate(counter);
                other.get(10, SECONDS);
                assertThat(counter.state()).isEqualTo(ActorState.TERMINATED);
            }
        }
    }

    @Test
    void shouldRefuseCommandsOfAnActorThatEnded() {
        ActorRef<Count, Sum> counter = runtime().spawn("life/ended", new Counter(0));
        runtime().terminate(counter);
        runtime().terminate(counter);
        assertThatThrownBy(() -> runtime().activate(counter))
                .isInstanceOf(LifecycleException.class)
                .hasMessageContaining("life/ended")
                .hasMessageContaining("TERMINATED");
        assertThatThrownBy(() -> runtime().quiesce(counter)).isInstanceOf(LifecycleException.class);
    }

    @Test
    void shouldTerminateAFailedActorAndRefuseItsOtherCommands() {
        ActorRef<Trial, Outcome> faulty = runtime().spawn("life/failed", new Faulty());
        failure(faulty.ask(new Fail()));
        assertThatThrownBy(() -> runtime().quiesce(faulty))
                .isInstanceOf(LifecycleException.class)
                .hasMessageContaining("FAILED");
        assertThatThrownBy(() -> runtime().activate(faulty)).isInstanceOf(LifecycleException.class);
        assertThat(runtime().find("life/failed")).containsSame(faulty);
        runtime().terminate(faulty);
        assertThat(faulty.state()).isEqualTo(ActorState.TERMINATED);
        assertThat(runtime().find("life/failed")).isEmpty();
    }

    @Test
    void shouldRefuseASecondActorOfOneNameUntilTheFirstIsTerminated() {
        ActorRef<Count, Sum> first = runtime().spawn("names/one", new Counter(1));
        assertThatThrownBy(() -> runtime().spawn("names/one", new Counter(2)))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("names/one");
        assertThat(answer(first.ask(new Get()))).isEqualTo(new Sum(1, 0));
        assertThat(runtime().names()).contains("names/one");
        assertThat(runtime().find("names/one")).containsSame(first);

        runtime().terminate(first);
        assertThat(runtime().names()).doesNotContain("names/one");
        ActorRef<Count, Sum> second = runtime().spawn("names/one", new Counter(2));
        assertThat(answer(second.ask(new Get()))).isEqualTo(new Sum(2, 0));
    }

    @Test
    void shouldSpawnAndTerminateAgainAndAgain() {
        for (int i = 0; i < 200; i++) {
            ActorRef<Count, Sum> counter = runtime().spawn("names/reused", new Counter(i));
            counter.tell(new Add(1));
            assertThat(answer(counter.ask(new Get()))).isEqualTo(new Sum(i + 1L, 1));
            runtime().terminate(counter);
        }
    }

    // ---- bad input

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void shouldRefuseAMessageThatTheActorDoesNotUnderstand() {
        ActorRef<Count, Sum> counter = runtime().spawn("bad/type", new Counter(0));
        ActorRef raw = counter;
        assertThatThrownBy(() -> raw.tell(new Harmless()))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("bad/type")
                .hasMessageContaining(Harmless.class.getName())
                .hasMessageContaining(Add.class.getName());
        assertThatThrownBy(() -> raw.ask("text")).isInstanceOf(MessageTypeException.class);
        assertThatThrownBy(() -> raw.tellAll(List.of(new Add(1), new Harmless(), new Add(2))))
                .isInstanceOf(MessageTypeException.class);
        assertThat(answer(counter.ask(new Get()))).isEqualTo(new Sum(1, 1));
    }

    @Test
    void shouldRefuseAnArrayOfTheWrongLengthAndGoOn() {
        ActorRef<Shape, Shape> mirror = runtime().spawn("bad/array", new Mirror());
        assertThatThrownBy(() -> mirror.tell(new Block(new long[3], 0)))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("values")
                .hasMessageContaining("expected=24")
                .hasMessageContaining("actual=3");
        assertThatThrownBy(() -> mirror.tell(new Line(new Point(1, 1), null, true)))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("Line.to");
        Block block = new Block(new long[24], 0);
        assertThat(((Primitives) answer(mirror.ask(block))).i()).isEqualTo(24);
    }

    @Test
    void shouldRefuseARecordThatDoesNotFitItsSlot() {
        assertThatThrownBy(() ->
                        runtime()
                                .spawn(
                                        "bad/slot",
                                        new Mirror(),
                                        ActorOptions.defaults().withSlotBytes(128)))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining(Block.class.getName())
                .hasMessageContaining("bytes=200")
                .hasMessageContaining("payloadBytes=96")
                .hasMessageContaining("slotBytes=256");
        assertThat(runtime().find("bad/slot")).isEmpty();
    }

    // ---- closing

    @Test
    void shouldRefuseEverythingAfterClose() {
        RingKernel closing = builder().build();
        ActorRef<Count, Sum> counter = closing.spawn("close/counter", new Counter(0));
        ActorRef<Count, Sum> terminated = closing.spawn("close/terminated", new Counter(0));
        ActorRef<Trial, Outcome> failed = closing.spawn("close/failed", new Faulty());
        failure(failed.ask(new Fail()));
        closing.terminate(terminated);
        closing.quiesce(counter);
        counter.tell(new Add(1));
        CompletionStage<Sum> ask = counter.ask(new Get());
        closing.close();
        closing.close();

        assertThat(failure(ask)).isInstanceOf(RuntimeClosedException.class);
        assertThat(counter.state()).isEqualTo(ActorState.TERMINATED);
        assertThat(closing.deadLetters().count(Reason.RUNTIME_CLOSED)).isEqualTo(2);
        assertThat(closing.names()).isEmpty();
        assertThatThrownBy(() -> closing.spawn("close/late", new Counter(0)))
                .isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> counter.tell(new Add(2)))
                .isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> counter.tellAll(List.of(new Add(2))))
                .isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> counter.ask(new Get())).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> terminated.tell(new Add(2)))
                .isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> failed.tell(new Fail()))
                .isInstanceOf(RuntimeClosedException.class);
    }

    @Test
    void shouldCloseUnderLoadAndAccountForEveryMessage() throws Exception {
        RingKernel closing = builder().deadLetterCapacity(1 << 20).build();
        ActorRef<Count, Sum> counter = closing.spawn("close/load", new Counter(0));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> senders =
                    IntStream.range(0, 3)
                            .<Future<?>>mapToObj(
                                    _ -> threads.submit(() -> sendUntilClosed(counter)))
                            .toList();
            answer(counter.ask(new Get()));
            closing.close();
            for (Future<?> sender : senders) {
                sender.get(20, SECONDS);
            }
        }
        assertThat(counter.state()).isEqualTo(ActorState.TERMINATED);
        assertThat(closing.deadLetters().total())
                .isEqualTo(closing.deadLetters().count(Reason.RUNTIME_CLOSED));
    }

    // ---- back-pressure

    @Test
    void shouldCountWhatBecameOfSendsToAFullMailbox() {
        OverflowCounts before = runtime().overflows();
        ActorRef<Count, Sum> failing = filled("counts/fail", OverflowPolicy.FAIL);
        ActorRef<Count, Sum> dropping = filled("counts/dead", OverflowPolicy.DEAD_LETTER);
        ActorRef<Count, Sum> waiting = filled("counts/wait", OverflowPolicy.WAIT);
        assertThat(runtime().overflows(failing)).isEqualTo(new OverflowCounts(0, 0, 0, 0, 0));

        assertThatThrownBy(() -> failing.tell(new Add(1))).isInstanceOf(MailboxFullException.class);
        dropping.tellAll(List.of(new Add(1), new Add(1)));
        assertThatThrownBy(() -> waiting.tell(new Add(1))).isInstanceOf(MailboxFullException.class);

        assertThat(runtime().overflows(failing)).isEqualTo(new OverflowCounts(0, 0, 1, 0, 0));
        assertThat(runtime().overflows(dropping)).isEqualTo(new OverflowCounts(0, 0, 0, 2, 0));
        assertThat(runtime().overflows(waiting)).isEqualTo(new OverflowCounts(1, 1, 0, 0, 0));
        OverflowCounts all = runtime().overflows();
        assertThat(all.failed() - before.failed()).isEqualTo(1);
        assertThat(all.deadLettered() - before.deadLettered()).isEqualTo(2);
        assertThat(all.timedOut() - before.timedOut()).isEqualTo(1);
    }

    @Test
    void shouldLetASenderUseItsCreditsAndNoMore() {
        ActorRef<Count, Sum> counter = runtime().spawn("credits/bound", new Counter(0), CREDITS);
        CreditedRef<Count, Sum> edge = runtime().withCredits(counter, 5);
        CreditedRef<Count, Sum> other = runtime().withCredits(edge, 3);
        runtime().quiesce(counter);
        List<Count> batch = IntStream.range(0, 7).<Count>mapToObj(Add::new).toList();
        assertThatExceptionOfType(MailboxFullException.class)
                .isThrownBy(() -> edge.tellAll(batch))
                .withMessageContaining("credits=5")
                .satisfies(full -> assertThat(full.accepted()).isEqualTo(5));
        assertThatThrownBy(() -> edge.ask(new Get())).isInstanceOf(MailboxFullException.class);
        counter.tell(new Add(1)); // the mailbox has room for others
        other.tell(new Add(1));

        assertThat(edge.available()).isZero();
        assertThat(other.available()).isEqualTo(2);
        assertThat(edge.credits()).isEqualTo(5);
        assertThat(edge.actor()).isSameAs(counter);
        assertThat(edge.name()).isEqualTo("credits/bound");
        assertThat(runtime().overflows(counter).failed()).isEqualTo(2);

        runtime().activate(edge);
        await(() -> edge.available() == 5 && other.available() == 3);
        assertThat(answer(edge.ask(new Get())).additions()).isEqualTo(7);
        await(() -> edge.available() == 5);
        runtime().terminate(edge);
        assertThat(edge.state()).isEqualTo(ActorState.TERMINATED);
    }

    @Test
    void shouldRefuseCreditsOutOfRangeAndForeignActors() {
        ActorRef<Count, Sum> counter = runtime().spawn("credits/range", new Counter(0));
        assertThatThrownBy(() -> runtime().withCredits(counter, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("credits=0");
        assertThatThrownBy(() -> runtime().withCredits(counter, (1 << 20) + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> runtime().withCredits(Routers.broadcast(List.of(counter)), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldWaitForCreditsAndKeepEachSendersOrder() throws Exception {
        ActorRef<Audit, Findings> auditor = runtime().spawn("credits/order", new Auditor());
        int senders = 3;
        int each = 5_000;
        List<CreditedRef<Audit, Findings>> edges =
                IntStream.range(0, senders)
                        .mapToObj(sender -> runtime().withCredits(auditor, 4 << sender))
                        .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            List<Future<?>> sending =
                    IntStream.range(0, senders)
                            .<Future<?>>mapToObj(sender ->
                                    threads.submit(() -> send(edges.get(sender), sender, each)))
                            .toList();
            for (Future<?> future : sending) {
                future.get(50, SECONDS);
            }
        }
        assertThat(answer(auditor.ask(new Report())))
                .isEqualTo(new Findings((long) senders * each, 0));
        assertThat(edges).allSatisfy(edge -> await(() -> edge.available() == edge.credits()));
    }

    @Test
    void shouldGiveCreditsBackWhenTheActorFailsOrIsTerminated() {
        ActorRef<Trial, Outcome> faulty = runtime().spawn("credits/failed", new Faulty(), CREDITS);
        CreditedRef<Trial, Outcome> edge = runtime().withCredits(faulty, 8);
        runtime().quiesce(faulty);
        edge.tellAll(List.of(new Fail(), new Harmless(), new Harmless()));
        CompletionStage<Outcome> ask = edge.ask(new Harmless());
        assertThat(edge.available()).isEqualTo(4);
        runtime().activate(faulty);
        assertThat(failure(ask)).isInstanceOf(ActorFailedException.class);
        await(() -> edge.available() == 8);
        edge.tell(new Harmless());
        awaitLetters(
                faulty,
                Reason.ACTOR_FAILED,
                new Harmless(),
                new Harmless(),
                new Harmless(),
                new Harmless());
        assertThat(edge.available()).isEqualTo(8);

        ActorRef<Count, Sum> counter = runtime().spawn("credits/ended", new Counter(0), CREDITS);
        CreditedRef<Count, Sum> toCounter = runtime().withCredits(counter, 4);
        runtime().quiesce(counter);
        toCounter.tellAll(List.of(new Add(1), new Add(2), new Add(3)));
        assertThat(toCounter.available()).isEqualTo(1);
        runtime().terminate(counter);
        assertThat(toCounter.available()).isEqualTo(4);
    }

    @Test
    void shouldKeepTheMessageAsDeadLetterWhenThereIsNoCreditAndThePolicySaysSo() {
        ActorRef<Count, Sum> counter =
                runtime()
                        .spawn(
                                "credits/dead",
                                new Counter(0),
                                CREDITS.withOverflow(OverflowPolicy.DEAD_LETTER));
        CreditedRef<Count, Sum> edge = runtime().withCredits(counter, 1);
        runtime().quiesce(counter);
        edge.tell(new Add(1));
        edge.tell(new Add(2));
        assertThat(failure(edge.ask(new Get())))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("no credit left");
        awaitLetters(counter, Reason.NO_CREDIT, new Add(2), new Get());
        assertThat(runtime().overflows(counter).deadLettered()).isEqualTo(2);
        runtime().activate(counter);
        assertEventuallyHandled(counter, 1);
    }

    @Test
    void shouldTimeOutWhenNoCreditComesBack() {
        ActorRef<Count, Sum> counter =
                runtime()
                        .spawn(
                                "credits/timeout",
                                new Counter(0),
                                ActorOptions.defaults().withSendTimeout(SHORT));
        CreditedRef<Count, Sum> edge = runtime().withCredits(counter, 1);
        runtime().quiesce(counter);
        edge.tell(new Add(1));
        assertThatThrownBy(() -> edge.tell(new Add(2)))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("stayed full");
        assertThat(runtime().overflows(counter)).isEqualTo(new OverflowCounts(1, 1, 0, 0, 0));
        runtime().activate(counter);
        assertEventuallyHandled(counter, 1);
    }

    @Test
    void shouldSendDeadLettersAgain() {
        ActorRef<Count, Sum> counter = filled("replay/again", OverflowPolicy.DEAD_LETTER);
        counter.tellAll(List.of(new Add(1), new Add(1), new Add(1)));
        DeadLetters letters = runtime().deadLetters();
        Predicate<DeadLetter> additions =
                letter -> letter.actor().equals("replay/again") && letter.message() instanceof Add;
        assertThat(letters.replay(additions)).isEqualTo(3);
        awaitLetters(counter, Reason.MAILBOX_FULL, new Add(1), new Add(1), new Add(1));
        runtime().activate(counter);
        assertEventuallyHandled(counter, 16);
        assertThat(letters.replay(additions)).isEqualTo(3);
        assertEventuallyHandled(counter, 19);
        assertThat(letters.recent()).noneMatch(additions);
    }

    @Test
    void shouldHaveAMailboxThatFitsTheMemoryBudgetOfItsActor() {
        ActorRef<Count, Sum> counter =
                runtime()
                        .spawn(
                                "memory/actor",
                                new Counter(0),
                                CREDITS.withMailboxCapacity(1 << 12).withMemoryBudget(6_000));
        runtime().quiesce(counter);
        assertThatExceptionOfType(MailboxFullException.class)
                .isThrownBy(() -> counter.tellAll(Collections.nCopies(1 << 12, new Add(1))))
                .satisfies(full -> assertThat(full.accepted()).isBetween(32, 256));
        assertThat(runtime().queuedBytes(counter)).isBetween(2_000L, 6_000L);
        runtime().activate(counter);
        await(() -> runtime().queuedBytes(counter) == 0);
        assertThatThrownBy(() ->
                        runtime()
                                .spawn(
                                        "memory/small",
                                        new Counter(0),
                                        CREDITS.withMemoryBudget(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("memoryBudget=100");
    }

    @Test
    void shouldShedAndRefuseToSpawnWhenMemoryIsExhaustedAndRecover() {
        List<RuntimeMemory.Change> changes = new CopyOnWriteArrayList<>();
        try (RingKernel tight = builder().memoryBudget(1 << 20).build()) {
            RuntimeMemory memory = tight.memory();
            memory.addListener(changes::add);
            ActorRef<Count, Sum> optional =
                    tight.spawn(
                            "memory/optional",
                            new Counter(0),
                            ActorOptions.defaults()
                                    .withSheddable(Count.class, Add.class::isInstance));
            long start = memory.used();
            List<ActorRef<Count, Sum>> hogs = new ArrayList<>();
            while (memory.level() != MemoryLevel.EXHAUSTED && hogs.size() < 100) {
                hogs.add(hog(tight, hogs.size()));
            }
            assertThat(memory.used()).isBetween(1L << 19, 1L << 21);
            assertThat(memory.peak()).isGreaterThanOrEqualTo(memory.used());
            assertThatThrownBy(() -> tight.spawn("memory/late", new Counter(0)))
                    .isInstanceOf(MemoryExhaustedException.class)
                    .hasMessageContaining("budget=1048576");
            optional.tell(new Add(1));
            assertThat(failure(optional.ask(new Add(2)))).hasMessageContaining("shed");
            assertThat(answer(optional.ask(new Get()))).isEqualTo(new Sum(0, 0));
            assertThat(tight.deadLetters().count(Reason.MEMORY_SHED)).isEqualTo(2);

            hogs.forEach(tight::terminate);
            await(() -> memory.level() == MemoryLevel.NORMAL);
            tight.spawn("memory/late", new Counter(0));
            optional.tell(new Add(3));
            assertThat(answer(optional.ask(new Get()))).isEqualTo(new Sum(3, 1));
            tight.terminate(tight.find("memory/late").orElseThrow());
            tight.terminate(optional);
            assertThat(memory.used()).isLessThanOrEqualTo(start);
        }
        assertThat(changes.getFirst().from()).isEqualTo(MemoryLevel.NORMAL);
        assertThat(changes.getLast().to()).isEqualTo(MemoryLevel.NORMAL);
        for (int i = 1; i < changes.size(); i++) {
            assertThat(changes.get(i).from()).isEqualTo(changes.get(i - 1).to());
        }
    }

    /** Takes memory: on the CPU with messages, on a device with its mailbox. */
    private static ActorRef<Count, Sum> hog(RingKernel runtime, int number) {
        int messages = 1 << 12;
        ActorRef<Count, Sum> hog =
                runtime.spawn(
                        "memory/hog-" + number,
                        new Counter(0),
                        ActorOptions.defaults().withMailboxCapacity(messages));
        runtime.quiesce(hog);
        hog.tellAll(Collections.nCopies(messages, new Add(1)));
        return hog;
    }

    // ---- helpers

    private static void sendUntilClosed(ActorRef<Count, Sum> counter) {
        try {
            while (true) {
                counter.tell(new Add(1));
            }
        } catch (RuntimeClosedException e) {
            assertThat(e).hasMessageContaining("close/load");
        }
    }

    private static void send(ActorRef<Audit, Findings> auditor, int sender, int count) {
        for (int i = 0; i < count; ) {
            if (i % 1000 < 500) {
                auditor.tell(new Numbered(sender, i++));
            } else {
                auditor.tellAll(numbered(sender, i, i + 100));
                i += 100;
            }
        }
    }

    private static List<Audit> numbered(int sender, int from, int to) {
        return IntStream.range(from, to).<Audit>mapToObj(i -> new Numbered(sender, i)).toList();
    }

    /** Returns a quiesced actor whose mailbox of 16 is full of additions of 1. */
    private ActorRef<Count, Sum> filled(String name, OverflowPolicy policy) {
        ActorRef<Count, Sum> counter =
                runtime()
                        .spawn(
                                name,
                                new Counter(0),
                                SMALL.withOverflow(policy).withSendTimeout(SHORT));
        runtime().quiesce(counter);
        for (int i = 0; i < 16; i++) {
            counter.tell(new Add(1));
        }
        return counter;
    }

    private void assertEventuallyHandled(ActorRef<Count, Sum> counter, int additions) {
        await(() -> additions == answerWhenFree(counter).additions());
    }

    /** Asks again until the mailbox has room for the question. */
    private static Sum answerWhenFree(ActorRef<Count, Sum> counter) {
        while (true) {
            try {
                return counter.ask(new Get()).toCompletableFuture().get(20, SECONDS);
            } catch (MailboxFullException e) {
                Thread.yield();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(MailboxFullException.class);
                Thread.yield();
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError("no answer", e);
            }
        }
    }

    /** Waits until the actor has exactly these dead letters for the reason, in any order. */
    private void awaitLetters(ActorRef<?, ?> actor, Reason reason, Object... messages) {
        await(() -> letters(actor, reason).size() >= messages.length);
        assertThat(letters(actor, reason)).containsExactlyInAnyOrder(messages);
    }

    private List<Object> letters(ActorRef<?, ?> actor, Reason reason) {
        return runtime().deadLetters().recent().stream()
                .filter(letter -> letter.actor().equals(actor.name()) && letter.reason() == reason)
                .map(DeadLetter::message)
                .toList();
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

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static Throwable failure(CompletionStage<?> stage) {
        try {
            Object value = stage.toCompletableFuture().get(20, SECONDS);
            throw new AssertionError("completed normally: " + value);
        } catch (ExecutionException | CompletionException e) {
            return e.getCause();
        } catch (Exception e) {
            throw new AssertionError("did not complete", e);
        }
    }

    /** What plain Java makes of the message: the fault that every backend must report. */
    private static ActorFault faultOf(Faulty actor, Trial trial) {
        try {
            actor.receive(trial, _ -> {});
        } catch (RuntimeException e) {
            StackTraceElement top = e.getStackTrace()[0];
            return new ActorFault(
                    e.getClass().getName(),
                    e.getMessage(),
                    top.getClassName(),
                    top.getMethodName(),
                    top.getLineNumber());
        }
        throw new AssertionError("no fault: " + trial);
    }
}
