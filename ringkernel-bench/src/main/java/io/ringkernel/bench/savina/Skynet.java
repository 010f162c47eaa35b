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

/**
 * Skynet (A. Temerev, github.com/atemerev/skynet), not one of Savina's: a tree of actors, ten below
 * each; the leaves send their numbers up, the others the sums, and each ends when it has sent.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Skynet {

    static final String NAME = "skynet";

    private static final int WIDTH = 10;

    private Skynet() {}

    static Scenario scenario(boolean smoke) {
        int leaves = smoke ? 1000 : 1_000_000;
        return new Scenario(
                NAME,
                Map.of("leaves", leaves),
                (long) leaves * (leaves - 1) / 2,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Root(leaves),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Sum::value),
                system -> Pekko.run(system, result -> Theirs.Root.create(leaves, result)));
    }

    /** On this library. */
    static final class Ours {

        private static final Start START = new Start();

        private Ours() {}

        sealed interface Message permits Start, Sum {}

        record Start() implements Message {}

        record Sum(long value) implements Message {}

        @SuppressWarnings("NullAway.Init") // Start sets the field
        static final class Root implements Actor<Message, Sum> {
            private final int leaves;
            private ReplyTo<Sum> whenDone;

            Root(int leaves) {
                this.leaves = leaves;
            }

            @Override
            public void receive(Message message, ActorContext<Sum> context) {
                switch (message) {
                    case Start() -> {
                        whenDone = context.replyTo();
                        context.spawn(new Node(context.self(this).ref(), 0, leaves)).tell(START);
                    }
                    case Sum sum -> whenDone.reply(sum);
                }
            }
        }

        static final class Node implements Actor<Message, Void> {
            private final ActorRef<Message, ?> parent;
            private final long first;
            private final int leaves;
            private int answers;
            private long sum;

            Node(ActorRef<Message, ?> parent, long first, int leaves) {
                this.parent = parent;
                this.first = first;
                this.leaves = leaves;
            }

            @Override
            public void receive(Message message, ActorContext<Void> context) {
                switch (message) {
                    case Start() -> {
                        if (leaves == 1) {
                            end(first, context);
                            return;
                        }
                        ActorRef<Message, Void> self = context.self(this).ref();
                        int each = leaves / WIDTH;
                        for (int i = 0; i < WIDTH; i++) {
                            context.spawn(new Node(self, first + (long) i * each, each))
                                    .tell(START);
                        }
                    }
                    case Sum(long value) -> {
                        sum += value;
                        if (++answers == WIDTH) {
                            end(sum, context);
                        }
                    }
                }
            }

            private void end(long value, ActorContext<Void> context) {
                parent.tell(new Sum(value));
                context.stop();
            }
        }
    }

    /** On Pekko: an actor begins by itself, so that it needs no message to start. */
    static final class Theirs {

        private Theirs() {}

        record Sum(long value) {}

        static final class Root {
            private final CompletableFuture<Long> result;
            private long value;

            private Root(CompletableFuture<Long> result) {
                this.result = result;
            }

            static Behavior<Sum> create(int leaves, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> {
                    Root root = new Root(result);
                    context.spawnAnonymous(Node.create(context.getSelf(), 0, leaves));
                    return Behaviors.receive(
                            (_, sum) -> root.onSum(sum), (_, signal) -> root.onSignal(signal));
                });
            }

            private Behavior<Sum> onSum(Sum sum) {
                value = sum.value();
                return Behaviors.stopped();
            }

            private Behavior<Sum> onSignal(Signal signal) {
                if (signal instanceof PostStop) {
                    result.complete(value);
                }
                return Behaviors.same();
            }
        }

        static final class Node {
            private final org.apache.pekko.actor.typed.ActorRef<Sum> parent;
            private int answers;
            private long sum;

            private Node(org.apache.pekko.actor.typed.ActorRef<Sum> parent) {
                this.parent = parent;
            }

            static Behavior<Sum> create(
                    org.apache.pekko.actor.typed.ActorRef<Sum> parent, long first, int leaves) {
                return Behaviors.setup(context -> {
                    if (leaves == 1) {
                        parent.tell(new Sum(first));
                        return Behaviors.stopped();
                    }
                    int each = leaves / WIDTH;
                    for (int i = 0; i < WIDTH; i++) {
                        context.spawnAnonymous(
                                create(context.getSelf(), first + (long) i * each, each));
                    }
                    Node node = new Node(parent);
                    return Behaviors.receiveMessage(node::onSum);
                });
            }

            private Behavior<Sum> onSum(Sum more) {
                sum += more.value();
                if (++answers < WIDTH) {
                    return Behaviors.same();
                }
                parent.tell(new Sum(sum));
                return Behaviors.stopped();
            }
        }
    }
}
