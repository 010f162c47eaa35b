package io.ringkernel.bench.soak;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorRef;
import io.ringkernel.RingKernel;
import io.ringkernel.Routers;
import io.ringkernel.Topic;
import io.ringkernel.bench.soak.Traffic.Answer;
import io.ringkernel.bench.soak.Traffic.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;

/** Topics and routers. */
final class FanOutPaths {

    private static final int KEYS = 64;

    private FanOutPaths() {}

    static List<SoakPath.Named> all() {
        return List.of(
                new SoakPath.Named("topics", FanOutPaths::topics),
                new SoakPath.Named(
                        "router-round-robin", round -> router(round, Routers::roundRobin)),
                new SoakPath.Named(
                        "router-least-loaded", round -> router(round, Routers::leastLoaded)),
                new SoakPath.Named("router-hash", FanOutPaths::hash),
                new SoakPath.Named("router-broadcast", FanOutPaths::broadcast));
    }

    /** A copy for each subscriber: senders of the audit are pairs of both. */
    private record Copies(Audit.Receiver receiver, int index, int senders)
            implements Actor<Traffic, Answer> {
        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            Item item = (Item) message;
            receiver.handled(index * senders + item.sender(), item.sequence());
        }
    }

    private static List<ActorRef<Traffic, Answer>> copies(
            Round round, RingKernel runtime, Audit audit, int count, int senders) {
        List<ActorRef<Traffic, Answer>> actors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Copies actor = new Copies(audit.receiver(), i, senders);
            actors.add(runtime.spawn("copies/" + i, actor, ActorPaths.options(round)));
        }
        return actors;
    }

    private static void topics(Round round) {
        int senders = round.between(1, 3);
        int subscribers = round.between(1, 6);
        Audit audit = round.audit(senders * subscribers);
        int each = round.each(senders * subscribers);
        try (RingKernel runtime = ActorPaths.runtime(round)) {
            var actors = copies(round, runtime, audit, subscribers, senders);
            for (int i = 0; i < subscribers; i++) {
                String pattern = i % 2 == 0 ? "news/today" : "news/*";
                runtime.topics().subscribe(pattern, actors.get(i));
            }
            Topic<Item> topic = runtime.topics().topic("news/today", Item.class);
            round.start(
                    senders,
                    (sender, random) -> {
                        for (int sent = 0; sent < each; sent++) {
                            Item item = new Item(sender, sent);
                            int told =
                                    random.nextBoolean()
                                            ? topic.publish(item)
                                            : runtime.topics().publish("news/today", item);
                            if (told != subscribers) {
                                round.error("told=" + told + ", subscribers=" + subscribers);
                            }
                            Round.pause(random);
                        }
                    });
            round.await();
        }
    }

    private static void router(
            Round round,
            Function<List<ActorRef<Traffic, Answer>>, ActorRef<Traffic, Answer>> kind) {
        int senders = round.between(1, 4);
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        try (RingKernel runtime = ActorPaths.runtime(round)) {
            var sinks = ActorPaths.sinks(round, runtime, audit, round.between(1, 8));
            ActorRef<Traffic, Answer> router = kind.apply(sinks);
            round.start(
                    senders,
                    (sender, random) -> ActorPaths.send(List.of(router), sender, each, random));
            round.await();
        }
    }

    private static void broadcast(Round round) {
        int senders = round.between(1, 3);
        int routees = round.between(1, 6);
        Audit audit = round.audit(senders * routees);
        int each = round.each(senders * routees);
        try (RingKernel runtime = ActorPaths.runtime(round)) {
            ActorRef<Traffic, Answer> router =
                    Routers.broadcast(copies(round, runtime, audit, routees, senders));
            round.start(
                    senders,
                    (sender, random) -> ActorPaths.send(List.of(router), sender, each, random));
            round.await();
        }
    }

    // ---- hash: all of a key at one worker

    private record Keyed(Round round, Audit.Receiver receiver, int index, AtomicIntegerArray owners)
            implements Actor<Traffic, Answer> {
        @Override
        public void receive(Traffic message, ActorContext<Answer> context) {
            Item item = (Item) message;
            int key = (int) (key(item) % KEYS);
            int owner = owners.get(key);
            if (owner != index + 1 && !(owner == 0 && owners.compareAndSet(key, 0, index + 1))) {
                round.error("two workers have key " + key);
            }
            receiver.handled(item.sender(), item.sequence());
        }
    }

    private static long key(Traffic message) {
        return message instanceof Item(int sender, long sequence)
                ? (sender * 31L + sequence * 17) % KEYS
                : 0;
    }

    private static void hash(Round round) {
        int senders = round.between(1, 4);
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        AtomicIntegerArray owners = new AtomicIntegerArray(KEYS);
        try (RingKernel runtime = ActorPaths.runtime(round)) {
            List<ActorRef<Traffic, Answer>> workers = new ArrayList<>();
            for (int i = round.between(1, 8); i > 0; i--) {
                Keyed actor = new Keyed(round, audit.receiver(), i, owners);
                workers.add(runtime.spawn("keyed/" + i, actor, ActorPaths.options(round)));
            }
            ActorRef<Traffic, Answer> router = Routers.hash(workers, FanOutPaths::key);
            round.start(
                    senders,
                    (sender, random) -> ActorPaths.send(List.of(router), sender, each, random));
            round.await();
        }
    }
}
