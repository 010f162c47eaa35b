package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import io.ringkernel.RingKernel;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * How much heap an idle actor takes: many actors with a field, each of which has handled one
 * message, are alive and have nothing to do. What they add to the heap after full collections,
 * divided by their number, is everything: mailbox, name, entries in tables.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class IdleActors {

    static final String NAME = "idle-actors";

    /** In front of the bytes of an actor. */
    static final String BYTES = "bytes ";

    private static final int COLLECTIONS = 4;

    private IdleActors() {}

    /** Returns how many actors are alive at once. */
    static int count(boolean smoke) {
        return smoke ? 1000 : 1_000_000;
    }

    /**
     * Measures one library in this JVM.
     *
     * @param args library, whether the actors have names, how many
     */
    public static void main(String[] args) throws Exception {
        boolean named = Boolean.parseBoolean(args[1]);
        int actors = Integer.parseInt(args[2]);
        double bytes =
                switch (Library.valueOf(args[0])) {
                    case OURS -> ours(named, actors);
                    case PEKKO -> pekko(named, actors);
                };
        System.out.println(BYTES + bytes);
    }

    private static double ours(boolean named, int actors) throws Exception {
        try (RingKernel runtime = RingKernels.start(SavinaFork.THREADS)) {
            RingKernels.ask(
                    runtime,
                    new Ours.Root(named, 10),
                    ActorOptions.defaults(),
                    new Ours.Start(),
                    Ours.Alive::actors);
            long before = used();
            ActorRef<Ours.ToRoot, Ours.Alive> root =
                    runtime.spawn(
                            "root",
                            new Ours.Root(named, actors),
                            ActorOptions.defaults().withMailboxCapacity(1 << 20));
            long alive =
                    root.ask(new Ours.Start(), RingKernels.LIMIT)
                            .toCompletableFuture()
                            .get(RingKernels.LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .actors();
            double bytes = (double) (used() - before) / alive;
            runtime.terminate(root);
            return bytes;
        }
    }

    private static double pekko(boolean named, int actors) throws Exception {
        ActorSystem<SpawnProtocol.Command> system =
                Pekko.start(SavinaFork.THREADS, Pekko.DEFAULT_THROUGHPUT);
        try {
            alive(system, named, 10);
            long before = used();
            long alive = alive(system, named, actors);
            return (double) (used() - before) / alive;
        } finally {
            Pekko.stop(system);
        }
    }

    private static long alive(ActorSystem<SpawnProtocol.Command> system, boolean named, int actors)
            throws Exception {
        CompletableFuture<Long> alive = new CompletableFuture<>();
        Pekko.spawn(system, Theirs.Root.create(named, actors, alive::complete));
        return alive.get(Pekko.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns the bytes of heap in use, the least after several full collections. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least =
                    Math.min(
                            least,
                            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToRoot permits Start, Touched {}

        record Start() implements ToRoot {}

        record Touched() implements ToRoot {}

        record Alive(long actors) {}

        record Touch() {}

        @SuppressWarnings("NullAway.Init") // Start sets the field
        static final class Root implements Actor<ToRoot, Alive> {
            private final boolean named;
            private final int actors;
            private long touched;
            private ReplyTo<Alive> whenDone;

            Root(boolean named, int actors) {
                this.named = named;
                this.actors = actors;
            }

            @Override
            public void receive(ToRoot message, ActorContext<Alive> context) {
                switch (message) {
                    case Start() -> {
                        whenDone = context.replyTo();
                        ActorRef<ToRoot, Alive> self = context.self(this).ref();
                        Touch touch = new Touch();
                        for (int i = 0; i < actors; i++) {
                            Idle idle = new Idle(self);
                            ActorRef<Touch, Void> child =
                                    named ? context.spawn("idle" + i, idle) : context.spawn(idle);
                            child.tell(touch);
                        }
                    }
                    case Touched() -> {
                        if (++touched == actors) {
                            whenDone.reply(new Alive(touched));
                        }
                    }
                }
            }
        }

        static final class Idle implements Actor<Touch, Void> {
            private final ActorRef<ToRoot, Alive> root;
            private long touches;

            Idle(ActorRef<ToRoot, Alive> root) {
                this.root = root;
            }

            @Override
            public void receive(Touch message, ActorContext<Void> context) {
                if (++touches == 1) {
                    root.tell(new Touched());
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Touched() {}

        record Touch() {}

        static final class Root {
            private final int actors;
            private final Consumer<Long> whenDone;
            private long touched;

            private Root(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Touched> context,
                    boolean named,
                    int actors,
                    Consumer<Long> whenDone) {
                this.actors = actors;
                this.whenDone = whenDone;
                Touch touch = new Touch();
                for (int i = 0; i < actors; i++) {
                    Behavior<Touch> idle = Idle.create(context.getSelf());
                    org.apache.pekko.actor.typed.ActorRef<Touch> child =
                            named ? context.spawn(idle, "idle" + i) : context.spawnAnonymous(idle);
                    child.tell(touch);
                }
            }

            static Behavior<Touched> create(boolean named, int actors, Consumer<Long> whenDone) {
                return Behaviors.setup(context -> {
                    Root root = new Root(context, named, actors, whenDone);
                    return Behaviors.receiveMessage(_ -> root.onTouched());
                });
            }

            private Behavior<Touched> onTouched() {
                if (++touched == actors) {
                    whenDone.accept(touched);
                }
                return Behaviors.same();
            }
        }

        static final class Idle {
            private final org.apache.pekko.actor.typed.ActorRef<Touched> root;
            private long touches;

            private Idle(org.apache.pekko.actor.typed.ActorRef<Touched> root) {
                this.root = root;
            }

            static Behavior<Touch> create(org.apache.pekko.actor.typed.ActorRef<Touched> root) {
                return Behaviors.setup(_ -> {
                    Idle idle = new Idle(root);
                    return Behaviors.receiveMessage(_ -> idle.onTouch());
                });
            }

            private Behavior<Touch> onTouch() {
                if (++touches == 1) {
                    root.tell(new Touched());
                }
                return Behaviors.same();
            }
        }
    }
}
