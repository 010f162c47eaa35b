package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Savina's {@code fjthrput}: one actor sends messages to many in turn, each of which computes a
 * little for every message. Here each tells the root its count at the end, which makes a checksum.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class ForkJoinThroughput {

    private ForkJoinThroughput() {}

    static Scenario scenario(boolean smoke) {
        int actors = smoke ? 5 : 60;
        int messages = smoke ? 20 : 30_000;
        return new Scenario(
                "fork-join-throughput",
                Map.of("actors", actors, "messagesEach", messages),
                (long) actors * messages,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Root(actors, messages),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Done::messages),
                system ->
                        Pekko.run(system, result -> Theirs.Root.create(actors, messages, result)));
    }

    /** On this library. */
    static final class Ours {

        /** As good as unbounded, which the other side's mailboxes are. */
        private static final ActorOptions LARGE =
                ActorOptions.defaults().withMailboxCapacity(1 << 15);

        private Ours() {}

        sealed interface ToRoot permits Start, Done {}

        record Start() implements ToRoot {}

        record Done(long messages) implements ToRoot {}

        record Work(double theta) {}

        @SuppressWarnings("NullAway.Init") // Start sets the field
        static final class Root implements Actor<ToRoot, Done> {
            private final int actors;
            private final int messages;
            private int actorsDone;
            private long messagesDone;
            private ReplyTo<Done> whenDone;

            Root(int actors, int messages) {
                this.actors = actors;
                this.messages = messages;
            }

            @Override
            public void receive(ToRoot message, ActorContext<Done> context) {
                switch (message) {
                    case Start() -> {
                        whenDone = context.replyTo();
                        start(context);
                    }
                    case Done(long more) -> {
                        messagesDone += more;
                        if (++actorsDone == actors) {
                            whenDone.reply(new Done(messagesDone));
                        }
                    }
                }
            }

            private void start(ActorContext<Done> context) {
                ActorRef<ToRoot, Done> self = context.self(this).ref();
                List<ActorRef<Work, Void>> workers = new ArrayList<>();
                for (int i = 0; i < actors; i++) {
                    workers.add(context.spawn("worker" + i, new Worker(messages, self), LARGE));
                }
                Work work = new Work(Computation.THETA);
                for (int i = 0; i < messages; i++) {
                    for (ActorRef<Work, Void> worker : workers) {
                        worker.tell(work);
                    }
                }
            }
        }

        static final class Worker implements Actor<Work, Void> {
            private final int messages;
            private final ActorRef<ToRoot, Done> root;
            private int done;

            Worker(int messages, ActorRef<ToRoot, Done> root) {
                this.messages = messages;
                this.root = root;
            }

            @Override
            public void receive(Work work, ActorContext<Void> context) {
                Computation.perform(work.theta());
                if (++done == messages) {
                    root.tell(new Done(done));
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Done(long messages) {}

        record Work(double theta) {}

        static final class Root {
            private final int actors;
            private final CompletableFuture<Long> result;
            private int actorsDone;
            private long messagesDone;

            private Root(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Done> context,
                    int actors,
                    int messages,
                    CompletableFuture<Long> result) {
                this.actors = actors;
                this.result = result;
                List<org.apache.pekko.actor.typed.ActorRef<Work>> workers = new ArrayList<>();
                for (int i = 0; i < actors; i++) {
                    workers.add(
                            context.spawn(
                                    Worker.create(messages, context.getSelf()), "worker" + i));
                }
                Work work = new Work(Computation.THETA);
                for (int i = 0; i < messages; i++) {
                    for (org.apache.pekko.actor.typed.ActorRef<Work> worker : workers) {
                        worker.tell(work);
                    }
                }
            }

            static Behavior<Done> create(int actors, int messages, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> {
                    Root root = new Root(context, actors, messages, result);
                    return Behaviors.receive(
                            (_, done) -> root.onDone(done), (_, signal) -> root.onSignal(signal));
                });
            }

            private Behavior<Done> onDone(Done done) {
                messagesDone += done.messages();
                return ++actorsDone == actors ? Behaviors.stopped() : Behaviors.same();
            }

            private Behavior<Done> onSignal(Signal signal) {
                if (signal instanceof PostStop) {
                    result.complete(messagesDone);
                }
                return Behaviors.same();
            }
        }

        static final class Worker {
            private final int messages;
            private final org.apache.pekko.actor.typed.ActorRef<Done> root;
            private int done;

            private Worker(int messages, org.apache.pekko.actor.typed.ActorRef<Done> root) {
                this.messages = messages;
                this.root = root;
            }

            static Behavior<Work> create(
                    int messages, org.apache.pekko.actor.typed.ActorRef<Done> root) {
                return Behaviors.setup(_ -> {
                    Worker worker = new Worker(messages, root);
                    return Behaviors.receiveMessage(worker::onWork);
                });
            }

            private Behavior<Work> onWork(Work work) {
                Computation.perform(work.theta());
                if (++done == messages) {
                    root.tell(new Done(done));
                }
                return Behaviors.same();
            }
        }
    }
}
