package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.AskTimeoutException;
import io.ringkernel.DeadLetter;
import io.ringkernel.MailboxFullException;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.RestartType;
import io.ringkernel.Supervision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultTest {

    record Add(int amount) {}

    record Sum(int amount) {}

    private static final class Adder implements Actor<Add, Sum> {
        private final List<Integer> log;
        private int sum;

        Adder(List<Integer> log) {
            this.log = log;
        }

        @Override
        public void receive(Add message, ActorContext<Sum> context) {
            sum += message.amount();
            log.add(message.amount());
            context.reply(new Sum(sum));
        }
    }

    private static final ActorOptions RESTARTED =
            ActorOptions.defaults().withRestart(RestartType.TRANSIENT);

    private final List<Integer> log = new ArrayList<>();

    private Simulation start(Fault... faults) {
        return Simulation.start(
                SimulationOptions.defaults()
                        .withFaults(faults)
                        .withStrategy(Strategy.roundRobin())
                        .withRuntime(builder ->
                                builder.supervision(
                                        Supervision.oneForOne()
                                                .withIntensity(1000, Duration.ofSeconds(1)))));
    }

    private ActorRef<Add, Sum> spawn(Simulation simulation, String name, ActorOptions options) {
        return simulation.runtime().spawn(name, () -> new Adder(log), options);
    }

    private static int sum(Simulation simulation, ActorRef<Add, Sum> adder) {
        return simulation.await(adder.ask(new Add(0))).amount();
    }

    private static List<String> events(Simulation simulation) {
        return simulation.trace().last().stream().map(Trace.Step::event).toList();
    }

    @Test
    void shouldCrashBeforeAMessageOfAChosenNumber() {
        try (Simulation simulation =
                start(Fault.crashBefore("a/*").at(2), Fault.crashBefore("b/*"))) {
            ActorRef<Add, Sum> adder = spawn(simulation, "a/x", RESTARTED);
            adder.tell(new Add(1));
            adder.tell(new Add(2));
            adder.tell(new Add(4));
            assertThat(sum(simulation, adder)).isEqualTo(4);
            assertThat(log).containsExactly(1, 4, 0);
            assertThat(events(simulation))
                    .contains("crashes before it handles Add[amount=2]")
                    .anyMatch(event -> event.startsWith("RESTARTED because of"));
        }
    }

    @Test
    void shouldCrashAfterCertainMessages() {
        try (Simulation simulation =
                start(
                        Fault.crashAfter("**")
                                .on(Add.class)
                                .when(message -> ((Add) message).amount() == 2)
                                .times(1))) {
            ActorRef<Add, Sum> adder = spawn(simulation, "a/x", RESTARTED);
            adder.tell(new Add(2));
            adder.tell(new Add(2));
            adder.tell(new Add(4));
            assertThat(sum(simulation, adder)).isEqualTo(6);
            assertThat(log).containsExactly(2, 2, 4, 0);
        }
    }

    @Test
    void shouldAnswerAnAskWhoseActorCrashes() {
        try (Simulation simulation = start(Fault.crashBefore("a"))) {
            ActorRef<Add, Sum> adder = spawn(simulation, "a", RESTARTED);
            assertThatThrownBy(() -> sum(simulation, adder))
                    .hasCauseInstanceOf(ActorFailedException.class)
                    .hasRootCauseInstanceOf(InjectedCrash.class);
        }
    }

    @Test
    void shouldDelayATurnSoThatOthersAndTimersComeFirst() {
        try (Simulation simulation = start(Fault.delay("slow", Duration.ofSeconds(10)).times(1))) {
            ActorRef<Add, Sum> slow = spawn(simulation, "slow", RESTARTED);
            ActorRef<Add, Sum> other = spawn(simulation, "other", RESTARTED);
            slow.tell(new Add(1));
            other.tell(new Add(2));
            simulation.run();
            assertThat(log).containsExactly(2);
            simulation.advance(Duration.ofSeconds(10));
            assertThat(log).containsExactly(2, 1);
            assertThat(events(simulation)).anyMatch(event -> event.startsWith("delayed by "));
        }
    }

    @Test
    void shouldLetAsksTimeOutWhoseActorIsLate() {
        try (Simulation simulation = start(Fault.delay("*", Duration.ofDays(365)).times(1))) {
            ActorRef<Add, Sum> adder = spawn(simulation, "a", RESTARTED);
            assertThatThrownBy(() -> sum(simulation, adder))
                    .hasCauseInstanceOf(AskTimeoutException.class);
            simulation.advance(Duration.ofDays(366));
            assertThat(log).containsExactly(0);
            assertThat(simulation.runtime().deadLetters().count(DeadLetter.Reason.ASK_EXPIRED))
                    .isOne();
        }
    }

    @Test
    void shouldFindMailboxesFull() {
        try (Simulation simulation =
                start(
                        Fault.fullMailbox("fail").at(2),
                        Fault.fullMailbox("drop").at(2),
                        Fault.fullMailbox("wait").at(2))) {
            ActorRef<Add, Sum> fail =
                    spawn(simulation, "fail", RESTARTED.withOverflow(OverflowPolicy.FAIL));
            fail.tell(new Add(1));
            assertThatThrownBy(() -> fail.tell(new Add(2)))
                    .isInstanceOf(MailboxFullException.class);
            fail.tell(new Add(3));
            ActorRef<Add, Sum> drop =
                    spawn(simulation, "drop", RESTARTED.withOverflow(OverflowPolicy.DEAD_LETTER));
            ActorRef<Add, Sum> wait = spawn(simulation, "wait", RESTARTED);
            for (int i = 4; i < 7; i++) {
                drop.tell(new Add(i));
                wait.tell(new Add(10 * i));
            }
            simulation.run();
            assertThat(log).containsExactlyInAnyOrder(1, 3, 4, 6, 40, 50, 60);
            assertThat(simulation.runtime().deadLetters().count(DeadLetter.Reason.MAILBOX_FULL))
                    .isOne();
            assertThat(simulation.runtime().deadLetters().recent())
                    .contains(new DeadLetter("drop", new Add(5), DeadLetter.Reason.MAILBOX_FULL));
        }
    }

    @Test
    void shouldDoWhatTheProbabilitySays() {
        try (Simulation simulation = start(Fault.crashBefore("a").withProbability(0.25))) {
            ActorRef<Add, Sum> adder = spawn(simulation, "a", RESTARTED);
            for (int i = 0; i < 1000; i++) {
                adder.tell(new Add(i));
            }
            simulation.run();
            assertThat(log).hasSizeBetween(690, 810);
        }
    }

    @Test
    void shouldInjectAndHealOnTheWayAndSpareProbes() {
        try (Simulation simulation = start()) {
            Probe<Add, Sum> probe = simulation.probe("probe", Add.class, Sum.class);
            ActorRef<Add, Sum> adder = spawn(simulation, "a", RESTARTED);
            simulation.inject(Fault.crashBefore("**"), Fault.fullMailbox("probe"));
            adder.tell(new Add(1));
            probe.ref().tell(new Add(1));
            probe.expectMessage(new Add(1));
            simulation.run();
            simulation.heal();
            adder.tell(new Add(2));
            simulation.run();
            assertThat(log).containsExactly(2);
        }
    }

    @Test
    void shouldTryAFaultAtEveryPlaceWhenExhaustive() {
        List<List<Integer>> seen = new ArrayList<>();
        Exploration explored =
                Simulation.explore(
                        SimulationOptions.defaults()
                                .withStrategy(Strategy.exhaustive(50, 0))
                                .withFaults(Fault.crashBefore("a").withProbability(0.1).times(1)),
                        simulation -> {
                            log.clear();
                            ActorRef<Add, Sum> adder = spawn(simulation, "a", RESTARTED);
                            for (int i = 1; i <= 3; i++) {
                                adder.tell(new Add(i));
                            }
                            simulation.run();
                            seen.add(List.copyOf(log));
                        });
        assertThat(explored.complete()).isTrue();
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        List.of(1, 2, 3), List.of(1, 2), List.of(1, 3), List.of(2, 3));
    }

    @Test
    void shouldRefuseBadFaults() {
        assertThatThrownBy(() -> Fault.crashBefore("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> Fault.crashAfter("a").withProbability(-0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probability must be from 0 to 1: probability=-0.1");
        assertThatThrownBy(() -> Fault.crashAfter("a").withProbability(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fault.crashAfter("a").at(0)).hasMessageContaining("message=0");
        assertThatThrownBy(() -> Fault.crashAfter("a").times(0)).hasMessageContaining("most=0");
        assertThatThrownBy(() -> Fault.delay("a", Duration.ZERO)).hasMessageContaining("most=PT0S");
        assertThatThrownBy(() -> Fault.delay("a", Duration.ofSeconds(1)).on(Add.class))
                .hasMessageContaining("a delay concerns whole turns");
    }

    @Test
    void shouldNameActorsByPattern() {
        assertThat(Fault.delay("a/*", Duration.ofSeconds(1)).concerns("a/b")).isTrue();
        assertThat(Fault.delay("a/*", Duration.ofSeconds(1)).concerns("a/b/c")).isFalse();
        assertThat(Fault.delay("a/**", Duration.ofSeconds(1)).concerns("a/b/c")).isTrue();
        assertThat(Fault.delay("a.b", Duration.ofSeconds(1)).concerns("axb")).isFalse();
        assertThat(Fault.delay("*/b-*", Duration.ofSeconds(1)).concerns("a/b-1")).isTrue();
    }
}
