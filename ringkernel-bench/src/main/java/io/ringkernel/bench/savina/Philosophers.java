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
 * Savina's {@code philosopher}: the philosophers ask an arbitrator for both of their forks. Who is
 * denied them asks again at once, so how many messages there are depends on the order of things.
 *
 * <p>The checksum is the number of meals. The sizes are the suite's.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Philosophers {

    private Philosophers() {}

    static Scenario scenario(boolean smoke) {
        int philosophers = smoke ? 5 : 20;
        int meals = smoke ? 100 : 10_000;
        return new Scenario(
                "philosophers",
                Map.of("philosophers", philosophers, "meals", meals),
                (long) philosophers * meals,
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Arbitrator(philosophers, meals),
                                ActorOptions.defaults(),
                                new Ours.Open(),
                                Ours.Total::meals),
                system ->
                        Pekko.run(
                                system,
                                result -> Theirs.Arbitrator.create(philosophers, meals, result)));
    }

    /** The forks on the table: philosopher {@code i} has {@code i} and the one after it. */
    private static final class Forks {
        private final boolean[] taken;

        Forks(int forks) {
            taken = new boolean[forks];
        }

        boolean take(int philosopher) {
            int right = (philosopher + 1) % taken.length;
            if (taken[philosopher] || taken[right]) {
                return false;
            }
            taken[philosopher] = true;
            taken[right] = true;
            return true;
        }

        void putBack(int philosopher) {
            taken[philosopher] = false;
            taken[(philosopher + 1) % taken.length] = false;
        }
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToArbitrator permits Open, Hungry, Sated, Leaves {}

        record Open() implements ToArbitrator {}

        record Hungry(int id, ActorRef<ToPhilosopher, Void> philosopher) implements ToArbitrator {}

        record Sated(int id) implements ToArbitrator {}

        record Leaves(int meals) implements ToArbitrator {}

        record Total(long meals) {}

        static final class Arbitrator implements Actor<ToArbitrator, Total> {
            private static final Eat EAT = new Eat();
            private static final Denied DENIED = new Denied();

            private final int philosophers;
            private final int meals;
            private final Forks forks;
            private @Nullable ReplyTo<Total> whenDone;
            private int left;
            private long eaten;

            Arbitrator(int philosophers, int meals) {
                this.philosophers = philosophers;
                this.meals = meals;
                this.forks = new Forks(philosophers);
            }

            @Override
            public void receive(ToArbitrator message, ActorContext<Total> context) {
                switch (message) {
                    case Open() -> {
                        whenDone = context.replyTo();
                        ActorRef<ToArbitrator, Total> self = context.self(this).ref();
                        for (int id = 0; id < philosophers; id++) {
                            context.spawn(new Philosopher(id, meals, self)).tell(new Think());
                        }
                    }
                    case Hungry(int id, ActorRef<ToPhilosopher, Void> philosopher) ->
                            philosopher.tell(forks.take(id) ? EAT : DENIED);
                    case Sated(int id) -> forks.putBack(id);
                    case Leaves(int had) -> {
                        eaten += had;
                        left++;
                        if (left == philosophers && whenDone != null) {
                            whenDone.reply(new Total(eaten));
                        }
                    }
                }
            }
        }

        sealed interface ToPhilosopher permits Think, Eat, Denied {}

        record Think() implements ToPhilosopher {}

        record Eat() implements ToPhilosopher {}

        record Denied() implements ToPhilosopher {}

        static final class Philosopher implements Actor<ToPhilosopher, Void> {
            private static final Think THINK = new Think();

            private final int id;
            private final int meals;
            private final ActorRef<ToArbitrator, Total> arbitrator;
            private final Sated sated;
            private @Nullable Hungry hungry;
            private int eaten;

            Philosopher(int id, int meals, ActorRef<ToArbitrator, Total> arbitrator) {
                this.id = id;
                this.meals = meals;
                this.arbitrator = arbitrator;
                this.sated = new Sated(id);
            }

            @Override
            public void receive(ToPhilosopher message, ActorContext<Void> context) {
                switch (message) {
                    case Think() -> arbitrator.tell(hungry(context));
                    case Denied() -> arbitrator.tell(hungry(context));
                    case Eat() -> {
                        eaten++;
                        arbitrator.tell(sated);
                        if (eaten < meals) {
                            context.self(this).ref().tell(THINK);
                        } else {
                            arbitrator.tell(new Leaves(eaten));
                        }
                    }
                }
            }

            /** Made once: a constructor has no context, and so no reference to itself. */
            private Hungry hungry(ActorContext<Void> context) {
                Hungry made = hungry;
                if (made == null) {
                    made = new Hungry(id, context.self(this).ref());
                    hungry = made;
                }
                return made;
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        sealed interface ToArbitrator permits Hungry, Sated, Leaves {}

        record Hungry(int id, org.apache.pekko.actor.typed.ActorRef<ToPhilosopher> philosopher)
                implements ToArbitrator {}

        record Sated(int id) implements ToArbitrator {}

        record Leaves(int meals) implements ToArbitrator {}

        static final class Arbitrator extends AbstractBehavior<ToArbitrator> {
            private static final Eat EAT = new Eat();
            private static final Denied DENIED = new Denied();

            private final int philosophers;
            private final CompletableFuture<Long> result;
            private final Forks forks;
            private int left;
            private long eaten;

            private Arbitrator(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToArbitrator> context,
                    int philosophers,
                    int meals,
                    CompletableFuture<Long> result) {
                super(context);
                this.philosophers = philosophers;
                this.result = result;
                this.forks = new Forks(philosophers);
                for (int id = 0; id < philosophers; id++) {
                    context.spawnAnonymous(Philosopher.create(id, meals, context.getSelf()))
                            .tell(new Think());
                }
            }

            static Behavior<ToArbitrator> create(
                    int philosophers, int meals, CompletableFuture<Long> result) {
                return Behaviors.setup(
                        context -> new Arbitrator(context, philosophers, meals, result));
            }

            @Override
            public Receive<ToArbitrator> createReceive() {
                return newReceiveBuilder()
                        .onAnyMessage(this::receive)
                        .onSignal(PostStop.class, _ -> stopped())
                        .build();
            }

            private Behavior<ToArbitrator> receive(ToArbitrator message) {
                switch (message) {
                    case Hungry(
                                    int id,
                                    org.apache.pekko.actor.typed.ActorRef<ToPhilosopher>
                                            philosopher) ->
                            philosopher.tell(forks.take(id) ? EAT : DENIED);
                    case Sated(int id) -> forks.putBack(id);
                    case Leaves(int had) -> {
                        eaten += had;
                        left++;
                        if (left == philosophers) {
                            return Behaviors.stopped();
                        }
                    }
                }
                return this;
            }

            private Behavior<ToArbitrator> stopped() {
                result.complete(eaten);
                return this;
            }
        }

        sealed interface ToPhilosopher permits Think, Eat, Denied {}

        record Think() implements ToPhilosopher {}

        record Eat() implements ToPhilosopher {}

        record Denied() implements ToPhilosopher {}

        static final class Philosopher extends AbstractBehavior<ToPhilosopher> {
            private static final Think THINK = new Think();

            private final int meals;
            private final org.apache.pekko.actor.typed.ActorRef<ToArbitrator> arbitrator;
            private final Hungry hungry;
            private final Sated sated;
            private int eaten;

            private Philosopher(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToPhilosopher> context,
                    int id,
                    int meals,
                    org.apache.pekko.actor.typed.ActorRef<ToArbitrator> arbitrator) {
                super(context);
                this.meals = meals;
                this.arbitrator = arbitrator;
                this.hungry = new Hungry(id, context.getSelf());
                this.sated = new Sated(id);
            }

            static Behavior<ToPhilosopher> create(
                    int id,
                    int meals,
                    org.apache.pekko.actor.typed.ActorRef<ToArbitrator> arbitrator) {
                return Behaviors.setup(context -> new Philosopher(context, id, meals, arbitrator));
            }

            @Override
            public Receive<ToPhilosopher> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<ToPhilosopher> receive(ToPhilosopher message) {
                switch (message) {
                    case Think() -> arbitrator.tell(hungry);
                    case Denied() -> arbitrator.tell(hungry);
                    case Eat() -> {
                        eaten++;
                        arbitrator.tell(sated);
                        if (eaten < meals) {
                            getContext().getSelf().tell(THINK);
                        } else {
                            arbitrator.tell(new Leaves(eaten));
                        }
                    }
                }
                return this;
            }
        }
    }
}
