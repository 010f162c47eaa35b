package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Savina's {@code concdict}: workers read from and write to one actor that keeps a map, each one
 * request at a time.
 *
 * <p>The checksum is the number of reads answered, in millions, and that of writes. Scaled: the map
 * has 8,192 entries, not 524,287, because it is filled in each run and that would be most of it.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Dictionary {

    private static final int ENTRIES = 8192;

    private Dictionary() {}

    static Scenario scenario(boolean smoke) {
        int workers = smoke ? 4 : 20;
        int requests = smoke ? 100 : 10_000;
        int writePercent = 10;
        return new Scenario(
                "dictionary",
                Map.of("workers", workers, "requests", requests, "writePercent", writePercent),
                expected(workers, requests, writePercent),
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Master(workers, requests, writePercent),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Total::checksum),
                system ->
                        Pekko.run(
                                system,
                                result ->
                                        Theirs.Master.create(
                                                workers, requests, writePercent, result)));
    }

    private static long expected(int workers, int requests, int writePercent) {
        long reads = 0;
        long writes = 0;
        for (int id = 0; id < workers; id++) {
            Draw draw = new Draw(id, requests, writePercent);
            while (draw.next()) {
                reads += draw.isWrite() ? 0 : 1;
                writes += draw.isWrite() ? 1 : 0;
            }
        }
        return checksum(reads, writes);
    }

    private static long checksum(long reads, long writes) {
        return reads * 1_000_000 + writes;
    }

    private static Map<Integer, Integer> newMap() {
        Map<Integer, Integer> map = HashMap.newHashMap(ENTRIES);
        for (int key = 0; key < ENTRIES; key++) {
            map.put(key, key);
        }
        return map;
    }

    /** What a worker requests next, and what it was answered. */
    static final class Draw {
        private final Random random;
        private final int requests;
        private final int writePercent;
        private int drawn;
        private boolean write;
        private int key;
        private int value;
        private int reads;
        private int writes;

        Draw(int id, int requests, int writePercent) {
            this.random = new Random(id + requests + writePercent);
            this.requests = requests;
            this.writePercent = writePercent;
        }

        /** Draws a request; returns whether there is one more. */
        boolean next() {
            if (drawn == requests) {
                return false;
            }
            drawn++;
            write = random.nextInt(100) < writePercent;
            key = (random.nextInt() & Integer.MAX_VALUE) % ENTRIES;
            value = write ? random.nextInt() : 0;
            return true;
        }

        boolean isWrite() {
            return write;
        }

        int key() {
            return key;
        }

        int value() {
            return value;
        }

        void answered(int answer) {
            if (write && answer != value) {
                throw new IllegalStateException(
                        "another value was written: expected=" + value + ", answered=" + answer);
            }
            reads += write ? 0 : 1;
            writes += write ? 1 : 0;
        }

        int reads() {
            return reads;
        }

        int writes() {
            return writes;
        }
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToMaster permits Start, Done {}

        record Start() implements ToMaster {}

        record Done(int reads, int writes) implements ToMaster {}

        record Total(long checksum) {}

        static final class Master implements Actor<ToMaster, Total> {
            private final int workers;
            private final int requests;
            private final int writePercent;
            private @Nullable ReplyTo<Total> whenDone;
            private int done;
            private long reads;
            private long writes;

            Master(int workers, int requests, int writePercent) {
                this.workers = workers;
                this.requests = requests;
                this.writePercent = writePercent;
            }

            @Override
            public void receive(ToMaster message, ActorContext<Total> context) {
                switch (message) {
                    case Start() -> start(context);
                    case Done(int workersReads, int workersWrites) -> {
                        reads += workersReads;
                        writes += workersWrites;
                        done++;
                        if (done == workers && whenDone != null) {
                            whenDone.reply(new Total(checksum(reads, writes)));
                        }
                    }
                }
            }

            private void start(ActorContext<Total> context) {
                whenDone = context.replyTo();
                ActorRef<ToMaster, Total> self = context.self(this).ref();
                ActorRef<Request, Void> dictionary = context.spawn(new Keeper());
                for (int id = 0; id < workers; id++) {
                    Draw draw = new Draw(id, requests, writePercent);
                    context.spawn(new Worker(draw, self, dictionary)).tell(new Work());
                }
            }
        }

        sealed interface ToWorker permits Work, Answer {}

        record Work() implements ToWorker {}

        record Answer(int value) implements ToWorker {}

        static final class Worker implements Actor<ToWorker, Void> {
            private final Draw draw;
            private final ActorRef<ToMaster, Total> master;
            private final ActorRef<Request, Void> dictionary;

            Worker(
                    Draw draw,
                    ActorRef<ToMaster, Total> master,
                    ActorRef<Request, Void> dictionary) {
                this.draw = draw;
                this.master = master;
                this.dictionary = dictionary;
            }

            @Override
            public void receive(ToWorker message, ActorContext<Void> context) {
                if (message instanceof Answer(int value)) {
                    draw.answered(value);
                }
                if (draw.next()) {
                    ActorRef<ToWorker, Void> self = context.self(this).ref();
                    dictionary.tell(
                            draw.isWrite()
                                    ? new Write(draw.key(), draw.value(), self)
                                    : new Read(draw.key(), self));
                } else {
                    master.tell(new Done(draw.reads(), draw.writes()));
                }
            }
        }

        sealed interface Request permits Read, Write {}

        record Read(int key, ActorRef<ToWorker, Void> worker) implements Request {}

        record Write(int key, int value, ActorRef<ToWorker, Void> worker) implements Request {}

        static final class Keeper implements Actor<Request, Void> {
            private final Map<Integer, Integer> map = newMap();

            @Override
            public void receive(Request message, ActorContext<Void> context) {
                switch (message) {
                    case Read(int key, ActorRef<ToWorker, Void> worker) ->
                            worker.tell(new Answer(map.getOrDefault(key, -1)));
                    case Write(int key, int value, ActorRef<ToWorker, Void> worker) -> {
                        map.put(key, value);
                        worker.tell(new Answer(value));
                    }
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Done(int reads, int writes) {}

        static final class Master extends AbstractBehavior<Done> {
            private final int workers;
            private final CompletableFuture<Long> result;
            private int done;
            private long reads;
            private long writes;

            private Master(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Done> context,
                    int workers,
                    int requests,
                    int writePercent,
                    CompletableFuture<Long> result) {
                super(context);
                this.workers = workers;
                this.result = result;
                org.apache.pekko.actor.typed.ActorRef<Request> dictionary =
                        context.spawnAnonymous(Keeper.create());
                for (int id = 0; id < workers; id++) {
                    Draw draw = new Draw(id, requests, writePercent);
                    context.spawnAnonymous(Worker.create(draw, context.getSelf(), dictionary))
                            .tell(new Work());
                }
            }

            static Behavior<Done> create(
                    int workers, int requests, int writePercent, CompletableFuture<Long> result) {
                return Behaviors.setup(
                        context -> new Master(context, workers, requests, writePercent, result));
            }

            @Override
            public Receive<Done> createReceive() {
                return newReceiveBuilder()
                        .onMessage(Done.class, this::done)
                        .onSignal(PostStop.class, _ -> stopped())
                        .build();
            }

            private Behavior<Done> done(Done message) {
                reads += message.reads();
                writes += message.writes();
                done++;
                return done == workers ? Behaviors.stopped() : this;
            }

            private Behavior<Done> stopped() {
                result.complete(checksum(reads, writes));
                return this;
            }
        }

        sealed interface ToWorker permits Work, Answer {}

        record Work() implements ToWorker {}

        record Answer(int value) implements ToWorker {}

        static final class Worker extends AbstractBehavior<ToWorker> {
            private final Draw draw;
            private final org.apache.pekko.actor.typed.ActorRef<Done> master;
            private final org.apache.pekko.actor.typed.ActorRef<Request> dictionary;

            private Worker(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToWorker> context,
                    Draw draw,
                    org.apache.pekko.actor.typed.ActorRef<Done> master,
                    org.apache.pekko.actor.typed.ActorRef<Request> dictionary) {
                super(context);
                this.draw = draw;
                this.master = master;
                this.dictionary = dictionary;
            }

            static Behavior<ToWorker> create(
                    Draw draw,
                    org.apache.pekko.actor.typed.ActorRef<Done> master,
                    org.apache.pekko.actor.typed.ActorRef<Request> dictionary) {
                return Behaviors.setup(context -> new Worker(context, draw, master, dictionary));
            }

            @Override
            public Receive<ToWorker> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<ToWorker> receive(ToWorker message) {
                if (message instanceof Answer(int value)) {
                    draw.answered(value);
                }
                if (draw.next()) {
                    org.apache.pekko.actor.typed.ActorRef<ToWorker> self = getContext().getSelf();
                    dictionary.tell(
                            draw.isWrite()
                                    ? new Write(draw.key(), draw.value(), self)
                                    : new Read(draw.key(), self));
                } else {
                    master.tell(new Done(draw.reads(), draw.writes()));
                }
                return this;
            }
        }

        sealed interface Request permits Read, Write {}

        record Read(int key, org.apache.pekko.actor.typed.ActorRef<ToWorker> worker)
                implements Request {}

        record Write(int key, int value, org.apache.pekko.actor.typed.ActorRef<ToWorker> worker)
                implements Request {}

        static final class Keeper extends AbstractBehavior<Request> {
            private final Map<Integer, Integer> map = newMap();

            private Keeper(org.apache.pekko.actor.typed.javadsl.ActorContext<Request> context) {
                super(context);
            }

            static Behavior<Request> create() {
                return Behaviors.setup(Keeper::new);
            }

            @Override
            public Receive<Request> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<Request> receive(Request message) {
                switch (message) {
                    case Read(int key, org.apache.pekko.actor.typed.ActorRef<ToWorker> worker) ->
                            worker.tell(new Answer(map.getOrDefault(key, -1)));
                    case Write(
                                    int key,
                                    int value,
                                    org.apache.pekko.actor.typed.ActorRef<ToWorker> worker) -> {
                        map.put(key, value);
                        worker.tell(new Answer(value));
                    }
                }
                return this;
            }
        }
    }
}
