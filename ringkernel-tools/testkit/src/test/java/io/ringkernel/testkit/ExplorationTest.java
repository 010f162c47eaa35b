package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorRef;
import io.ringkernel.RingKernel;
import io.ringkernel.Supervision;
import io.ringkernel.testkit.Bank.Account;
import io.ringkernel.testkit.Bank.AskBalance;
import io.ringkernel.testkit.Bank.Balance;
import io.ringkernel.testkit.Bank.ToAccount;
import io.ringkernel.testkit.Bank.ToTeller;
import io.ringkernel.testkit.Bank.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Planted bugs are found, named by their seed, and found again; correct actors survive. */
@Timeout(120)
class ExplorationTest {

    private static final Fault CRASH = Fault.crashBefore("bank/teller").withProbability(0.05);
    private static final SimulationOptions OPTIONS =
            SimulationOptions.defaults()
                    .withRuns(200)
                    .withFaults(CRASH)
                    .withRuntime(builder ->
                            builder.supervision(
                                    Supervision.oneForOne()
                                            .withIntensity(100, Duration.ofSeconds(1))));

    private interface Tellers {
        ActorRef<ToTeller, Void> spawn(
                RingKernel runtime,
                ActorRef<ToAccount, Balance> from,
                ActorRef<ToAccount, Balance> to);
    }

    /** Ten transfers; however it goes, no money is lost or made. */
    private static Scenario transfers(Tellers tellers) {
        return simulation -> {
            RingKernel runtime = simulation.runtime();
            ActorRef<ToAccount, Balance> from = runtime.spawn("bank/from", new Account(100));
            ActorRef<ToAccount, Balance> to = runtime.spawn("bank/to", new Account(0));
            ActorRef<ToTeller, Void> teller = tellers.spawn(runtime, from, to);
            for (int id = 1; id <= 10; id++) {
                teller.tell(new Transfer(id, 10));
            }
            simulation.run();
            int sum = balance(simulation, from) + balance(simulation, to);
            if (sum != 100) {
                throw new AssertionError("100 became " + sum);
            }
        };
    }

    private static int balance(Simulation simulation, ActorRef<ToAccount, Balance> account) {
        return simulation.await(account.ask(new AskBalance())).amount();
    }

    private static ScenarioFailedError failure(SimulationOptions options, Scenario scenario) {
        return catchThrowableOfType(
                ScenarioFailedError.class, () -> Simulation.explore(options, scenario));
    }

    @Test
    void shouldFindTheMoneyThatARestartLosesAndFindItAgainBySeed() {
        Scenario scenario = transfers(Bank::forgetful);
        ScenarioFailedError found = failure(OPTIONS, scenario);
        assertThat(found.run()).isBetween(1, 50);
        assertThat(found)
                .hasMessageContaining("100 became ")
                .hasMessageContaining("-Dringkernel.seed=" + found.seed())
                .hasMessageContaining("bank/teller: crashes before it handles ");
        for (int i = 0; i < 3; i++) {
            ScenarioFailedError again =
                    catchThrowableOfType(
                            ScenarioFailedError.class,
                            () -> Simulation.repeat(OPTIONS, found.seed(), scenario));
            assertThat(again.trace()).isEqualTo(found.trace());
            assertThat(again.getCause()).hasMessage(found.getCause().getMessage());
        }
    }

    @Test
    void shouldLetTheCorrectTellerSurvive() {
        Exploration explored = Simulation.explore(OPTIONS, transfers(Bank::careful));
        assertThat(explored.runs()).isEqualTo(200);
        assertThat(explored.traces()).isGreaterThan(190);
        assertThat(explored.complete()).isFalse();
    }

