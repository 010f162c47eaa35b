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

/** Savina's {@code pingpong}: two actors send one message to and fro. */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class PingPong {

    private PingPong() {}

    static Scenario scenario(boolean smoke) {
        int pings = smoke ? 100 : 400_000;
        return new Scenario(
                "ping-pong",
                Map.of("pings", pings),
                pings,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Ping(pings),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Done::pongs),
                system -> Pekko.run(system, result -> Theirs.Ping.create(pings, result)));
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToPing permits Start, Pong {}

        record Start() implements ToPing {}

        record Pong() implements ToPing {}

        record Done(long pongs) {}

        record Serve(ActorRef<ToPing, Done> sender) {}

        @SuppressWarnings("NullAway.Init") // Start sets the fields
        static final class Ping implements Actor<ToPing, Done> {
            private final int pings;
            private long pongs;
            private ActorRef<Serve, Void> partner;
            private Serve ball;
            private ReplyTo<Done> whenDone;

            Ping(int pings) {
                this.pings = pings;
            }

            @Override
            public void receive(ToPing message, ActorContext<Done> context) {
                switch (message) {
                    case Start() -> {
                        partner = context.spawn("pong", new Ponger());
                        ball = new Serve(context.self(this).ref());
                        whenDone = context.replyTo();
                        partner.tell(ball);
                    }
                    case Pong() -> {
                        pongs++;
                        if (pongs < pings) {
                            partner.tell(ball);
                        } else {
                            whenDone.reply(new Done(pongs));
                        }
                    }
                }
            }
        }

        static final class Ponger implements Actor<Serve, Void> {
            private final Pong pong = new Pong();

            @Override
            public void receive(Serve message, ActorContext<Void> context) {
                message.sender().tell(pong);
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Pong() {}

        record Serve(org.apache.pekko.actor.typed.ActorRef<Pong> sender) {}

        static final class Ping {
            private final int pings;
            private final CompletableFuture<Long> result;
            private final org.apache.pekko.actor.typed.ActorRef<Serve> partner;
            private final Serve ball;
            private long pongs;

            private Ping(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Pong> context,
                    int pings,
                    CompletableFuture<Long> result) {
                this.pings = pings;
                this.result = result;
                this.partner = context.spawn(ponger(), "pong");
                this.ball = new Serve(context.getSelf());
                partner.tell(ball);
            }

            static Behavior<Pong> create(int pings, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> {
                    Ping ping = new Ping(context, pings, result);
                    return Behaviors.receive(
                            (_, _) -> ping.onPong(), (_, signal) -> ping.onSignal(signal));
                });
            }

            private Behavior<Pong> onPong() {
                pongs++;
                if (pongs < pings) {
                    partner.tell(ball);
                    return Behaviors.same();
                }
                return Behaviors.stopped();
            }

            private Behavior<Pong> onSignal(Signal signal) {
                if (signal instanceof PostStop) {
                    result.complete(pongs);
                }
                return Behaviors.same();
            }
        }

        static Behavior<Serve> ponger() {
            Pong pong = new Pong();
            return Behaviors.receiveMessage(ball -> {
                ball.sender().tell(pong);
                return Behaviors.same();
            });
        }
    }
}
