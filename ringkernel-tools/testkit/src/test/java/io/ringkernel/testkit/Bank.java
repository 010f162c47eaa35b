package io.ringkernel.testkit;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Transfers of money between two accounts through a teller: it has one account pay, and when the
 * money has come, the other one receive it.
 */
final class Bank {

    sealed interface ToAccount permits Pay, Receive, AskBalance {}

    record Pay(long transfer, int amount, ActorRef<ToTeller, Void> teller) implements ToAccount {}

    record Receive(long transfer, int amount, ActorRef<ToTeller, Void> teller)
            implements ToAccount {}

    record AskBalance() implements ToAccount {}

    record Balance(int amount) {}

    sealed interface ToTeller permits Transfer, Paid, Received {}

    record Transfer(long id, int amount) implements ToTeller {}

    record Paid(long id, int amount) implements ToTeller {}

    record Received(long id) implements ToTeller {}

    private Bank() {}

    /** Keeps money; each transfer moves it once, however often it is told. */
    static final class Account implements Actor<ToAccount, Balance> {
        private final Set<Long> done = new HashSet<>();
        private int balance;

        Account(int balance) {
            this.balance = balance;
        }

        @Override
        public void receive(ToAccount message, ActorContext<Balance> context) {
            switch (message) {
                case Pay(long id, int amount, var teller) -> {
                    balance -= done.add(id) ? amount : 0;
                    teller.tell(new Paid(id, amount));
                }
                case Receive(long id, int amount, var teller) -> {
                    balance += done.add(id) ? amount : 0;
                    teller.tell(new Received(id));
                }
                case AskBalance() -> context.reply(new Balance(balance));
            }
        }
    }

    /** Forgets the money that is under way when it is restarted between two messages. */
    static final class ForgetfulTeller implements Actor<ToTeller, Void> {
        private final ActorRef<ToAccount, Balance> from;
        private final ActorRef<ToAccount, Balance> to;
        private final Map<Long, Integer> underWay = new TreeMap<>();

        ForgetfulTeller(ActorRef<ToAccount, Balance> from, ActorRef<ToAccount, Balance> to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void receive(ToTeller message, ActorContext<Void> context) {
            ActorRef<ToTeller, Void> self = context.self(this).ref();
            switch (message) {
                case Transfer(long id, int amount) -> {
                    underWay.put(id, amount);
                    from.tell(new Pay(id, amount, self));
                }
                case Paid(long id, int amount) -> {
                    if (underWay.containsKey(id)) {
                        to.tell(new Receive(id, amount, self));
                    }
                }
                case Received(long id) -> underWay.remove(id);
            }
        }
    }

    /** Keeps a journal that outlives it, and goes on where it was after a restart. */
    static final class CarefulTeller implements Actor<ToTeller, Void> {
        private final ActorRef<ToAccount, Balance> from;
        private final ActorRef<ToAccount, Balance> to;
        private final Map<Long, Integer> journal;

        CarefulTeller(
                ActorRef<ToAccount, Balance> from,
                ActorRef<ToAccount, Balance> to,
                Map<Long, Integer> journal) {
            this.from = from;
            this.to = to;
            this.journal = journal;
        }

        @Override
        public void receive(ToTeller message, ActorContext<Void> context) {
            ActorRef<ToTeller, Void> self = context.self(this).ref();
            switch (message) {
                case Transfer(long id, int amount) -> {
                    journal.put(id, amount);
                    from.tell(new Pay(id, amount, self));
                }
                case Paid(long id, int amount) -> to.tell(new Receive(id, amount, self));
                case Received(long id) -> journal.remove(id);
            }
        }

        @Override
        public void signal(Signal signal, ActorContext<Void> context) {
            if (signal instanceof Signal.Restarted) {
                ActorRef<ToTeller, Void> self = context.self(this).ref();
                journal.forEach((id, amount) -> from.tell(new Pay(id, amount, self)));
            }
        }
    }

    static final ActorOptions RESTARTED =
            ActorOptions.defaults().withRestart(RestartType.TRANSIENT);

    static ActorRef<ToTeller, Void> forgetful(
            RingKernel runtime,
            ActorRef<ToAccount, Balance> from,
            ActorRef<ToAccount, Balance> to) {
        return runtime.spawn("bank/teller", () -> new ForgetfulTeller(from, to), RESTARTED);
    }

    static ActorRef<ToTeller, Void> careful(
            RingKernel runtime,
            ActorRef<ToAccount, Balance> from,
            ActorRef<ToAccount, Balance> to) {
        Map<Long, Integer> journal = new TreeMap<>();
        return runtime.spawn("bank/teller", () -> new CarefulTeller(from, to, journal), RESTARTED);
    }
}
