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
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Savina's {@code chameneos}: creatures of three colours come to a mall, which has two of them meet
 * and change colour, until there have been enough meetings.
 *
 * <p>The checksum is the sum of the meetings that each creature has had: twice their number. The
 * sizes are the suite's.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Chameneos {

    private Chameneos() {}

    static Scenario scenario(boolean smoke) {
        int creatures = smoke ? 10 : 100;
        int meetings = smoke ? 200 : 200_000;
        return new Scenario(
                "chameneos",
                Map.of("creatures", creatures, "meetings", meetings),
                2L * meetings,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Mall(creatures, meetings),
                                ActorOptions.defaults(),
                                new Ours.Open(),
                                Ours.Total::meetings),
                system ->
                        Pekko.run(
                                system, result -> Theirs.Mall.create(creatures, meetings, result)));
    }

    enum Color {
        RED,
        YELLOW,
        BLUE;

        private static final Color[] ALL = values();

        static Color of(int creature) {
            return ALL[creature % ALL.length];
        }

        /** Returns the colour of two that met: the third, or their own if they have the same. */
        Color with(Color other) {
            return this == other ? this : ALL[ALL.length - ordinal() - other.ordinal()];
        }
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToMall permits Open, Meet, Count {}

        sealed interface ToCreature permits Arrive, Meet, Change, Leave {}

        record Open() implements ToMall {}

        record Count(int meetings) implements ToMall {}

        record Arrive() implements ToCreature {}

        record Meet(Color color, ActorRef<ToCreature, Void> creature)
                implements ToMall, ToCreature {}

        record Change(Color color) implements ToCreature {}

        record Leave() implements ToCreature {}

        record Total(long meetings) {}

        static final class Mall implements Actor<ToMall, Total> {
            private final int creatures;
            private int left;
            private @Nullable ActorRef<ToCreature, Void> waiting;
            private @Nullable ReplyTo<Total> whenDone;
            private int counted;
            private long sum;

            Mall(int creatures, int meetings) {
                this.creatures = creatures;
                this.left = meetings;
            }

            @Override
            public void receive(ToMall message, ActorContext<Total> context) {
                switch (message) {
                    case Open() -> {
                        whenDone = context.replyTo();
                        ActorRef<ToMall, Total> self = context.self(this).ref();
                        for (int i = 0; i < creatures; i++) {
                            context.spawn(new Creature(Color.of(i), self)).tell(new Arrive());
                        }
                    }
                    case Meet meet -> arrived(meet);
                    case Count(int meetings) -> {
                        sum += meetings;
                        counted++;
                        if (counted == creatures && whenDone != null) {
                            whenDone.reply(new Total(sum));
                        }
                    }
                }
            }

            private void arrived(Meet meet) {
                if (left == 0) {
                    meet.creature().tell(new Leave());
                } else if (waiting == null) {
                    waiting = meet.creature();
                } else {
                    left--;
                    waiting.tell(meet);
                    waiting = null;
                }
            }
        }

        static final class Creature implements Actor<ToCreature, Void> {
            private final ActorRef<ToMall, Total> mall;
            private Color color;
            private int meetings;

            Creature(Color color, ActorRef<ToMall, Total> mall) {
                this.color = color;
                this.mall = mall;
            }

            @Override
            public void receive(ToCreature message, ActorContext<Void> context) {
                switch (message) {
                    case Arrive() -> arrive(context);
                    case Meet(Color other, ActorRef<ToCreature, Void> creature) -> {
                        color = color.with(other);
                        meetings++;
                        creature.tell(new Change(color));
                        arrive(context);
                    }
                    case Change(Color changed) -> {
                        color = changed;
                        meetings++;
                        arrive(context);
                    }
                    case Leave() -> mall.tell(new Count(meetings));
                }
            }

            private void arrive(ActorContext<Void> context) {
                mall.tell(new Meet(color, context.self(this).ref()));
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        sealed interface ToMall permits Meet, Count {}

        sealed interface ToCreature permits Meet, Change, Leave {}

        record Count(int meetings) implements ToMall {}

        record Meet(Color color, org.apache.pekko.actor.typed.ActorRef<ToCreature> creature)
                implements ToMall, ToCreature {}

        record Change(Color color) implements ToCreature {}

        record Leave() implements ToCreature {}

        static final class Mall extends AbstractBehavior<ToMall> {
            private final int creatures;
            private final CompletableFuture<Long> result;
            private int left;
            private org.apache.pekko.actor.typed.@Nullable ActorRef<ToCreature> waiting;
            private int counted;
            private long sum;

            private Mall(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToMall> context,
                    int creatures,
                    int meetings,
                    CompletableFuture<Long> result) {
                super(context);
                this.creatures = creatures;
                this.left = meetings;
                this.result = result;
                for (int i = 0; i < creatures; i++) {
                    context.spawnAnonymous(Creature.create(Color.of(i), context.getSelf()));
                }
            }

            static Behavior<ToMall> create(
                    int creatures, int meetings, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> new Mall(context, creatures, meetings, result));
            }

            @Override
            public Receive<ToMall> createReceive() {
                return newReceiveBuilder()
                        .onAnyMessage(this::receive)
                        .onSignal(PostStop.class, _ -> stopped())
                        .build();
            }

            private Behavior<ToMall> receive(ToMall message) {
                switch (message) {
                    case Meet meet -> arrived(meet);
                    case Count(int meetings) -> {
                        sum += meetings;
                        counted++;
                        if (counted == creatures) {
                            return Behaviors.stopped();
                        }
                    }
                }
                return this;
            }

            private void arrived(Meet meet) {
                if (left == 0) {
                    meet.creature().tell(new Leave());
                } else if (waiting == null) {
                    waiting = meet.creature();
                } else {
                    left--;
                    waiting.tell(meet);
                    waiting = null;
                }
            }

            private Behavior<ToMall> stopped() {
                result.complete(sum);
                return this;
            }
        }

        static final class Creature extends AbstractBehavior<ToCreature> {
            private final org.apache.pekko.actor.typed.ActorRef<ToMall> mall;
            private Color color;
            private int meetings;

            private Creature(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToCreature> context,
                    Color color,
                    org.apache.pekko.actor.typed.ActorRef<ToMall> mall) {
                super(context);
                this.color = color;
                this.mall = mall;
                arrive();
            }

            static Behavior<ToCreature> create(
                    Color color, org.apache.pekko.actor.typed.ActorRef<ToMall> mall) {
                return Behaviors.setup(context -> new Creature(context, color, mall));
            }

            @Override
            public Receive<ToCreature> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<ToCreature> receive(ToCreature message) {
                switch (message) {
                    case Meet(
                                    Color other,
                                    org.apache.pekko.actor.typed.ActorRef<ToCreature> creature) -> {
                        color = color.with(other);
                        meetings++;
                        creature.tell(new Change(color));
                        arrive();
                    }
                    case Change(Color changed) -> {
                        color = changed;
                        meetings++;
                        arrive();
                    }
                    case Leave() -> mall.tell(new Count(meetings));
                }
                return this;
            }

            private void arrive() {
                mall.tell(new Meet(color, getContext().getSelf()));
            }
        }
    }
}
