package io.ringkernel.internal.cpu;

import static io.ringkernel.internal.cpu.Trials.answer;
import static io.ringkernel.internal.cpu.Trials.await;
import static io.ringkernel.internal.cpu.Trials.runtime;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.CreditedRef;
import io.ringkernel.DeadLetter.Reason;
import io.ringkernel.MailboxFullException;
import io.ringkernel.OverflowCounts;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Routers;
import io.ringkernel.Supervision;
import io.ringkernel.internal.cpu.Trials.Heard;
import io.ringkernel.internal.cpu.Trials.Notes;
import io.ringkernel.internal.cpu.Trials.Say;
import io.ringkernel.internal.cpu.Trials.Scripted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credits of edges between actors on the CPU, whatever becomes of the messages. */
@Timeout(60)
class CreditsTest {

    /** Brings out what is aside, uncounted. */
    private static final Say OPEN = new Say("open now");

    private final Notes notes = new Notes();

    private ActorRef<Say, Heard> spawn(RingKernel runtime, String name, Trials.Script script) {
        return runtime.spawn(name, new Scripted(script));
    }

    @Test
    void shouldHoldMessagesOfAnActorWithoutCreditsAndKeepTheirOrder() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> slow =
                    spawn(runtime, "slow", (say, _, _) -> notes.add(say.what()));
            CreditedRef<Say, Heard> edge = runtime.withCredits(slow, 8);
            runtime.quiesce(slow);
            ActorRef<Say, Heard> fast =
                    spawn(
                            runtime,
                            "fast",
                            (_, _, _) -> {
                                for (int i = 0; i < 100; i++) {
                                    edge.tell(new Say("" + i));
                                }
                                slow.tell(new Say("last")); // behind what is held
                            });
            fast.tell(new Say("go"));
            await(() -> runtime.overflows(slow).waited() > 0);
            assertThat(((CpuCell<?, ?>) slow).queued()).isEqualTo(8);
            assertThat(edge.available()).isZero();
            slow.tell(new Say("of another"));
            runtime.activate(slow);

            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 102; i++) {
                heard.add(notes.next());
            }
            assertThat(heard.remove(8)).isEqualTo("of another");
            assertThat(heard.removeLast()).isEqualTo("last");
            for (int i = 0; i < 100; i++) {
                assertThat(heard.get(i)).isEqualTo("" + i);
            }
            await(() -> edge.available() == 8);
            assertThat(runtime.deadLetters().total()).isZero();
        }
    }

    @Test
    void shouldGiveUpMessagesThatWaitedForACreditForTooLong() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> target =
                    runtime.spawn(
                            "target",
                            new Scripted((_, _, _) -> {}),
                            ActorOptions.defaults().withSendTimeout(Duration.ofMillis(20)));
            CreditedRef<Say, Heard> edge = runtime.withCredits(target, 1);
            runtime.quiesce(target);
            ActorRef<Say, Heard> sender =
                    spawn(
                            runtime,
                            "sender",
                            (say, _, context) -> {
                                edge.tell(new Say("first"));
                                context.forward(edge, say);
                            });
            CompletableFuture<Heard> ask = sender.ask(new Say("held")).toCompletableFuture();
            assertThatThrownBy(ask::join)
                    .hasCauseInstanceOf(MailboxFullException.class)
                    .hasMessageContaining("no credit left")
                    .hasMessageContaining("credits=1");
            assertThat(runtime.deadLetters().count(Reason.NO_CREDIT)).isEqualTo(1);
            assertThat(runtime.overflows(target)).isEqualTo(new OverflowCounts(1, 1, 0, 0, 0));
            runtime.activate(target);
            await(() -> edge.available() == 1);
        }
    }

    @Test
    void shouldKeepTheCreditOfAMessageThatIsPutAside() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> target =
                    spawn(
                            runtime,
                            "target",
                            (say, self, context) -> {
                                if (say.what().equals("open")) {
                                    self.count = 1_000;
                                    context.unstashAll();
                                } else if (self.count < 1_000) {
                                    context.stash();
                                    notes.add("aside");
                                }
                            });
            CreditedRef<Say, Heard> edge = runtime.withCredits(target, 2);
            edge.tell(new Say("a"));
            edge.tell(new Say("b"));
            assertThat(notes.next()).isEqualTo("aside");
            assertThat(notes.next()).isEqualTo("aside");
            unanswered(target, Duration.ofMillis(50)); // b is off the carrier by now
            assertThat(edge.available()).isZero();
            target.tell(new Say("open"));
            await(() -> edge.available() == 2);
        }
    }

    /** Returns when the actor has handled all before, and did not answer. */
    private static Throwable unanswered(ActorRef<Say, Heard> actor, Duration patience) {
        return actor.ask(new Say("aside too"), patience)
                .toCompletableFuture()
                .handle((_, error) -> error)
                .join();
    }

    /** Has the actor take out what it put aside. */
    private static CreditedRef<Say, Heard> opened(CreditedRef<Say, Heard> edge) {
        try {
            edge.actor().tell(OPEN);
        } catch (MailboxFullException e) {
            Thread.yield();
        }
        return edge;
    }

    @Test
    void shouldForwardAQuestionThroughAnEdgeAndRouteOverEdges() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> back =
                    spawn(
                            runtime,
                            "back",
                            (say, _, context) -> context.reply(new Heard(say.what() + "!")));
            CreditedRef<Say, Heard> edge = runtime.withCredits(back, 1);
            ActorRef<Say, Heard> front =
                    spawn(runtime, "front", (say, _, context) -> context.forward(edge, say));
            assertThat(answer(front, new Say("on"))).isEqualTo(new Heard("on!"));
            front.tell(new Say("told"));
            await(() -> runtime.deadLetters().count(Reason.NOT_ASKED) == 1);
            assertThat(runtime.deadLetters().recent().getFirst().actor()).isEqualTo("back");
            await(() -> edge.available() == 1);
            assertThat(answer(Routers.leastLoaded(List.of(edge)), new Say("routed")))
                    .isEqualTo(new Heard("routed!"));
        }
    }

    // ---- adversaries

    private static final int TARGETS = 8;
    private static final int THREADS = 3;
    private static final int ROUNDS = 20_000;

    /**
     * Threads and actors send through edges to actors of every policy that fail, restart, stash and
     * are terminated: every message is handled, a dead letter, or refused to its sender, and every
     * credit comes back.
     */
    @Test
    void shouldLoseNeitherMessagesNorCredits() throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("CreditsTest: -Dtest.argLine=-Dtest.seed=" + seed);
        AtomicLong sent = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong handled = new AtomicLong();
        AtomicLong dead = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<CreditedRef<Say, Heard>> edges = new ArrayList<>();
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .cpuThreads(2)
                        .deadLetterCapacity(16)
                        .supervision(
                                Supervision.oneForOne()
                                        .withIntensity(1_000_000, Duration.ofHours(1)))
                        .build()) {
            runtime.deadLetters()
                    .addListener(letter -> {
                        if (letter.message() instanceof Say say && !say.equals(OPEN)) {
                            dead.incrementAndGet();
                        }
                    });
            List<ActorRef<Say, Heard>> targets = new ArrayList<>();
            for (int i = 0; i < TARGETS; i++) {
                OverflowPolicy policy = OverflowPolicy.values()[i % 4];
                targets.add(
                        runtime.spawn(
                                "target-" + i,
                                () -> new Scripted(target(handled)),
                                ActorOptions.defaults()
                                        .withMailboxCapacity(16)
                                        .withOverflow(policy)
                                        .withSendTimeout(Duration.ofMillis(10))
                                        .withAskTimeout(Duration.ofSeconds(20))
                                        .withRestart(
                                                i < 4
                                                        ? RestartType.TRANSIENT
                                                        : RestartType.TEMPORARY)));
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
                try {
                    List<Future<?>> senders = new ArrayList<>();
                    for (int thread = 0; thread < THREADS; thread++) {
                        Random random = new Random(seed + thread);
                        Random ofActor = new Random(seed - thread - 1);
                        List<CreditedRef<Say, Heard>> own = edges(runtime, targets, random);
                        List<CreditedRef<Say, Heard>> actors = edges(runtime, targets, random);
                        edges.addAll(own);
                        edges.addAll(actors);
                        ActorRef<Say, Heard> actor =
                                runtime.spawn(
                                        "sender-" + thread,
                                        new Scripted(
                                                (_, _, _) -> send(actors, ofActor, sent, refused)));
                        senders.add(
                                threads.submit(() -> {
                                    for (int i = 0; i < ROUNDS; i++) {
                                        send(own, random, sent, refused);
                                        if (i % 4 == 0) {
                                            actor.tell(new Say("send"));
                                        }
                                    }
                                    return unanswered(actor, Duration.ofSeconds(40));
                                }));
                    }
                    List<CreditedRef<Say, Heard>> all = List.copyOf(edges);
                    Future<?> watching =
                            threads.submit(() -> {
                                while (!over.get()) {
                                    for (CreditedRef<Say, Heard> edge : all) {
                                        assertThat(edge.available()).isBetween(0, edge.credits());
                                    }
                                    Thread.yield();
                                }
                            });
                    for (Future<?> sender : senders) {
                        sender.get(50, SECONDS);
                    }
                    runtime.terminate(targets.getFirst());
                    for (CreditedRef<Say, Heard> edge : edges) {
                        await(() -> opened(edge).available() == edge.credits());
                    }
                    over.set(true);
                    watching.get(10, SECONDS);
                } finally {
                    over.set(true);
                }
            }
            await(() -> sent.get() == refused.get() + handled.get() + dead.get());
        }
    }

    private static List<CreditedRef<Say, Heard>> edges(
            RingKernel runtime, List<ActorRef<Say, Heard>> targets, Random random) {
        return targets.stream()
                .map(target -> runtime.withCredits(target, 1 + random.nextInt(24)))
                .toList();
    }

    private static void send(
            List<CreditedRef<Say, Heard>> edges,
            Random random,
            AtomicLong sent,
            AtomicLong refused) {
        CreditedRef<Say, Heard> edge = edges.get(random.nextInt(TARGETS));
        int dice = random.nextInt(1_000);
        String what = dice < 3 ? "fail" : dice < 60 ? "stash" : dice < 120 ? "open" : "work";
        int count = dice < 200 ? 3 : 1;
        sent.addAndGet(count);
        try {
            if (count > 1) {
                edge.tellAll(List.of(new Say(what), new Say("work"), new Say("work")));
            } else if (dice < 500) {
                edge.ask(new Say(what));
            } else {
                edge.tell(new Say(what));
            }
        } catch (MailboxFullException e) {
            refused.addAndGet(count - e.accepted());
        }
    }

    private static Trials.Script target(AtomicLong handled) {
        return (say, self, context) -> {
            switch (say.what()) {
                case "stash" -> {
                    if (self.count > 0 && self.count % 2 == 0) {
                        try {
                            context.stash();
                            return;
                        } catch (IllegalStateException e) { // as many as it may
                            handled.incrementAndGet();
                            return;
                        }
                    }
                }
                case "open" -> context.unstashAll();
                case "open now" -> {
                    self.count = Integer.MIN_VALUE / 2; // nothing is put aside from here on
                    context.unstashAll();
                    return;
                }
                case "fail" -> {
                    handled.incrementAndGet();
                    throw new IllegalStateException("told to");
                }
                default -> {}
            }
            handled.incrementAndGet();
        };
    }
}
