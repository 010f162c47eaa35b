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
 * Savina's {@code count}: one actor sends another a stream of messages, then asks for the count.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Counting {

    private Counting() {}

    static Scenario scenario(boolean smoke) {
        int messages = smoke ? 100 : 2_000_000;
        return new Scenario(
                "counting",
                Map.of("messages", messages),
                messages,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Producer(messages),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Count::value),
                system -> Pekko.run(system, result -> Theirs.Producer.create(messages, result)));
    }

    /** On this library. */
    static final class Ours {

        /** As good as unbounded, which the other side's mailboxes are. */
        private static final ActorOptions LARGE =
                ActorOptions.defaults().withMailboxCapacity(1 << 22);

        private Ours() {}

        sealed interface ToProducer permits Start, Count {}

        record Start() implements ToProducer {}

        record Count(long value) implements ToProducer {}

        sealed interface ToCounter permits Increment, Retrieve {}

        record Increment() implements ToCounter {}

        record Retrieve(ActorRef<ToProducer, Count> sender) implements ToCounter {}

        @SuppressWarnings("NullAway.Init") // Start sets the field
        static final class Producer implements Actor<ToProducer, Count> {
            private final int messages;
            private ReplyTo<Count> whenDone;

            Producer(int messages) {
                this.messages = messages;
            }

            @Override
            public void receive(ToProducer message, ActorContext<Count> context) {
                switch (message) {
                    case Start() -> {
                        whenDone = context.replyTo();
                        ActorRef<ToCounter, Void> counter =
                                context.spawn("counter", new Counter(), LARGE);
                        Increment increment = new Increment();
                        for (int i = 0; i < messages; i++) {
                            counter.tell(increment);
                        }
                        counter.tell(new Retrieve(context.self(this).ref()));
                    }
                    case Count count -> whenDone.reply(count);
                }
            }
        }

        static final class Counter implements Actor<ToCounter, Void> {
            private long count;

            @Override
            public void receive(ToCounter message, ActorContext<Void> context) {
                switch (message) {
                    case Increment() -> count++;
                    case Retrieve(var sender) -> sender.tell(new Count(count));
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Count(long value) {}

        sealed interface ToCounter permits Increment, Retrieve {}

        record Increment() implements ToCounter {}

        record Retrieve(org.apache.pekko.actor.typed.ActorRef<Count> sender) implements ToCounter {}

        static final class Producer {
            private final CompletableFuture<Long> result;
            private long count;

            private Producer(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Count> context,
                    int messages,
                    CompletableFuture<Long> result) {
                this.result = result;
                org.apache.pekko.actor.typed.ActorRef<ToCounter> counter =
                        context.spawn(Counter.create(), "counter");
                Increment increment = new Increment();
                for (int i = 0; i < messages; i++) {
                    counter.tell(increment);
                }
                counter.tell(new Retrieve(context.getSelf()));
            }

            static Behavior<Count> create(int messages, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> {
                    Producer producer = new Producer(context, messages, result);
                    return Behaviors.receive(
                            (_, count) -> producer.onCount(count),
                            (_, signal) -> producer.onSignal(signal));
                });
            }

            private Behavior<Count> onCount(Count message) {
                count = message.value();
                return Behaviors.stopped();
            }

            private Behavior<Count> onSignal(Signal signal) {
                if (signal instanceof PostStop) {
                    result.complete(count);
                }
                return Behaviors.same();
            }
        }

        static final class Counter {
            private long count;

            static Behavior<ToCounter> create() {
                return Behaviors.setup(_ -> {
                    Counter counter = new Counter();
                    return Behaviors.receiveMessage(counter::onMessage);
                });
            }

            private Behavior<ToCounter> onMessage(ToCounter message) {
                switch (message) {
                    case Increment() -> count++;
                    case Retrieve(var sender) -> sender.tell(new Count(count));
                }
                return Behaviors.same();
            }
        }
    }
}
