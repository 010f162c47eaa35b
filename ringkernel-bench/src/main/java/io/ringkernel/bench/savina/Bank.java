package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Savina's {@code banking}: a teller has accounts transfer money to each other. An account that
 * pays lets everything else wait until the other has confirmed; what waits is in a queue of its
 * own, as in the suite's variants with a manual stash.
 *
 * <p>The checksum is that of all balances, their sum and the number of transfers. Scaled: 100,000
 * transfers, not 50,000. Money is counted in cents, not in floating point, so that none is lost.
 *
 * <p>Teller and accounts send to each other, and a full mailbox here makes its senders wait, so one
 * of the two must never be full: no account is sent more than the 1,024 messages that it can hold.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Bank {

    private static final long INITIAL_CENTS = 1_000_000_000;

    private Bank() {}

    static Scenario scenario(boolean smoke) {
        int accounts = smoke ? 20 : 1_000;
        int transfers = smoke ? 400 : 100_000;
        return new Scenario(
                "bank",
                Map.of("accounts", accounts, "transfers", transfers),
                expected(accounts, transfers),
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Teller(accounts, transfers),
                                ActorOptions.defaults(),
                                new Ours.Open(),
                                Ours.Total::checksum),
                system ->
                        Pekko.run(
                                system,
                                result -> Theirs.Teller.create(accounts, transfers, result)));
    }

    private static long expected(int accounts, int transfers) {
        long[] balances = new long[accounts];
        Draw draw = new Draw(accounts);
        for (int i = 0; i < transfers; i++) {
            draw.next();
            balances[draw.payer()] -= draw.cents();
            balances[draw.payee()] += draw.cents();
        }
        Statement statement = new Statement();
        for (int i = 0; i < accounts; i++) {
            statement.add(i, INITIAL_CENTS + balances[i]);
        }
        return statement.checksum(transfers);
    }

    /** Who pays whom how much: as the suite draws it, the payer always before the payee. */
    private static final class Draw {
        private final Lcg random = new Lcg(123456);
        private final int accounts;
        private int payer;
        private int payee;
        private int cents;

        Draw(int accounts) {
            this.accounts = accounts;
        }

        void next() {
            payer = random.next(accounts / 10 * 8);
            payee = payer + Math.max(1, random.next(accounts - payer));
            cents = 100_000 / (random.next(1 << 16) + 1);
        }

        int payer() {
            return payer;
        }

        int payee() {
            return payee;
        }

        int cents() {
            return cents;
        }
    }

    /** Sums up balances, in any order. */
    private static final class Statement {
        private long sum;
        private long weighted;
        private int accounts;

        void add(int account, long cents) {
            sum += cents;
            weighted += (account + 1) * cents;
            accounts++;
        }

        int accounts() {
            return accounts;
        }

        long checksum(int transfers) {
            return (sum * 31 + weighted) * 31 + transfers;
        }
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToTeller permits Open, Transferred, Balance {}

        record Open() implements ToTeller {}

        record Transferred() implements ToTeller {}

        record Balance(int account, long cents) implements ToTeller {}

        record Total(long checksum) {}

        static final class Teller implements Actor<ToTeller, Total> {
            private static final Close CLOSE = new Close();

            private final int accounts;
            private final int transfers;
            private final Statement statement = new Statement();
            private List<ActorRef<ToAccount, Void>> all = List.of();
            private @Nullable ReplyTo<Total> whenDone;
            private int transferred;

            Teller(int accounts, int transfers) {
                this.accounts = accounts;
                this.transfers = transfers;
            }

            @Override
            public void receive(ToTeller message, ActorContext<Total> context) {
                switch (message) {
                    case Open() -> open(context);
                    case Transferred() -> {
                        transferred++;
                        if (transferred == transfers) {
                            all.forEach(account -> account.tell(CLOSE));
                        }
                    }
                    case Balance(int account, long cents) -> {
                        statement.add(account, cents);
                        if (statement.accounts() == accounts && whenDone != null) {
                            whenDone.reply(new Total(statement.checksum(transferred)));
                        }
                    }
                }
            }

            private void open(ActorContext<Total> context) {
                whenDone = context.replyTo();
                ActorRef<ToTeller, Total> self = context.self(this).ref();
                all =
                        IntStream.range(0, accounts)
                                .mapToObj(id -> context.spawn(new Account(id, self)))
                                .toList();
                Draw draw = new Draw(accounts);
                for (int i = 0; i < transfers; i++) {
                    draw.next();
                    all.get(draw.payer()).tell(new Credit(draw.cents(), all.get(draw.payee())));
                }
            }
        }

        sealed interface ToAccount permits Credit, Debit, Confirmed, Close {}

        record Credit(int cents, ActorRef<ToAccount, Void> payee) implements ToAccount {}

        record Debit(int cents, ActorRef<ToAccount, Void> payer) implements ToAccount {}

        record Confirmed() implements ToAccount {}

        record Close() implements ToAccount {}

        static final class Account implements Actor<ToAccount, Void> {
            private static final Confirmed CONFIRMED = new Confirmed();
            private static final Transferred TRANSFERRED = new Transferred();

            private final int id;
            private final ActorRef<ToTeller, Total> teller;
            private final Deque<ToAccount> waiting = new ArrayDeque<>();
            private long cents = INITIAL_CENTS;
            private boolean paying;

            Account(int id, ActorRef<ToTeller, Total> teller) {
                this.id = id;
                this.teller = teller;
            }

            @Override
            public void receive(ToAccount message, ActorContext<Void> context) {
                if (paying && !(message instanceof Confirmed)) {
                    waiting.add(message);
                    return;
                }
                ActorRef<ToAccount, Void> self = context.self(this).ref();
                handle(message, self);
                while (!paying && !waiting.isEmpty()) {
                    handle(waiting.remove(), self);
                }
            }

            private void handle(ToAccount message, ActorRef<ToAccount, Void> self) {
                switch (message) {
                    case Credit(int amount, ActorRef<ToAccount, Void> payee) -> {
                        cents -= amount;
                        paying = true;
                        payee.tell(new Debit(amount, self));
                    }
                    case Debit(int amount, ActorRef<ToAccount, Void> payer) -> {
                        cents += amount;
                        payer.tell(CONFIRMED);
                    }
                    case Confirmed() -> {
                        paying = false;
                        teller.tell(TRANSFERRED);
                    }
                    case Close() -> teller.tell(new Balance(id, cents));
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        sealed interface ToTeller permits Transferred, Balance {}

        record Transferred() implements ToTeller {}

        record Balance(int account, long cents) implements ToTeller {}

        static final class Teller extends AbstractBehavior<ToTeller> {
            private static final Close CLOSE = new Close();

            private final int accounts;
            private final int transfers;
            private final CompletableFuture<Long> result;
            private final Statement statement = new Statement();
            private final List<org.apache.pekko.actor.typed.ActorRef<ToAccount>> all;
            private int transferred;

            private Teller(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToTeller> context,
                    int accounts,
                    int transfers,
                    CompletableFuture<Long> result) {
                super(context);
                this.accounts = accounts;
                this.transfers = transfers;
                this.result = result;
                all =
                        IntStream.range(0, accounts)
                                .mapToObj(id ->
                                        context.spawnAnonymous(
                                                Account.create(id, context.getSelf())))
                                .toList();
                Draw draw = new Draw(accounts);
                for (int i = 0; i < transfers; i++) {
                    draw.next();
                    all.get(draw.payer()).tell(new Credit(draw.cents(), all.get(draw.payee())));
                }
            }

            static Behavior<ToTeller> create(
                    int accounts, int transfers, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> new Teller(context, accounts, transfers, result));
            }

            @Override
            public Receive<ToTeller> createReceive() {
                return newReceiveBuilder()
                        .onAnyMessage(this::receive)
                        .onSignal(PostStop.class, _ -> stopped())
                        .build();
            }

            private Behavior<ToTeller> receive(ToTeller message) {
                switch (message) {
                    case Transferred() -> {
                        transferred++;
                        if (transferred == transfers) {
                            all.forEach(account -> account.tell(CLOSE));
                        }
                    }
                    case Balance(int account, long cents) -> {
                        statement.add(account, cents);
                        if (statement.accounts() == accounts) {
                            return Behaviors.stopped();
                        }
                    }
                }
                return this;
            }

            private Behavior<ToTeller> stopped() {
                result.complete(statement.checksum(transferred));
                return this;
            }
        }

        sealed interface ToAccount permits Credit, Debit, Confirmed, Close {}

        record Credit(int cents, org.apache.pekko.actor.typed.ActorRef<ToAccount> payee)
                implements ToAccount {}

        record Debit(int cents, org.apache.pekko.actor.typed.ActorRef<ToAccount> payer)
                implements ToAccount {}

        record Confirmed() implements ToAccount {}

        record Close() implements ToAccount {}

        static final class Account extends AbstractBehavior<ToAccount> {
            private static final Confirmed CONFIRMED = new Confirmed();
            private static final Transferred TRANSFERRED = new Transferred();

            private final int id;
            private final org.apache.pekko.actor.typed.ActorRef<ToTeller> teller;
            private final Deque<ToAccount> waiting = new ArrayDeque<>();
            private long cents = INITIAL_CENTS;
            private boolean paying;

            private Account(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToAccount> context,
                    int id,
                    org.apache.pekko.actor.typed.ActorRef<ToTeller> teller) {
                super(context);
                this.id = id;
                this.teller = teller;
            }

            static Behavior<ToAccount> create(
                    int id, org.apache.pekko.actor.typed.ActorRef<ToTeller> teller) {
                return Behaviors.setup(context -> new Account(context, id, teller));
            }

            @Override
            public Receive<ToAccount> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<ToAccount> receive(ToAccount message) {
                if (paying && !(message instanceof Confirmed)) {
                    waiting.add(message);
                    return this;
                }
                handle(message);
                while (!paying && !waiting.isEmpty()) {
                    handle(waiting.remove());
                }
                return this;
            }

            private void handle(ToAccount message) {
                switch (message) {
                    case Credit(
                                    int amount,
                                    org.apache.pekko.actor.typed.ActorRef<ToAccount> payee) -> {
                        cents -= amount;
                        paying = true;
                        payee.tell(new Debit(amount, getContext().getSelf()));
                    }
                    case Debit(
                                    int amount,
                                    org.apache.pekko.actor.typed.ActorRef<ToAccount> payer) -> {
                        cents += amount;
                        payer.tell(CONFIRMED);
                    }
                    case Confirmed() -> {
                        paying = false;
                        teller.tell(TRANSFERRED);
                    }
                    case Close() -> teller.tell(new Balance(id, cents));
                }
            }
        }
    }
}
