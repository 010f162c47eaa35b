package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.AskTimeoutException;
import io.ringkernel.DeadLetter;
import io.ringkernel.MailboxFullException;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.Registration;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import io.ringkernel.Supervision;
import io.ringkernel.SupervisionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for time, waits for the virtual one: minutes pass at once. */
@Timeout(60)
class VirtualTimeTest {

    record Say(String what) {}

    /** Does what the test says. */
    private static final class Scripted implements Actor<Say, Say> {
        private final BiConsumer<Say, Scripted> script;
        private final Runnable idle;
        private ActorContext<Say> context;

        Scripted(BiConsumer<Say, Scripted> script, Runnable idle) {
            this.script = script;
            this.idle = idle;
        }

        @Override
        public void receive(Say message, ActorContext<Say> with) {
            context = with;
            script.accept(message, this);
        }

        @Override
        public void signal(Signal signal, ActorContext<Say> with) {
            if (signal instanceof Signal.ReceiveTimeout) {
                idle.run();
            }
        }
    }

    private static final ActorOptions SMALL = ActorOptions.defaults().withMailboxCapacity(16);

    private final List<String> log = new ArrayList<>();
    private final Simulation simulation = Simulation.start(SimulationOptions.defaults());
    private final RingKernel runtime = simulation.runtime();

    private ActorRef<Say, Say> spawn(String name, BiConsumer<Say, Scripted> script) {
        return runtime.spawn(name, new Scripted(script, () -> note("idle")), SMALL);
    }

