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
 * Savina's {@code fjcreate}: actors are spawned, each handles one message and ends. Here each also
 * tells the root that it has, which makes a checksum.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class ForkJoinCreate {

    private ForkJoinCreate() {}

    static Scenario scenario(boolean smoke) {
        int actors = smoke ? 100 : 100_000;
        return new Scenario(
                "fork-join-create",
                Map.of("actors", actors),
                actors,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Root(actors),
                                ActorOptions.defaults().withMailboxCapacity(1 << 17),
                                new Ours.Start(),
                                Ours.Total::actors),
                system -> Pekko.run(system, result -> Theirs.Root.create(actors, result)));
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToRoot permits Start, Done {}

        record Start() implements ToRoot {}

        record Done() implements ToRoot {}

        record Total(long actors) {}

        record Work(double theta) {}

        @SuppressWarnings("NullAway.Init") // Start sets the field
        static final class Root implements Actor<ToRoot, Total> {
            private final int actors;
            private long done;
            private ReplyTo<Total> whenDone;

            Root(int actors) {
                this.actors = actors;
            }

            @Override
            public void receive(ToRoot message, ActorContext<Total> context) {
                switch (message) {
                    case Start() -> {
                        whenDone = context.replyTo();
                        ActorRef<ToRoot, Total> self = context.self(this).ref();
                        Work work = new Work(Computation.THETA);
                        for (int i = 0; i < actors; i++) {
                            context.spawn(new Worker(self)).tell(work);
                        }
                    }
                    case Done() -> {
                        if (++done == actors) {
                            whenDone.reply(new Total(done));
                        }
                    }
                }
            }
        }

        static final class Worker implements Actor<Work, Void> {
            private static final Done DONE = new Done();
            private final ActorRef<ToRoot, Total> root;

            Worker(ActorRef<ToRoot, Total> root) {
                this.root = root;
            }

            @Override
            public void receive(Work work, ActorContext<Void> context) {
                Computation.perform(work.theta());
                root.tell(DONE);
                context.stop();
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Done() {}

        record Work(double theta) {}

        static final class Root {
            private final int actors;
            private final CompletableFuture<Long> result;
            private long done;

            private Root(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Done> context,
                    int actors,
                    CompletableFuture<Long> result) {
                this.actors = actors;
                this.result = result;
                Work work = new Work(Computation.THETA);
                for (int i = 0; i < actors; i++) {
                    context.spawnAnonymous(worker(context.getSelf())).tell(work);
                }
            }

            static Behavior<Done> create(int actors, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> {
                    Root root = new Root(context, actors, result);
                    return Behaviors.receive(
                            (_, _) -> root.onDone(), (_, signal) -> root.onSignal(signal));
                });
            }

            private Behavior<Done> onDone() {
                return ++done == actors ? Behaviors.stopped() : Behaviors.same();
            }

            private Behavior<Done> onSignal(Signal signal) {
                if (signal instanceof PostStop) {
                    result.complete(done);
                }
                return Behaviors.same();
            }
        }

        private static final Done DONE = new Done();

        static Behavior<Work> worker(org.apache.pekko.actor.typed.ActorRef<Done> root) {
            return Behaviors.receiveMessage(work -> {
                Computation.perform(work.theta());
                root.tell(DONE);
                return Behaviors.stopped();
            });
        }
    }
}
