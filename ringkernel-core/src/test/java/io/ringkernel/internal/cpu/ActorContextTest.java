package io.ringkernel.internal.cpu;

import static io.ringkernel.internal.cpu.Trials.answer;
import static io.ringkernel.internal.cpu.Trials.await;
import static io.ringkernel.internal.cpu.Trials.runtime;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ActorState;
import io.ringkernel.DeadLetter.Reason;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.ReplyTo;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import io.ringkernel.internal.cpu.Trials.Heard;
import io.ringkernel.internal.cpu.Trials.Notes;
import io.ringkernel.internal.cpu.Trials.Say;
import io.ringkernel.internal.cpu.Trials.Scripted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an actor on the CPU may do while it handles a message. */
@Timeout(60)
class ActorContextTest {

    private static final Duration SOON = Duration.ofMillis(5);

    private final Notes notes = new Notes();

    private ActorRef<Say, Heard> spawn(RingKernel runtime, String name, Trials.Script script) {
        return runtime.spawn(name, new Scripted(script));
    }

    @Test
    void shouldAnswerThroughTheActorThatAQuestionIsForwardedTo() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> back =
                    spawn(
                            runtime,
                            "back",
                            (say, _, context) -> context.reply(new Heard(say.what() + "!")));
            ActorRef<Say, Heard> front =
                    spawn(
                            runtime,
                            "front",
                            (say, _, context) ->
                                    context.forward(back, new Say("passed " + say.what())));
            assertThat(answer(front, new Say("on"))).isEqualTo(new Heard("passed on!"));
            front.tell(new Say("told"));
            await(() -> runtime.deadLetters().count(Reason.NOT_ASKED) == 1);
        }
    }

    @Test
    void shouldFailAForwardedAskWhenItsTargetEnds() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> back = spawn(runtime, "back", (_, _, _) -> {});
            runtime.quiesce(back);
            ActorRef<Say, Heard> front =
                    spawn(runtime, "front", (say, _, context) -> context.forward(back, say));
            CompletableFuture<Heard> ask = front.ask(new Say("lost")).toCompletableFuture();
            await(() -> ((CpuCell<?, ?>) back).queued() == 1);
            runtime.terminate(back);
            assertThatThrownBy(ask::join)
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("actor=back");
        }
    }

    @Test
    void shouldFreeTheNamesOfChildrenBeforeTheirParentHasEnded() {
        Trials.Script family =
                (_, _, context) -> {
                    for (int i = 0; i < 40; i++) {
                        context.spawn("child" + i, new Scripted((_, _, _) -> {}));
                    }
                    context.reply(new Heard("spawned"));
                };
        try (RingKernel runtime = runtime()) {
            for (int round = 0; round < 500; round++) {
                ActorRef<Say, Heard> parent = spawn(runtime, "parent", family);
                assertThat(answer(parent, new Say("spawn"))).isEqualTo(new Heard("spawned"));
                runtime.terminate(parent);
                assertThat(runtime.names()).isEmpty();
            }
        }
    }

    @Test
    void shouldOfferRoomToEachOfManySendersThatWaitForIt() throws InterruptedException {
        int senders = 3000;
        CountDownLatch handled = new CountDownLatch(3 * senders);
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> narrow =
                    runtime.spawn(
                            "narrow",
                            new Scripted((_, _, _) -> handled.countDown()),
                            ActorOptions.defaults()
                                    .withMailboxCapacity(16)
                                    .withSendTimeout(Duration.ofMinutes(1)));
            for (int i = 0; i < senders; i++) {
                spawn(
                                runtime,
                                "sender" + i,
                                (say, _, _) -> {
                                    for (int j = 0; j < 3; j++) {
                                        narrow.tell(say);
                                    }
                                })
                        .tell(new Say("through"));
            }
            // an offer that is lost would come with the time-out of the send
            assertThat(handled.await(20, SECONDS)).isTrue();
            assertThat(runtime.deadLetters().total()).isZero();
        }
    }

    @Test
    void shouldAnswerLaterFromAnyThreadAndOnlyOnce() {
        try (RingKernel runtime = runtime()) {
            CompletableFuture<ReplyTo<Heard>> kept = new CompletableFuture<>();
            ActorRef<Say, Heard> actor =
                    spawn(runtime, "later", (_, _, context) -> kept.complete(context.replyTo()));
            CompletableFuture<Heard> ask = actor.ask(new Say("when?")).toCompletableFuture();
            ReplyTo<Heard> replyTo = kept.join();
            assertThat(ask).isNotDone();
            replyTo.reply(new Heard("now"));
            assertThat(ask.join()).isEqualTo(new Heard("now"));
            assertThatThrownBy(() -> replyTo.reply(new Heard("again")))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldHandleStashedMessagesFirstAndInOrder() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    spawn(
                            runtime,
                            "stash",
                            (say, self, context) -> {
                                if (say.what().equals("open")) {
                                    self.count = -1000;
                                    context.unstashAll();
                                } else if (self.count > 0) {
                                    context.stash();
                                } else {
                                    notes.add(say.what());
                                    context.reply(new Heard(say.what()));
                                }
                            });
            CompletableFuture<Heard> first = actor.ask(new Say("1")).toCompletableFuture();
            actor.tell(new Say("2"));
            actor.tell(new Say("open"));
            actor.tell(new Say("3"));
            assertThat(first.join()).isEqualTo(new Heard("1"));
            assertThat(List.of(notes.next(), notes.next(), notes.next()))
                    .containsExactly("1", "2", "3");
        }
    }

    @Test
    void shouldHandOverToAnotherBehaviourFromTheNextMessageOn() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    spawn(
                            runtime,
                            "become",
                            (say, self, context) -> {
                                Actor<Say, Heard> next =
                                        (message, c) ->
                                                c.reply(new Heard("then " + message.what()));
                                context.self(self).become(next);
                                context.reply(new Heard("first " + say.what()));
                            });
            assertThat(answer(actor, new Say("a"))).isEqualTo(new Heard("first a"));
            assertThat(answer(actor, new Say("b"))).isEqualTo(new Heard("then b"));
        }
    }

    @Test
    void shouldFailTheActorThatPassesAnotherAsItself() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    spawn(
                            runtime,
                            "self",
                            (_, _, context) -> context.self(new Scripted((_, _, _) -> {})));
            assertThatThrownBy(() -> answer(actor, new Say("")))
                    .hasCauseInstanceOf(ActorFailedException.class)
                    .hasMessageContaining("pass this");
        }
    }

    @Test
    void shouldFireTimersOnceOrAgainAndNeverAfterTheyAreCancelled() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    spawn(
                            runtime,
                            "timers",
                            (say, self, context) -> {
                                notes.add(say.what());
                                var own = context.self(self);
                                switch (say.what()) {
                                    case "start" -> {
                                        own.startTimer(
                                                "never", new Say("cancelled"), Duration.ZERO);
                                        own.startTimer("never", new Say("once"), SOON);
                                        own.startPeriodicTimer("tick", new Say("tick"), SOON);
                                        own.startTimer("gone", new Say("gone"), Duration.ZERO);
                                        assertThat(own.cancelTimer("gone")).isTrue();
                                        assertThat(own.cancelTimer("gone")).isFalse();
                                    }
                                    case "tick" -> {
                                        if (self.count > 6) {
                                            own.cancelTimer("tick");
                                            context.self(self).ref().tell(new Say("end"));
                                        }
                                    }
                                    default -> {}
                                }
                            });
            actor.tell(new Say("start"));
            List<String> seen = new ArrayList<>();
            do {
                seen.add(notes.next());
            } while (!seen.getLast().equals("end"));
            assertThat(seen).contains("once").doesNotContain("cancelled", "gone");
            assertThat(seen.stream().filter("tick"::equals).count()).isGreaterThan(3);
        }
    }

    @Test
    void shouldHandleTheOutcomeOfAStageAsAMessage() {
        try (RingKernel runtime = runtime()) {
            CompletableFuture<Integer> good = new CompletableFuture<>();
            CompletableFuture<Integer> bad = new CompletableFuture<>();
            ActorRef<Say, Heard> actor =
                    spawn(
                            runtime,
                            "pipe",
                            (say, self, context) -> {
                                notes.add(say.what());
                                if (say.what().equals("start")) {
                                    var own = context.self(self);
                                    own.pipe(good, (value, _) -> new Say("got " + value));
                                    own.pipe(
                                            bad,
                                            (_, error) -> new Say("error " + error.getMessage()));
                                }
                            });
            actor.tell(new Say("start"));
            assertThat(notes.next()).isEqualTo("start");
            good.complete(7);
            assertThat(notes.next()).isEqualTo("got 7");
            bad.completeExceptionally(new IllegalStateException("broken"));
            assertThat(notes.next()).isEqualTo("error broken");
        }
    }

    /** Notes its signals. */
    private static final class Listener implements Actor<Say, Heard> {
        private final Notes notes;
        private final ActorRef<?, ?> other;

        Listener(Notes notes, ActorRef<?, ?> other) {
            this.notes = notes;
            this.other = other;
        }

        @Override
        public void receive(Say message, ActorContext<Heard> context) {
            switch (message.what()) {
                case "watch" -> context.watch(other);
                case "unwatch" -> context.unwatch(other);
                case "idle" -> context.receiveTimeout(SOON);
                default -> context.receiveTimeout(Duration.ZERO);
            }
            context.reply(new Heard("done"));
        }

        @Override
        public void signal(Signal signal, ActorContext<Heard> context) {
            switch (signal) {
                case Signal.Terminated(ActorRef<?, ?> actor, var fault) ->
                        notes.add("ended " + actor.name() + (fault == null ? "" : " by " + fault));
                case Signal.ReceiveTimeout _ -> notes.add("idle");
                case Signal.Stopping _ -> notes.add("stopping");
                case Signal.Stalled _, Signal.Recovered _ -> notes.add("watchdog");
                case Signal.Restarted _ -> notes.add("restarted");
            }
        }
    }

    @Test
    void shouldTellWatchersOfAnEndAndOfOneLongPast() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> watched =
                    spawn(
                            runtime,
                            "watched",
                            (_, _, _) -> {
                                throw new IllegalStateException("told to");
                            });
            ActorRef<Say, Heard> early = runtime.spawn("early", new Listener(notes, watched));
            answer(early, new Say("watch"));
            answer(early, new Say("watch"));
            watched.tell(new Say("fail"));
            assertThat(notes.next()).startsWith("ended watched by java.lang.IllegalStateException");
            ActorRef<Say, Heard> late = runtime.spawn("late", new Listener(notes, watched));
            answer(late, new Say("watch"));
            assertThat(notes.next()).startsWith("ended watched by");
            assertThat(notes.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldNotTellWhoNoLongerWatches() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> watched = spawn(runtime, "watched", (_, _, _) -> {});
            ActorRef<Say, Heard> listener = runtime.spawn("listener", new Listener(notes, watched));
            answer(listener, new Say("watch"));
            answer(listener, new Say("unwatch"));
            runtime.terminate(watched);
            runtime.terminate(listener);
            assertThat(notes.next()).isEqualTo("stopping");
            assertThat(notes.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldSignalWhenNoMessageHasCome() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> other = spawn(runtime, "other", (_, _, _) -> {});
            ActorRef<Say, Heard> listener = runtime.spawn("listener", new Listener(notes, other));
            answer(listener, new Say("idle"));
            assertThat(notes.next()).isEqualTo("idle");
            assertThat(notes.next()).isEqualTo("idle");
            answer(listener, new Say("enough"));
        }
    }

    @Test
    void shouldNameChildrenUnderTheirParentAndEndThemWithIt() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> parent =
                    spawn(
                            runtime,
                            "parent",
                            (say, _, context) -> {
                                context.spawn(say.what(), new Scripted((_, _, _) -> {}));
                                context.reply(new Heard(context.children().toString()));
                            });
            answer(parent, new Say("a"));
            answer(parent, new Say("b"));
            ActorRef<?, ?> child = runtime.find("parent/b").orElseThrow();
            assertThat(runtime.names()).containsExactly("parent", "parent/a", "parent/b");
            assertThatThrownBy(() -> answer(parent, new Say("b"))).hasMessageContaining("parent/b");
            await(() -> child.state() == ActorState.TERMINATED);
            assertThat(parent.state()).isEqualTo(ActorState.FAILED);
            await(() -> runtime.names().size() == 1);
        }
    }

    @Test
    void shouldStopItselfAndFreeItsName() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    spawn(
                            runtime,
                            "stop",
                            (_, _, context) -> {
                                context.stop();
                                context.reply(new Heard("last"));
                            });
            assertThat(answer(actor, new Say(""))).isEqualTo(new Heard("last"));
            await(() -> actor.state() == ActorState.TERMINATED && runtime.names().isEmpty());
            actor.tell(new Say("too late"));
            assertThat(runtime.deadLetters().count(Reason.ACTOR_TERMINATED)).isEqualTo(1);
            spawn(runtime, "stop", (_, _, _) -> {});
        }
    }

    @Test
    void shouldSpawnTensOfThousandsOfNamelessChildrenAndEndThem() {
        try (RingKernel runtime = runtime()) {
            int children = 50_000;
            CountDownLatch told = new CountDownLatch(children);
            ActorRef<Say, Heard> parent =
                    spawn(
                            runtime,
                            "parent",
                            (_, _, context) -> {
                                for (int i = 0; i < children; i++) {
                                    context.spawn(
                                                    new Scripted((_, _, inner) -> {
                                                        told.countDown();
                                                        inner.stop();
                                                    }))
                                            .tell(new Say("go"));
                                }
                                context.reply(new Heard("all"));
                            });
            answer(parent, new Say("spawn"));
            await(() -> told.getCount() == 0);
            await(() -> ((CpuCell<?, ?>) parent).life().extras().family().isEmpty());
        }
    }

    @Test
    void shouldHandleUrgentMessagesFirst() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    runtime.spawn(
                            "priority",
                            new Scripted((say, _, _) -> notes.add(say.what())),
                            ActorOptions.defaults()
                                    .withPriority(Say.class, say -> say.what().length()));
            runtime.quiesce(actor);
            List.of("ccc", "a", "bb", "aa", "b").forEach(what -> actor.tell(new Say(what)));
            runtime.activate(actor);
            assertThat(IntStream.range(0, 5).mapToObj(_ -> notes.next()))
                    .containsExactly("a", "b", "bb", "aa", "ccc");
        }
    }

    @Test
    void shouldDropTheOldestAndCountIt() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    runtime.spawn(
                            "drop",
                            new Scripted((say, _, _) -> notes.add(say.what())),
                            ActorOptions.defaults()
                                    .withMailboxCapacity(16)
                                    .withOverflow(OverflowPolicy.DROP_OLDEST));
            runtime.quiesce(actor);
            IntStream.range(0, 20).forEach(i -> actor.tell(new Say("" + i)));
            runtime.activate(actor);
            assertThat(notes.next()).isEqualTo("4");
            assertThat(runtime.deadLetters().count(Reason.MAILBOX_FULL)).isEqualTo(4);
            assertThat(runtime.deadLetters().recent().getFirst().message()).isEqualTo(new Say("0"));
        }
    }

    @Test
    void shouldHandleMessagesOfOneIdOnce() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> actor =
                    runtime.spawn(
                            "once",
                            new Scripted((say, _, _) -> notes.add(say.what())),
                            ActorOptions.defaults()
                                    .withMessageId(Say.class, say -> say.what().length(), 2));
            List.of("a", "b", "cc", "ddd", "e").forEach(what -> actor.tell(new Say(what)));
            assertThat(IntStream.range(0, 4).mapToObj(_ -> notes.next()))
                    .containsExactly("a", "cc", "ddd", "e");
            assertThat(runtime.deadLetters().count(Reason.DUPLICATE)).isEqualTo(1);
        }
    }

    @Test
    void shouldHoldMessagesToAFullMailboxWithoutBlockingTheCarrier() {
        try (RingKernel runtime =
                RingKernel.builder().backend(io.ringkernel.Backend.CPU).cpuThreads(1).build()) {
            int messages = 10_000;
            ActorRef<Say, Heard> slow =
                    runtime.spawn(
                            "slow",
                            new Scripted((say, self, _) -> {
                                if (!say.what().equals("" + (self.count - 1))) {
                                    notes.add("out of order: " + say.what());
                                }
                                if (self.count == messages) {
                                    notes.add("all");
                                }
                            }),
                            ActorOptions.defaults().withMailboxCapacity(16));
            ActorRef<Say, Heard> fast =
                    spawn(
                            runtime,
                            "fast",
                            (_, _, _) -> {
                                for (int i = 0; i < messages; i++) {
                                    slow.tell(new Say("" + i));
                                }
                            });
            fast.tell(new Say("go")); // on one carrier: waiting on it would never end
            assertThat(notes.next()).isEqualTo("all");
            assertThat(runtime.deadLetters().total()).isZero();
        }
    }

    @Test
    void shouldGiveUpMessagesThatWaitedForRoomForTooLong() {
        try (RingKernel runtime = runtime()) {
            ActorRef<Say, Heard> full =
                    runtime.spawn(
                            "full",
                            new Scripted((_, _, _) -> {}),
                            ActorOptions.defaults()
                                    .withMailboxCapacity(16)
                                    .withSendTimeout(Duration.ofMillis(20)));
            runtime.quiesce(full);
            ActorRef<Say, Heard> sender =
                    spawn(
                            runtime,
                            "sender",
                            (say, _, context) -> {
                                if (say.what().equals("go")) {
                                    IntStream.range(0, 20).forEach(i -> full.tell(new Say("" + i)));
                                }
                                context.reply(new Heard("free"));
                            });
            answer(sender, new Say("go"));
            assertThat(answer(sender, new Say("again"))).isEqualTo(new Heard("free"));
            assertThat(runtime.deadLetters().count(Reason.MAILBOX_FULL)).isEqualTo(4);
        }
    }
}
