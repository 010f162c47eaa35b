package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Savina's {@code threadring}: one token goes round a ring of actors. */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class ThreadRing {

    private ThreadRing() {}

    static Scenario scenario(boolean smoke) {
        int actors = smoke ? 5 : 100;
        int hops = smoke ? 100 : 1_000_000;
        return new Scenario(
                "thread-ring",
                Map.of("actors", actors, "hops", hops),
                hops,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Root(actors, hops),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Done::hops),
                system -> Pekko.run(system, result -> Theirs.Root.create(actors, hops, result)));
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToRoot permits Start, Done {}

        record Start() implements ToRoot {}

        record Done(long hops) implements ToRoot {}

        sealed interface ToNode permits Connect, Token {}

        record Connect(ActorRef<ToNode, Void> next, ActorRef<ToRoot, Done> root)
                implements ToNode {}

        record Token(int left, int hops) implements ToNode {}

        @SuppressWarnings("NullAway.Init") // Start sets the field
        static final class Root implements Actor<ToRoot, Done> {
            private final int actors;
            private final int hops;
            private ReplyTo<Done> whenDone;

            Root(int actors, int hops) {
                this.actors = actors;
                this.hops = hops;
            }

            @Override
            public void receive(ToRoot message, ActorContext<Done> context) {
                switch (message) {
                    case Start() -> {
                        whenDone = context.replyTo();
                        start(context);
                    }
                    case Done done -> whenDone.reply(done);
                }
            }

            private void start(ActorContext<Done> context) {
                ActorRef<ToRoot, Done> self = context.self(this).ref();
                ActorRef<ToNode, Void> first = context.spawn(new Node());
                ActorRef<ToNode, Void> last = first;
                for (int i = 1; i < actors; i++) {
                    ActorRef<ToNode, Void> next = context.spawn(new Node());
                    last.tell(new Connect(next, self));
                    last = next;
                }
                last.tell(new Connect(first, self));
                first.tell(new Token(hops, 0));
            }
        }

        @SuppressWarnings("NullAway.Init") // Connect sets the fields
        static final class Node implements Actor<ToNode, Void> {
            private ActorRef<ToNode, Void> next;
            private ActorRef<ToRoot, Done> root;

            @Override
            public void receive(ToNode message, ActorContext<Void> context) {
                switch (message) {
                    case Connect connect -> {
                        next = connect.next();
                        root = connect.root();
                    }
                    case Token(int left, int hops) -> {
                        if (left > 0) {
                            next.tell(new Token(left - 1, hops + 1));
                        } else {
                            root.tell(new Done(hops));
                        }
                    }
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Done(long hops) {}

        sealed interface ToNode permits Connect, Token {}

        record Connect(
                org.apache.pekko.actor.typed.ActorRef<ToNode> next,
                org.apache.pekko.actor.typed.ActorRef<Done> root)
                implements ToNode {}

        record Token(int left, int hops) implements ToNode {}

        static final class Root {
            private final CompletableFuture<Long> result;
            private long hops;

            private Root(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Done> context,
                    int actors,
                    int hops,
                    CompletableFuture<Long> result) {
                this.result = result;
                org.apache.pekko.actor.typed.ActorRef<Done> self = context.getSelf();
                org.apache.pekko.actor.typed.ActorRef<ToNode> first =
                        context.spawnAnonymous(Node.create());
                org.apache.pekko.actor.typed.ActorRef<ToNode> last = first;
                for (int i = 1; i < actors; i++) {
                    org.apache.pekko.actor.typed.ActorRef<ToNode> next =
                            context.spawnAnonymous(Node.create());
                    last.tell(new Connect(next, self));
                    last = next;
                }
                last.tell(new Connect(first, self));
                first.tell(new Token(hops, 0));
            }

            static Behavior<Done> create(int actors, int hops, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> {
                    Root root = new Root(context, actors, hops, result);
                    return Behaviors.receive(
                            (_, done) -> root.onDone(done), (_, signal) -> root.onSignal(signal));
                });
            }

            private Behavior<Done> onDone(Done done) {
                hops = done.hops();
                return Behaviors.stopped();
            }

            private Behavior<Done> onSignal(Signal signal) {
                if (signal instanceof PostStop) {
                    result.complete(hops);
                }
                return Behaviors.same();
            }
        }

        @SuppressWarnings("NullAway.Init") // Connect sets the fields
        static final class Node {
            private org.apache.pekko.actor.typed.ActorRef<ToNode> next;
            private org.apache.pekko.actor.typed.ActorRef<Done> root;

            static Behavior<ToNode> create() {
                return Behaviors.setup(_ -> {
                    Node node = new Node();
                    return Behaviors.receiveMessage(node::onMessage);
                });
            }

            private Behavior<ToNode> onMessage(ToNode message) {
                switch (message) {
                    case Connect connect -> {
                        next = connect.next();
                        root = connect.root();
                    }
                    case Token(int left, int hops) -> {
                        if (left > 0) {
                            next.tell(new Token(left - 1, hops + 1));
                        } else {
                            root.tell(new Done(hops));
                        }
                    }
                }
                return Behaviors.same();
            }
        }
    }
}
