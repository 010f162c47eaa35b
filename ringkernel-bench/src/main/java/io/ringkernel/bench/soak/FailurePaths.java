package io.ringkernel.bench.soak;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.bench.soak.Traffic.Answer;
import io.ringkernel.bench.soak.Traffic.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** Faults, restarts and ends under load. */
final class FailurePaths {

    private static final Duration STALL = Duration.ofMillis(4);

    private FailurePaths() {}

    static List<SoakPath.Named> all() {
        return List.of(
                new SoakPath.Named("restarts", FailurePaths::restarts),
                new SoakPath.Named("terminate", FailurePaths::terminate),
                new SoakPath.Named("stalls", FailurePaths::stalls),
                new SoakPath.Named("bank", FailurePaths::bank));
    }

    // ---- restarts: the message that fails is accounted for, and no other is touched

    private static final class Fragile implements Actor<Traffic, Answer> {
        private final Audit.Receiver receiver;
        private final int oneIn;

        Fragile(Audit.Receiver receiver, int oneIn) {
            this.receiver = receiver;
            this.oneIn = oneIn;
        }

        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            Item item = (Item) message;
            receiver.handled(item.sender(), item.sequence());
            if (item.sequence() % oneIn == oneIn - 1) {
                throw new IllegalStateException("told to");
            }
        }
    }

    private static void restarts(Round round) {
        int senders = round.between(1, 4);
        int messages = Math.min(round.budget(), 500_000);
        Audit audit = round.audit(senders, messages);
        int each = Math.max(1, messages / senders);
        int oneIn = round.between(50, 2000);
        try (RingKernel runtime = ActorPaths.runtime(round)) {
            List<ActorRef<Traffic, Answer>> actors = new ArrayList<>();
            for (int i = round.between(1, 4); i > 0; i--) {
                Audit.Receiver receiver = audit.receiver();
                actors.add(
                        runtime.spawn(
                                "fragile/" + i,
                                () -> new Fragile(receiver, oneIn),
                                ActorPaths.options(round).withRestart(RestartType.TRANSIENT)));
            }
            round.start(senders, (sender, random) -> ActorPaths.send(actors, sender, each, random));
            round.await();
        }
    }

    // ---- stalls: stand-ins and interrupts lose nothing, and meet nobody else

    private static final class Sleepy implements Actor<Traffic, Answer> {
        private final Round round;
        private final Audit.Receiver receiver;
        private final int oneIn;

        Sleepy(Round round, Audit.Receiver receiver, int oneIn) {
            this.round = round;
            this.receiver = receiver;
            this.oneIn = oneIn;
        }

        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            if (Thread.currentThread().isInterrupted()) {
                round.error("a handler began interrupted");
            }
            Item item = (Item) message;
            receiver.handled(item.sender(), item.sequence());
            if (item.sequence() % oneIn == oneIn - 1) {
                LockSupport.parkNanos(STALL.toNanos() * (1 + item.sequence() % 4));
            }
        }
    }

    private static void stalls(Round round) {
        int senders = round.between(1, 4);
        int messages = Math.min(round.budget(), 20_000);
        Audit audit = round.audit(senders, messages);
        int each = Math.max(1, messages / senders);
        int oneIn = round.between(500, 5000);
        try (RingKernel runtime =
                ActorPaths.builder(round)
                        .stallTimeout(STALL)
                        .failStalledAfter(round.between(0, 2))
                        .build()) {
            List<ActorRef<Traffic, Answer>> actors = new ArrayList<>();
            for (int i = round.between(1, 4); i > 0; i--) {
                Audit.Receiver receiver = audit.receiver();
                actors.add(
                        runtime.spawn(
                                "sleepy/" + i,
                                () -> new Sleepy(round, receiver, oneIn),
                                ActorPaths.options(round).withRestart(RestartType.TRANSIENT)));
            }
            round.start(senders, (sender, random) -> ActorPaths.send(actors, sender, each, random));
            round.await();
        }
    }

    // ---- terminate: what an ended actor did not handle is a dead letter

    private static final class Victim {
        private volatile ActorRef<Traffic, Answer> actor;

        Victim(ActorRef<Traffic, Answer> actor) {
            this.actor = actor;
        }
    }

    private static void terminate(Round round) {
        int senders = round.between(1, 4);
        int messages = Math.min(round.budget(), 500_000);
        Audit audit = round.audit(senders, messages);
        int each = Math.max(1, messages / senders);
        ActorOptions options = ActorPaths.options(round);
        try (RingKernel runtime = ActorPaths.runtime(round)) {
            ActorPaths.auditDeadLetters(runtime, audit);
            Victim victim = new Victim(spawn(runtime, audit, options));
            round.start(
                    senders,
                    (sender, random) -> {
                        for (int sent = 0; sent < each; sent++) {
                            victim.actor.tell(new Item(sender, sent));
                            Round.pause(random);
                        }
                    });
            SplittableRandom random = round.random();
            for (int ends = 0; ends < 100 && round.sending(); ends++) {
                LockSupport.parkNanos(random.nextInt(3_000_000));
                runtime.terminate(victim.actor);
                victim.actor = spawn(runtime, audit, options); // the name is free
            }
            round.await();
        }
    }

    private static ActorRef<Traffic, Answer> spawn(
            RingKernel runtime, Audit audit, ActorOptions options) {
        return runtime.spawn("victim", new ActorPaths.Sink(audit.receiver()), options);
    }

    // ---- a bank: transfers between accounts that fail and restart; the sum stays

    private record Order(long cents) {}

    private record Booked(boolean accepted, long balance) {}

    private static final class Account implements Actor<Order, Booked> {
        private long cents;
        private long orders;
        private final int oneIn;

        Account(long cents, int oneIn) {
            this.cents = cents;
            this.oneIn = oneIn;
        }

        @Override
        public void receive(Order order, ActorContext<Booked> context) {
            boolean accepted = cents + order.cents() >= 0;
            cents += accepted ? order.cents() : 0;
            if (Long.hashCode(++orders * 0x9E37_79B9_7F4A_7C15L ^ System.nanoTime()) % oneIn == 0) {
                throw new IllegalStateException("told to"); // booked, and not kept
            }
            context.snapshot();
            context.reply(new Booked(accepted, cents));
        }
    }

    /** Orders until it was booked: a failed account has not. */
    private static Booked book(ActorRef<Order, Booked> account, Order order) {
        while (true) {
            try {
                return account.ask(order).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof ActorFailedException)) {
                    throw e;
                }
            }
        }
    }

    private static void bank(Round round) {
        int tellers = round.between(1, 4);
        int count = round.between(2, 20);
        int messages = Math.min(round.budget(), 4_000);
        Audit audit = round.audit(tellers, messages);
        int each = Math.max(1, messages / tellers);
        int oneIn = round.between(10, 200);
        ActorOptions options =
                ActorPaths.options(round).withRestartFromSnapshot(RestartType.TRANSIENT);
        try (RingKernel runtime = ActorPaths.runtime(round)) {
            List<ActorRef<Order, Booked>> accounts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                accounts.add(runtime.spawn("accounts/" + i, new Account(1000_00, oneIn), options));
            }
            round.start(
                    tellers,
                    (teller, random) -> {
                        Audit.Receiver receiver = audit.receiver();
                        for (int transfer = 0; transfer < each; transfer++) {
                            long cents = random.nextInt(500_00);
                            if (book(any(accounts, random), new Order(-cents)).accepted()) {
                                book(any(accounts, random), new Order(cents));
                            }
                            receiver.handled(teller, transfer);
                        }
                    });
            round.await();
            long sum = 0;
            for (ActorRef<Order, Booked> account : accounts) {
                sum += book(account, new Order(0)).balance();
            }
            if (sum != count * 1000_00L) {
                round.error("sum=" + sum + ", expected=" + count * 1000_00L);
            }
        }
    }

    private static <T> T any(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }
}
