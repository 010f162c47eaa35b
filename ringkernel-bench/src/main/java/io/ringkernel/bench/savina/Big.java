package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
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
 * Savina's {@code big}: many to many. Each worker pings one of all, drawn at random, as soon as it
 * has the answer to its last ping; a sink waits until each has had its answers.
 *
 * <p>The checksum is the number of pings answered. Scaled: 8,000 pings of each worker, not 20,000.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Big {

    private Big() {}

    static Scenario scenario(boolean smoke) {
        int workers = smoke ? 12 : 120;
        int pings = smoke ? 100 : 8_000;
        return new Scenario(
                "big",
                Map.of("workers", workers, "pings", pings),
                (long) workers * pings,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Sink(workers, pings),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Total::answered),
                system -> Pekko.run(system, result -> Theirs.Sink.create(workers, pings, result)));
    }

    /** Whom a worker pings next, and who must have answered. */
    private static final class Draw {
        private final Lcg random;
        private final int pings;
        private int sent;
        private int expected;

        Draw(int id, int pings) {
            this.random = new Lcg(id);
            this.pings = pings;
        }

        boolean isOver() {
            return sent == pings;
        }

        int next(int workers) {
            sent++;
            expected = random.next(workers);
            return expected;
        }

        void answeredBy(int worker) {
            if (worker != expected) {
                throw new IllegalStateException(
                        "another answered: expected=" + expected + ", answered=" + worker);
            }
        }
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToSink permits Start, Done {}

        record Start() implements ToSink {}

        record Done(int answered) implements ToSink {}

        record Total(long answered) {}

        static final class Sink implements Actor<ToSink, Total> {
            private final int workers;
            private final int pings;
            private @Nullable ReplyTo<Total> whenDone;
            private int done;
            private long answered;

            Sink(int workers, int pings) {
                this.workers = workers;
                this.pings = pings;
            }

            @Override
            public void receive(ToSink message, ActorContext<Total> context) {
                switch (message) {
                    case Start() -> start(context);
                    case Done(int pongs) -> {
                        answered += pongs;
                        done++;
                        if (done == workers && whenDone != null) {
                            whenDone.reply(new Total(answered));
                        }
                    }
                }
            }

            private void start(ActorContext<Total> context) {
                whenDone = context.replyTo();
                ActorRef<ToSink, Total> self = context.self(this).ref();
                List<ActorRef<ToWorker, Void>> all =
                        IntStream.range(0, workers)
                                .mapToObj(id -> context.spawn(new Worker(id, pings, self)))
                                .toList();
                Neighbours neighbours = new Neighbours(all);
                all.forEach(worker -> worker.tell(neighbours));
                all.forEach(worker -> worker.tell(new Go()));
            }
        }

        sealed interface ToWorker permits Neighbours, Go, Ping, Pong {}

        record Neighbours(List<ActorRef<ToWorker, Void>> all) implements ToWorker {}

        record Go() implements ToWorker {}

        record Ping(int from) implements ToWorker {}

        record Pong(int from) implements ToWorker {}

        static final class Worker implements Actor<ToWorker, Void> {
            private final ActorRef<ToSink, Total> sink;
            private final Draw draw;
            private final Ping ping;
            private final Pong pong;
            private List<ActorRef<ToWorker, Void>> neighbours = List.of();
            private int answered;

            Worker(int id, int pings, ActorRef<ToSink, Total> sink) {
                this.sink = sink;
                this.draw = new Draw(id, pings);
                this.ping = new Ping(id);
                this.pong = new Pong(id);
            }

            @Override
            public void receive(ToWorker message, ActorContext<Void> context) {
                switch (message) {
                    case Ping(int from) -> neighbours.get(from).tell(pong);
                    case Pong(int from) -> {
                        draw.answeredBy(from);
                        answered++;
                        next();
                    }
                    case Neighbours(List<ActorRef<ToWorker, Void>> all) -> neighbours = all;
                    case Go() -> next();
                }
            }

            private void next() {
                if (draw.isOver()) {
                    sink.tell(new Done(answered));
                } else {
                    neighbours.get(draw.next(neighbours.size())).tell(ping);
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Done(int answered) {}

        static final class Sink extends AbstractBehavior<Done> {
            private final int workers;
            private final CompletableFuture<Long> result;
            private int done;
            private long answered;

            private Sink(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Done> context,
                    int workers,
                    int pings,
                    CompletableFuture<Long> result) {
                super(context);
                this.workers = workers;
                this.result = result;
                List<org.apache.pekko.actor.typed.ActorRef<ToWorker>> all =
                        IntStream.range(0, workers)
                                .mapToObj(id ->
                                        context.spawnAnonymous(
                                                Worker.create(id, pings, context.getSelf())))
                                .toList();
                Neighbours neighbours = new Neighbours(all);
                all.forEach(worker -> worker.tell(neighbours));
                all.forEach(worker -> worker.tell(new Go()));
            }

            static Behavior<Done> create(int workers, int pings, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> new Sink(context, workers, pings, result));
            }

            @Override
            public Receive<Done> createReceive() {
                return newReceiveBuilder()
                        .onMessage(Done.class, this::done)
                        .onSignal(PostStop.class, _ -> stopped())
                        .build();
            }

            private Behavior<Done> done(Done message) {
                answered += message.answered();
                done++;
                return done == workers ? Behaviors.stopped() : this;
            }

            private Behavior<Done> stopped() {
                result.complete(answered);
                return this;
            }
        }

        sealed interface ToWorker permits Neighbours, Go, Ping, Pong {}

        record Neighbours(List<org.apache.pekko.actor.typed.ActorRef<ToWorker>> all)
                implements ToWorker {}

        record Go() implements ToWorker {}

        record Ping(int from) implements ToWorker {}

        record Pong(int from) implements ToWorker {}

        static final class Worker extends AbstractBehavior<ToWorker> {
            private final org.apache.pekko.actor.typed.ActorRef<Done> sink;
            private final Draw draw;
            private final Ping ping;
            private final Pong pong;
            private List<org.apache.pekko.actor.typed.ActorRef<ToWorker>> neighbours = List.of();
            private int answered;

            private Worker(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToWorker> context,
                    int id,
                    int pings,
                    org.apache.pekko.actor.typed.ActorRef<Done> sink) {
                super(context);
                this.sink = sink;
                this.draw = new Draw(id, pings);
                this.ping = new Ping(id);
                this.pong = new Pong(id);
            }

            static Behavior<ToWorker> create(
                    int id, int pings, org.apache.pekko.actor.typed.ActorRef<Done> sink) {
                return Behaviors.setup(context -> new Worker(context, id, pings, sink));
            }

            @Override
            public Receive<ToWorker> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<ToWorker> receive(ToWorker message) {
                switch (message) {
                    case Ping(int from) -> neighbours.get(from).tell(pong);
                    case Pong(int from) -> {
                        draw.answeredBy(from);
                        answered++;
                        next();
                    }
                    case Neighbours(List<org.apache.pekko.actor.typed.ActorRef<ToWorker>> all) ->
                            neighbours = all;
                    case Go() -> next();
                }
                return this;
            }

            private void next() {
                if (draw.isOver()) {
                    sink.tell(new Done(answered));
                } else {
                    neighbours.get(draw.next(neighbours.size())).tell(ping);
                }
            }
        }
    }
}