    @Test
    void shouldRepeatTheSeedOfTheProperty() {
        ScenarioFailedError found = failure(OPTIONS, transfers(Bank::forgetful));
        System.setProperty("ringkernel.seed", found.seed());
        try {
            ScenarioFailedError again = failure(OPTIONS, transfers(Bank::forgetful));
            assertThat(again.trace()).isEqualTo(found.trace());
            assertThat(Simulation.explore(OPTIONS, transfers(Bank::careful)).runs()).isOne();
            System.setProperty("ringkernel.seed", "x");
            assertThatThrownBy(() -> Simulation.explore(OPTIONS, transfers(Bank::careful)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a seed is a whole number: ringkernel.seed=x");
        } finally {
            System.clearProperty("ringkernel.seed");
        }
    }

    // ---- check-then-act between actors: no fault is needed

    /** Withdraws if the account it asked before had enough; two of them may overdraw it. */
    private static final class Client implements Actor<Transfer, Void> {
        private final ActorRef<ToAccount, Balance> account;
        private final ActorRef<ToTeller, Void> nobody;

        Client(ActorRef<ToAccount, Balance> account, ActorRef<ToTeller, Void> nobody) {
            this.account = account;
            this.nobody = nobody;
        }

        @Override
        public void receive(Transfer message, ActorContext<Void> context) {
            account.ask(new AskBalance())
                    .thenAccept(balance -> {
                        if (balance.amount() >= message.amount()) {
                            account.tell(new Bank.Pay(message.id(), message.amount(), nobody));
                        }
                    });
        }
    }

    private static final Scenario OVERDRAFT =
            simulation -> {
                RingKernel runtime = simulation.runtime();
                ActorRef<ToTeller, Void> nobody = simulation.probe("nobody", ToTeller.class).ref();
                ActorRef<ToAccount, Balance> account = runtime.spawn("account", new Account(10));
                for (int id = 1; id <= 2; id++) {
                    runtime.spawn("client" + id, new Client(account, nobody))
                            .tell(new Transfer(id, 10));
                }
                simulation.run();
                if (balance(simulation, account) < 0) {
                    throw new AssertionError("overdrawn");
                }
            };

    static List<Strategy> strategies() {
        return List.of(Strategy.random(), Strategy.pct(3, 12), Strategy.exhaustive(40, 0));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldFindACheckThatIsOutOfDateWhenActedUpon(Strategy strategy) {
        SimulationOptions options = SimulationOptions.defaults().withStrategy(strategy);
        ScenarioFailedError found = failure(options, OVERDRAFT);
        assertThat(found).isNotNull().hasMessageContaining("overdrawn");
        assertThatThrownBy(() -> Simulation.repeat(options, found.seed(), OVERDRAFT))
                .isInstanceOfSatisfying(
                        ScenarioFailedError.class,
                        again -> assertThat(again.trace()).isEqualTo(found.trace()));
    }

    // ---- exhaustive exploration

    record Letter(String letter) {}

    private static final class Sender implements Actor<Letter, Void> {
        private final ActorRef<Letter, Void> to;
        private final ActorRef<Letter, Void> then;

        Sender(ActorRef<Letter, Void> to, ActorRef<Letter, Void> then) {
            this.to = to;
            this.then = then;
        }

        @Override
        public void receive(Letter message, ActorContext<Void> context) {
            to.tell(message);
            then.tell(new Letter(message.letter() + "'"));
        }
    }

    private static String word(Probe<Letter, Void> probe, int letters) {
        return String.join("", probe.receive(letters).stream().map(Letter::letter).toList());
    }

    @Test
    void shouldTryEveryOrderInWhichMessagesCanBeHandled() {
        Set<String> words = new HashSet<>();
        Exploration explored =
                Simulation.explore(
                        SimulationOptions.defaults()
                                .withRuns(100_000)
                                .withStrategy(Strategy.exhaustive(100, 0)),
                        simulation -> {
                            Probe<Letter, Void> probe = simulation.probe("probe", Letter.class);
                            Probe<Letter, Void> other = simulation.probe("other", Letter.class);
                            for (String letter : List.of("a", "b", "c")) {
                                simulation
                                        .runtime()
                                        .spawn(letter, new Sender(probe.ref(), other.ref()))
                                        .tell(new Letter(letter));
                            }
                            words.add(word(probe, 3));
                        });
        assertThat(explored.complete()).isTrue();
        assertThat(words).containsExactlyInAnyOrder("abc", "acb", "bac", "bca", "cab", "cba");
    }

    /**
     * The first message makes the relay send to the probe before the sender itself does: only if
     * the sender is interrupted between its two sends.
     */
    @Test
    void shouldInterruptASenderBetweenTwoSends() {
        Set<String> words = new HashSet<>();
        Scenario scenario =
                simulation -> {
                    Probe<Letter, Void> probe = simulation.probe("probe", Letter.class);
                    ActorRef<Letter, Void> relay =
                            simulation
                                    .runtime()
                                    .spawn("relay", new Sender(probe.ref(), probe.ref()));
                    simulation
                            .runtime()
                            .spawn("sender", new Sender(relay, probe.ref()))
                            .tell(new Letter("x"));
                    words.add(word(probe, 3));
                };
        SimulationOptions options = SimulationOptions.defaults();
        Simulation.explore(options.withStrategy(Strategy.exhaustive(50, 0)), scenario);
        assertThat(words).containsExactly("x'xx'");
        words.clear();
        Exploration all =
                Simulation.explore(options.withStrategy(Strategy.exhaustive(50, 2)), scenario);
        assertThat(all.complete()).isTrue();
        assertThat(words).containsExactlyInAnyOrder("x'xx'", "xx'x'");
        for (Strategy strategy : List.of(Strategy.random(), Strategy.pct(2, 6))) {
            words.clear();
            Simulation.explore(options.withStrategy(strategy), scenario);
            assertThat(words).containsExactlyInAnyOrder("x'xx'", "xx'x'");
        }
    }

    @Test
    void shouldSayWhenItDidNotSeeEverything() {
        Scenario scenario =
                simulation -> {
                    Probe<Letter, Void> probe = simulation.probe("probe", Letter.class);
                    for (int i = 0; i < 4; i++) {
                        simulation
                                .runtime()
                                .spawn("s" + i, new Sender(probe.ref(), probe.ref()))
                                .tell(new Letter("x"));
                    }
                    simulation.run();
                };
        SimulationOptions options = SimulationOptions.defaults();
        assertThat(
                        Simulation.explore(
                                        options.withStrategy(Strategy.exhaustive(3, 0)), scenario)
                                .complete())
                .isFalse();
        Exploration few =
                Simulation.explore(
                        options.withStrategy(Strategy.exhaustive(100, 0)).withRuns(5), scenario);
        assertThat(few.complete()).isFalse();
        assertThat(few.runs()).isEqualTo(5);
        assertThat(few.traces()).isEqualTo(5);
    }

    @Test
    void shouldNoticeAScenarioThatCannotBeRepeated() {
        AtomicInteger run = new AtomicInteger();
        ScenarioFailedError found =
                failure(
                        SimulationOptions.defaults().withStrategy(Strategy.exhaustive(100, 0)),
                        simulation -> {
                            Probe<Letter, Void> probe = simulation.probe("probe", Letter.class);
                            int senders = 2 + run.getAndIncrement() % 2;
                            for (int i = 0; i < senders; i++) {
                                simulation
                                        .runtime()
                                        .spawn("s" + i, new Sender(probe.ref(), probe.ref()))
                                        .tell(new Letter("x"));
                            }
                            simulation.run();
                        });
        assertThat(found).hasMessageContaining("the scenario is not repeatable");
    }

    @Test
    void shouldRefuseASeedThatIsNoPath() {
        SimulationOptions options =
                SimulationOptions.defaults().withStrategy(Strategy.exhaustive(10, 0));
        assertThatThrownBy(() -> Simulation.repeat(options, "0.x", OVERDRAFT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed=0.x");
        assertThatThrownBy(() -> Simulation.start(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use explore");
    }

    // ---- failures of other kinds

    private static final class Strict implements Actor<Letter, Void> {
        @Override
        public void receive(Letter message, ActorContext<Void> context) {
            throw new AssertionError("never " + message.letter());
        }
    }

    @Test
    void shouldFailWhenAnActorsAssertionDoes() {
        ScenarioFailedError found =
                failure(
                        SimulationOptions.defaults(),
                        simulation -> {
                            simulation
                                    .runtime()
                                    .spawn("strict", new Strict())
                                    .tell(new Letter("x"));
                            simulation.run();
                        });
        assertThat(found).hasMessageContaining("in actor strict: never x");
    }

    private static final class PingPong implements Actor<Letter, Void> {
        @Override
        public void receive(Letter message, ActorContext<Void> context) {
            context.self(this).ref().tell(message);
        }
    }

    @Test
    void shouldEndARunThatHasNoEnd() {
        List<Simulation> seen = new ArrayList<>();
        ScenarioFailedError found =
                failure(
                        SimulationOptions.defaults().withMaxSteps(1000),
                        simulation -> {
                            seen.add(simulation);
                            simulation.runtime().spawn("p", new PingPong()).tell(new Letter("x"));
                            simulation.run();
                        });
        assertThat(found).hasMessageContaining("no end after 1000 steps");
        assertThat(found.getSuppressed()).isEmpty();
        assertThat(seen.getFirst().runtime().names()).isEmpty();
    }

    @Test
    void shouldPassOnWhatTheScenarioThrows() {
        Exception thrown = new Exception("told to");
        ScenarioFailedError found =
                failure(
                        SimulationOptions.defaults(),
                        _ -> {
                            throw thrown;
                        });
        assertThat(found).hasCause(thrown).hasMessageContaining("run 1: java.lang.Exception");
    }
}
