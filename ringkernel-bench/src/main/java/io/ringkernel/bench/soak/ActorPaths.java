package io.ringkernel.bench.soak;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.RingKernel;
import io.ringkernel.Supervision;
import io.ringkernel.bench.soak.Traffic.Answer;
import io.ringkernel.bench.soak.Traffic.Burst;
import io.ringkernel.bench.soak.Traffic.Item;
import io.ringkernel.bench.soak.Traffic.Question;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Actors on the CPU: from threads, from actor to actor, and with answers. */
final class ActorPaths {

    /** Longer than a round may stand still: what ends sooner is a fault. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private ActorPaths() {}

    static List<SoakPath.Named> all() {
        return List.of(
                new SoakPath.Named("tell", ActorPaths::tell),
                new SoakPath.Named("actor-to-actor", ActorPaths::chain),
                new SoakPath.Named("ask", round -> asks(round, false)),
                new SoakPath.Named("forward", round -> asks(round, true)),
                new SoakPath.Named("timers", ActorPaths::timers),
                new SoakPath.Named("overflow", ActorPaths::overflow));
    }

    static RingKernel runtime(Round round) {
        return builder(round).build();
    }

    static RingKernel.Builder builder(Round round) {
        return RingKernel.builder()
                .backend(Backend.CPU)
                .cpuThreads(round.between(1, 4))
                .supervision(Supervision.oneForOne().withIntensity(1_000_000, Duration.ofNanos(1)));
    }

    static ActorOptions options(Round round) {
        return ActorOptions.defaults()
                .withMailboxCapacity(round.powerOfTwo(16, 4096))
                .withSendTimeout(LONG)
                .withAskTimeout(LONG);
    }

    /** Handles items, answers questions. */
    record Sink(Audit.Receiver receiver) implements Actor<Traffic, Answer> {
        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            switch (message) {
                case Item(int sender, long sequence) -> receiver.handled(sender, sequence);
                case Question(int sender, long sequence) ->
                        context.reply(new Answer(sender, sequence));
                case Burst burst -> throw new IllegalArgumentException("burst=" + burst);
            }
        }
    }

    static List<ActorRef<Traffic, Answer>> sinks(
            Round round, RingKernel runtime, Audit audit, int count) {
        List<ActorRef<Traffic, Answer>> sinks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sinks.add(runtime.spawn("sinks/" + i, new Sink(audit.receiver()), options(round)));
        }
        return sinks;
    }

    /** Sends all items of a sender, each to any of the actors, alone or in batches. */
    static void send(
            List<? extends ActorRef<Traffic, Answer>> to,
            int sender,
            int each,
            SplittableRandom random) {
        for (int sent = 0; sent < each; ) {
            ActorRef<Traffic, Answer> target = to.get(random.nextInt(to.size()));
            if (random.nextInt(4) > 0) {
                target.tell(new Item(sender, sent++));
            } else {
                List<Item> batch = new ArrayList<>();
                for (int count = 1 + random.nextInt(64); count > 0 && sent < each; count--) {
                    batch.add(new Item(sender, sent++));
                }
                target.tellAll(batch);
            }
            Round.pause(random);
        }
    }

    private static void tell(Round round) {
        int senders = round.between(1, 4);
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        try (RingKernel runtime = runtime(round)) {
            var sinks = sinks(round, runtime, audit, round.between(1, 8));
            round.start(senders, (sender, random) -> send(sinks, sender, each, random));
            round.await();
        }
    }

    // ---- actor to actor: small mailboxes, so that messages are held for their senders

    private record Source(ActorRef<Traffic, Answer> next) implements Actor<Traffic, Answer> {
        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            if (message instanceof Burst(int sender, int from, int count)) {
                for (int i = 0; i < count; i++) {
                    next.tell(new Item(sender, from + i));
                }
            } else {
                next.tell(message);
            }
        }
    }

    private static void chain(Round round) {
        int senders = round.between(1, 4);
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        ActorOptions small = options(round).withMailboxCapacity(round.powerOfTwo(16, 64));
        try (RingKernel runtime = runtime(round)) {
            ActorRef<Traffic, Answer> last =
                    runtime.spawn("sink", new Sink(audit.receiver()), small);
            for (int relay = round.between(0, 3); relay > 0; relay--) {
                last = runtime.spawn("relays/" + relay, new Source(last), small);
            }
            List<ActorRef<Traffic, Answer>> sources = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                sources.add(runtime.spawn("sources/" + i, new Source(last), small));
            }
            round.start(
                    senders,
                    (sender, random) -> {
                        for (int sent = 0; sent < each; ) {
                            int count = Math.min(each - sent, 1 + random.nextInt(200));
                            sources.get(sender).tell(new Burst(sender, sent, count));
                            sent += count;
                            Round.pause(random);
                        }
                    });
            round.await();
        }
    }

    // ---- ask: what is audited are the answers, by whom they were asked for

    /** Answers now, later from the next call, or has another answer. */
    private static final class Front implements Actor<Traffic, Answer> {
        private final List<ActorRef<Traffic, Answer>> workers;
        private int turn;

        Front(List<ActorRef<Traffic, Answer>> workers) {
            this.workers = workers;
        }

        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            context.forward(workers.get(turn++ % workers.size()), message);
        }
    }

    private static void asks(Round round, boolean forwarded) {
        int senders = round.between(1, 4);
        int messages = Math.min(round.budget(), 300_000);
        Audit audit = round.audit(senders, messages);
        int each = Math.max(1, messages / senders);
        int window = round.between(1, 48);
        try (RingKernel runtime = runtime(round)) {
            var workers = sinks(round, runtime, audit, round.between(1, 4));
            ActorRef<Traffic, Answer> front =
                    forwarded
                            ? runtime.spawn("front", new Front(workers), options(round))
                            : workers.getFirst();
            round.start(
                    senders,
                    (sender, random) -> {
                        Audit.Receiver receiver = audit.receiver();
                        Deque<CompletableFuture<Answer>> open = new ArrayDeque<>();
                        for (int sent = 0; sent < each; sent++) {
                            open.add(front.ask(new Question(sender, sent)).toCompletableFuture());
                            if (open.size() > window) {
                                answered(round, receiver, sender, sent - window, open.poll());
                            }
                            Round.pause(random);
                        }
                        for (int next = each - open.size(); !open.isEmpty(); next++) {
                            answered(round, receiver, sender, next, open.poll());
                        }
                    });
            round.await();
        }
    }

    private static void answered(
            Round round,
            Audit.Receiver receiver,
            int sender,
            int sequence,
            CompletableFuture<Answer> future) {
        Answer answer = future.join();
        if (answer.sender() != sender || answer.sequence() != sequence) {
            round.error("wrong answer: asked=" + sender + "/" + sequence + ", got=" + answer);
        }
        receiver.handled(answer.sender(), answer.sequence());
    }

    // ---- timers: each due once, one that was replaced never

    private static final class Clocked implements Actor<Traffic, Answer> {
        private static final long REPLACED = -1;
        private final Audit.Receiver receiver;
        private final SplittableRandom random;

        Clocked(Audit.Receiver receiver, SplittableRandom random) {
            this.receiver = receiver;
            this.random = random;
        }

        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            switch (message) {
                case Item(int sender, long sequence) -> receiver.handled(sender, sequence);
                case Burst(int sender, int from, int count) -> {
                    for (int i = from; i < from + count; i++) {
                        if (random.nextInt(8) == 0) {
                            start(i, new Item(sender, REPLACED), context);
                        }
                        start(i, new Item(sender, i), context);
                    }
                }
                case Question question -> throw new IllegalArgumentException("got " + question);
            }
        }

        private void start(int key, Item item, ActorContext<Answer> context) {
            Duration delay = Duration.ofNanos(random.nextInt(3_000_000));
            context.self(this).startTimer(key, item, delay);
        }
    }

    private static void timers(Round round) {
        int actors = round.between(1, 4);
        int messages = Math.min(round.budget(), 50_000);
        Audit audit = round.audit(actors, messages);
        int each = Math.max(1, messages / actors);
        try (RingKernel runtime = runtime(round)) {
            List<ActorRef<Traffic, Answer>> clocked = new ArrayList<>();
            for (int i = 0; i < actors; i++) {
                Clocked actor = new Clocked(audit.unordered(), round.random().split());
                clocked.add(runtime.spawn("clocked/" + i, actor, options(round)));
            }
            round.start(
                    actors,
                    (actor, random) -> {
                        for (int sent = 0; sent < each; ) {
                            int count = Math.min(each - sent, 1 + random.nextInt(100));
                            clocked.get(actor).tell(new Burst(actor, sent, count));
                            sent += count;
                            Round.pause(random);
                        }
                    });
            round.await();
        }
    }

    // ---- mailboxes that refuse

    /** Hands dead letters to the audit. */
    static void auditDeadLetters(RingKernel runtime, Audit audit) {
        runtime.deadLetters()
                .addListener((DeadLetter letter) -> {
                    if (letter.message() instanceof Item(int sender, long sequence)) {
                        audit.refused(sender, sequence);
                    } else {
                        audit.unknown();
                    }
                });
    }

    private static void overflow(Round round) {
        int senders = round.between(1, 4);
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        ActorOptions refusing =
                options(round)
                        .withMailboxCapacity(round.powerOfTwo(16, 128))
                        .withOverflow(
                                round.random().nextBoolean()
                                        ? OverflowPolicy.DROP_OLDEST
                                        : OverflowPolicy.DEAD_LETTER);
        try (RingKernel runtime = runtime(round)) {
            auditDeadLetters(runtime, audit);
            List<ActorRef<Traffic, Answer>> sinks = new ArrayList<>();
            for (int i = round.between(1, 4); i > 0; i--) {
                sinks.add(runtime.spawn("sinks/" + i, new Sink(audit.receiver()), refusing));
            }
            round.start(senders, (sender, random) -> send(sinks, sender, each, random));
            round.await();
        }
    }
}