    private void note(String what) {
        log.add(simulation.time().toMillis() + " " + what);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldRunTimersInTheirOrder() {
        ActorRef<Say, Say> actor =
                spawn(
                        "a",
                        (say, self) -> {
                            var me = self.context.self(self);
                            switch (say.what()) {
                                case "start" -> {
                                    me.startTimer("late", new Say("late"), Duration.ofMinutes(2));
                                    me.startPeriodicTimer(
                                            "p", new Say("p"), Duration.ofSeconds(50));
                                    me.startTimer("early", new Say("early"), Duration.ofSeconds(1));
                                    me.startTimer("no", new Say("no"), Duration.ofSeconds(30));
                                }
                                case "early" -> {
                                    note("early");
                                    me.cancelTimer("no");
                                }
                                default -> note(say.what());
                            }
                        });
        actor.tell(new Say("start"));
        simulation.advance(Duration.ofMillis(999));
        assertThat(log).isEmpty();
        simulation.advance(Duration.ofMinutes(2));
        assertThat(log).containsExactly("1000 early", "50000 p", "100000 p", "120000 late");
        assertThat(simulation.time()).isEqualTo(Duration.ofMillis(120_999));
    }

    @Test
    void shouldExpireAsks() {
        ActorRef<Say, Say> actor = spawn("a", (_, self) -> self.context.replyTo());
        CompletableFuture<Say> ask =
                actor.ask(new Say("?"), Duration.ofMinutes(1)).toCompletableFuture();
        ask.whenComplete((_, _) -> note("over"));
        simulation.advance(Duration.ofSeconds(59));
        assertThat(ask).isNotDone();
        simulation.advance(Duration.ofSeconds(1));
        assertThat(log).containsExactly("60000 over");
        assertThatThrownBy(ask::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AskTimeoutException.class);
    }

    @Test
    void shouldLetTimeGoOnWhileTheTestWaitsForAReply() throws Exception {
        ActorRef<Say, Say> actor =
                spawn(
                        "a",
                        (_, self) -> {
                            var later = self.context.replyTo();
                            spawnReplier(self, () -> later.reply(new Say("!")));
                        });
        CompletableFuture<Say> ask =
                actor.ask(new Say("?"), Duration.ofHours(2)).toCompletableFuture();
        assertThatThrownBy(() -> ask.get(10, TimeUnit.MINUTES))
                .isInstanceOf(TimeoutException.class);
        assertThat(simulation.time()).isEqualTo(Duration.ofMinutes(10));
        assertThat(ask.get(1, TimeUnit.HOURS)).isEqualTo(new Say("!"));
        assertThat(simulation.time()).isEqualTo(Duration.ofMinutes(40));
    }

    /** Answers after 40 minutes. */
    private void spawnReplier(Scripted self, Runnable answer) {
        ActorRef<Say, Say> replier =
                self.context.spawn(
                        "later",
                        new Scripted(
                                (say, it) -> {
                                    if (say.what().equals("start")) {
                                        it.context
                                                .self(it)
                                                .startTimer(
                                                        1, new Say("due"), Duration.ofMinutes(40));
                                    } else {
                                        answer.run();
                                    }
                                },
                                () -> {}),
                        ActorOptions.defaults());
        replier.tell(new Say("start"));
    }

    @Test
    void shouldWaitForADerivedStage() {
        ActorRef<Say, Say> actor =
                spawn("a", (say, self) -> self.context.reply(new Say(say.what() + "!")));
        String both =
                simulation.await(
                        actor.ask(new Say("a"))
                                .thenApply(Say::what)
                                .thenCombine(
                                        actor.ask(new Say("b")).thenApply(Say::what),
                                        String::concat));
        assertThat(both).isEqualTo("a!b!");
        assertThatThrownBy(() -> simulation.await(new CompletableFuture<>()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not come about within PT1M");
    }

    @Test
    void shouldTellWhenNothingCame() {
        ActorRef<Say, Say> actor =
                spawn("a", (_, self) -> self.context.receiveTimeout(Duration.ofMinutes(1)));
        actor.tell(new Say("start"));
        simulation.advance(Duration.ofSeconds(150));
        assertThat(log).containsExactly("60000 idle", "120000 idle");
    }

    @Test
    void shouldWaitForRoomUntilTheSendTimeout() {
        ActorRef<Say, Say> actor = spawn("a", (say, _) -> note(say.what()));
        runtime.quiesce(actor);
        for (int i = 0; i < 16; i++) {
            actor.tell(new Say("" + i));
        }
        assertThatThrownBy(() -> actor.tell(new Say("16")))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("stayed full for the send timeout of 5000 ms");
        assertThat(simulation.time()).isEqualTo(Duration.ofSeconds(5));
        runtime.activate(actor);
        actor.tell(new Say("17")); // what waits helps the actor to make room
        simulation.run();
        assertThat(log).hasSize(17).endsWith("5000 17");
    }

    @Test
    void shouldHoldWhatAnActorSendsUntilTheSendTimeout() {
        ActorRef<Say, Say> full = spawn("full", (_, _) -> {});
        ActorRef<Say, Say> sender =
                spawn(
                        "sender",
                        (_, _) -> {
                            for (int i = 0; i < 17; i++) {
                                full.tell(new Say("" + i));
                            }
                        });
        runtime.quiesce(full);
        sender.tell(new Say("send"));
        simulation.advance(Duration.ofMillis(4999));
        assertThat(runtime.deadLetters().total()).isZero();
        simulation.advance(Duration.ofMillis(1));
        assertThat(runtime.deadLetters().recent())
                .containsExactly(
                        new DeadLetter("full", new Say("16"), DeadLetter.Reason.MAILBOX_FULL));
    }

    @Test
    void shouldWaitForAnEntryOfTheTableOfAsks() {
        ActorRef<Say, Say> actor =
                runtime.spawn(
                        "a",
                        new Scripted((_, self) -> self.context.replyTo(), () -> {}),
                        ActorOptions.defaults()
                                .withMaxAsks(16)
                                .withOverflow(OverflowPolicy.WAIT)
                                .withSendTimeout(Duration.ofMinutes(1)));
        for (int i = 0; i < 16; i++) {
            actor.ask(new Say("" + i), Duration.ofSeconds(30));
        }
        actor.ask(new Say("16"), Duration.ofSeconds(30));
        assertThat(simulation.time()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldBackOffBeforeRestartsAndStampThemWithVirtualTime() {
        try (Simulation patient =
                Simulation.start(
                        SimulationOptions.defaults()
                                .withRuntime(builder ->
                                        builder.supervision(
                                                Supervision.oneForOne()
                                                        .withIntensity(9, Duration.ofHours(1))
                                                        .withBackoff(
                                                                Duration.ofSeconds(10),
                                                                Duration.ofSeconds(30)))))) {
            ActorRef<Say, Say> actor =
                    patient.runtime()
                            .spawn(
                                    "a",
                                    () ->
                                            new Scripted(
                                                    (_, _) -> {
                                                        throw new IllegalStateException("told to");
                                                    },
                                                    () -> {}),
                                    SMALL.withRestart(RestartType.TRANSIENT));
            List<Long> restarts = new ArrayList<>();
            patient.runtime()
                    .supervision()
                    .addListener(event -> {
                        if (event.kind() == SupervisionEvent.Kind.RESTARTED) {
                            restarts.add(event.at().instant().toEpochMilli());
                        }
                    });
            for (int i = 0; i < 3; i++) {
                actor.tell(new Say("fail"));
            }
            patient.advance(Duration.ofMinutes(2));
            assertThat(restarts).containsExactly(10_000L, 30_000L, 60_000L);
        }
    }

    @Test
    void shouldObeyCommandsOfTheTestThread() {
        ActorRef<Say, Say> actor = spawn("a", (say, _) -> note(say.what()));
        List<String> names = new ArrayList<>();
        try (Registration _ =
                runtime.registry().watch("**", event -> names.add(event.actor().name()))) {
            actor.tell(new Say("1"));
            runtime.quiesce(actor);
            assertThat(log).containsExactly("0 1");
            actor.tell(new Say("2"));
            simulation.run();
            assertThat(log).hasSize(1);
            runtime.activate(actor);
            simulation.run();
            assertThat(log).hasSize(2);
            runtime.terminate(actor);
            assertThat(runtime.names()).isEmpty();
            simulation.run();
            assertThat(names).containsExactly("a", "a");
        }
        assertThat(simulation.time()).isZero();
    }

    @Test
    void shouldWaitForAConditionInVirtualTime() {
        ActorRef<Say, Say> actor =
                spawn(
                        "a",
                        (say, self) -> {
                            note(say.what());
                            self.context
                                    .self(self)
                                    .startTimer(1, new Say("again"), Duration.ofSeconds(1));
                        });
        actor.tell(new Say("first"));
        simulation.await(() -> log.size() == 100, Duration.ofMinutes(2));
        assertThat(simulation.time()).isEqualTo(Duration.ofSeconds(99));
        assertThatThrownBy(() -> simulation.await(() -> log.size() == 200, Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("within PT1S");
    }
}
