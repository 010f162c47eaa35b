package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Savina's {@code uct}, the unbalanced cobwebbed tree: every node asks the root whether it may have
 * ten children; when the tree is as large as it may get, it is traversed, and each node computes.
 *
 * <p>The k-th node that asks gets the k-th decision, so the shape depends on the order of things,
 * but not how many nodes there are and what they compute: the checksum is of both.
 *
 * <p>Scaled: 50,000 nodes, not 200,000. Two things differ from the suite, which ends while parts of
 * the tree still grow, and whose computation is an empty loop that a compiler leaves out. Here the
 * traversal begins when each node has its decision, and ends when each has reported to its parent;
 * a unit of computation is a step of a generator. Heights and grants that are only printed are not
 * kept.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Uct {

    private static final int CHILDREN = 10;
    private static final int BEFORE_ASKING = 100;

    private Uct() {}

    static Scenario scenario(boolean smoke) {
        int nodes = smoke ? 500 : 50_000;
        return new Scenario(
                "uct",
                Map.of("maxNodes", nodes, "children", CHILDREN),
                expected(nodes),
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Root(nodes),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Total::checksum),
                system -> Pekko.run(system, result -> Theirs.Root.create(nodes, result)));
    }

    private static long expected(int maxNodes) {
        Growth growth = new Growth(maxNodes);
        long work = CHILDREN * workOf(growth.computation());
        while (!growth.isOver()) {
            if (growth.mayGrow()) {
                work += CHILDREN * workOf(growth.computation());
            }
        }
        return checksum(growth.size(), work);
    }

    private static long checksum(int nodes, long work) {
        return work * 31 + nodes;
    }

    private static long workOf(int computation) {
        return compute(BEFORE_ASKING) + compute(computation);
    }

    private static long compute(int steps) {
        long x = steps;
        for (int i = 0; i < steps; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        return x >>> 33;
    }

    /** What the root decides, and how far the tree has grown by it. */
    private static final class Growth {
        private static final int MEAN = 500;
        private static final int DEVIATION = 100;
        private static final int URGENT_PERCENT = 50;

        private final Random random = new Random(2);
        private final int maxNodes;
        private int size = 1 + CHILDREN;
        private int undecided = CHILDREN;
        private int computation = nextComputation();
        private int urgentChild = -1;

        Growth(int maxNodes) {
            this.maxNodes = maxNodes;
        }

        /** Decides whether one more node may have children. */
        boolean mayGrow() {
            undecided--;
            if (size + CHILDREN > maxNodes || !random.nextBoolean()) {
                return false;
            }
            computation = nextComputation();
            urgentChild = random.nextInt(100) > URGENT_PERCENT ? -1 : random.nextInt(CHILDREN);
            size += CHILDREN;
            undecided += CHILDREN;
            return true;
        }

        private int nextComputation() {
            while (true) {
                int drawn = (int) Math.round(random.nextGaussian() * DEVIATION + MEAN);
                if (drawn > 0) {
                    return drawn;
                }
            }
        }

        boolean isOver() {
            return undecided == 0;
        }

        int size() {
            return size;
        }

        int computation() {
            return computation;
        }

        /** Returns which of the children is to be traversed first; -1 if none is. */
        int urgentChild() {
            return urgentChild;
        }
    }

    /** What a node and those below it have done, while it waits for them. */
    private static final class Tally {
        private int nodes = 1;
        private long work;
        private int left;

        void expect(int reports) {
            left = reports;
        }

        void computed(long more) {
            work += more;
        }

        /** Takes the report of a child; returns whether it was the last. */
        boolean add(int childNodes, long childWork) {
            nodes += childNodes;
            work += childWork;
            left--;
            return left == 0;
        }

        int nodes() {
            return nodes;
        }

        long work() {
            return work;
        }
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToRoot permits Start, MayGrow, Visited {}

        sealed interface ToNode permits Ask, Grow, Traverse, Visited {}

        record Start() implements ToRoot {}

        record MayGrow(ActorRef<ToNode, Void> node) implements ToRoot {}

        record Visited(int nodes, long work) implements ToRoot, ToNode {}

        record Ask() implements ToNode {}

        record Grow(int computation, int urgentChild) implements ToNode {}

        record Traverse() implements ToNode {}

        record Total(long checksum) {}

        private static final Ask ASK = new Ask();
        private static final Traverse TRAVERSE = new Traverse();

        static final class Root implements Actor<ToRoot, Total> {
            private final Growth growth;
            private final Tally tally = new Tally();
            private List<ActorRef<ToNode, Void>> children = List.of();
            private @Nullable ReplyTo<Total> whenDone;

            Root(int maxNodes) {
                this.growth = new Growth(maxNodes);
            }

            @Override
            public void receive(ToRoot message, ActorContext<Total> context) {
                switch (message) {
                    case Start() -> {
                        whenDone = context.replyTo();
                        ActorRef<ToRoot, Total> self = context.self(this).ref();
                        children = spawn(context, self, self, growth.computation());
                    }
                    case MayGrow(ActorRef<ToNode, Void> node) -> {
                        if (growth.mayGrow()) {
                            node.tell(new Grow(growth.computation(), growth.urgentChild()));
                        }
                        if (growth.isOver()) {
                            tally.expect(children.size());
                            children.forEach(child -> child.tell(TRAVERSE));
                        }
                    }
                    case Visited(int nodes, long work) -> {
                        if (tally.add(nodes, work) && whenDone != null) {
                            whenDone.reply(new Total(checksum(tally.nodes(), tally.work())));
                        }
                    }
                }
            }
        }

        static final class Node implements Actor<ToNode, Void> {
            private final ActorRef<ToRoot, Total> root;
            private final ActorRef<? super Visited, ?> parent;
            private final int computation;
            private final Tally tally = new Tally();
            private List<ActorRef<ToNode, Void>> children = List.of();
            private int urgentChild = -1;

            Node(
                    ActorRef<ToRoot, Total> root,
                    ActorRef<? super Visited, ?> parent,
                    int computation) {
                this.root = root;
                this.parent = parent;
                this.computation = computation;
            }

            @Override
            public void receive(ToNode message, ActorContext<Void> context) {
                switch (message) {
                    case Ask() -> {
                        tally.computed(compute(BEFORE_ASKING));
                        root.tell(new MayGrow(context.self(this).ref()));
                    }
                    case Grow(int computationOfChildren, int urgent) -> {
                        urgentChild = urgent;
                        ActorRef<ToNode, Void> self = context.self(this).ref();
                        children = spawn(context, root, self, computationOfChildren);
                    }
                    case Traverse() -> traverse();
                    case Visited(int nodes, long work) -> {
                        if (tally.add(nodes, work)) {
                            report();
                        }
                    }
                }
            }

            private void traverse() {
                tally.computed(compute(computation));
                if (children.isEmpty()) {
                    report();
                    return;
                }
                tally.expect(children.size());
                if (urgentChild >= 0) {
                    children.get(urgentChild).tell(TRAVERSE);
                }
                for (int i = 0; i < children.size(); i++) {
                    if (i != urgentChild) {
                        children.get(i).tell(TRAVERSE);
                    }
                }
            }

            private void report() {
                parent.tell(new Visited(tally.nodes(), tally.work()));
            }
        }

        private static List<ActorRef<ToNode, Void>> spawn(
                ActorContext<?> context,
                ActorRef<ToRoot, Total> root,
                ActorRef<? super Visited, ?> parent,
                int computation) {
            List<ActorRef<ToNode, Void>> children = new ArrayList<>(CHILDREN);
            for (int i = 0; i < CHILDREN; i++) {
                children.add(context.spawn(new Node(root, parent, computation)));
            }
            children.forEach(child -> child.tell(ASK));
            return children;
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        sealed interface ToRoot permits MayGrow, Visited {}

        sealed interface ToNode permits Ask, Grow, Traverse, Visited {}

        record MayGrow(org.apache.pekko.actor.typed.ActorRef<ToNode> node) implements ToRoot {}

        record Visited(int nodes, long work) implements ToRoot, ToNode {}

        record Ask() implements ToNode {}

        record Grow(int computation, int urgentChild) implements ToNode {}

        record Traverse() implements ToNode {}

        private static final Ask ASK = new Ask();
        private static final Traverse TRAVERSE = new Traverse();

        static final class Root extends AbstractBehavior<ToRoot> {
            private final CompletableFuture<Long> result;
            private final Growth growth;
            private final Tally tally = new Tally();
            private final List<org.apache.pekko.actor.typed.ActorRef<ToNode>> children;

            private Root(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToRoot> context,
                    int maxNodes,
                    CompletableFuture<Long> result) {
                super(context);
                this.result = result;
                this.growth = new Growth(maxNodes);
                this.children =
                        spawn(context, context.getSelf(), context.getSelf(), growth.computation());
            }

            static Behavior<ToRoot> create(int maxNodes, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> new Root(context, maxNodes, result));
            }

            @Override
            public Receive<ToRoot> createReceive() {
                return newReceiveBuilder()
                        .onAnyMessage(this::receive)
                        .onSignal(PostStop.class, _ -> stopped())
                        .build();
            }

            private Behavior<ToRoot> receive(ToRoot message) {
                switch (message) {
                    case MayGrow(org.apache.pekko.actor.typed.ActorRef<ToNode> node) -> {
                        if (growth.mayGrow()) {
                            node.tell(new Grow(growth.computation(), growth.urgentChild()));
                        }
                        if (growth.isOver()) {
                            tally.expect(children.size());
                            children.forEach(child -> child.tell(TRAVERSE));
                        }
                    }
                    case Visited(int nodes, long work) -> {
                        if (tally.add(nodes, work)) {
                            return Behaviors.stopped();
                        }
                    }
                }
                return this;
            }

            private Behavior<ToRoot> stopped() {
                result.complete(checksum(tally.nodes(), tally.work()));
                return this;
            }
        }

        static final class Node extends AbstractBehavior<ToNode> {
            private final org.apache.pekko.actor.typed.ActorRef<ToRoot> root;
            private final org.apache.pekko.actor.typed.ActorRef<? super Visited> parent;
            private final int computation;
            private final Tally tally = new Tally();
            private List<org.apache.pekko.actor.typed.ActorRef<ToNode>> children = List.of();
            private int urgentChild = -1;

            private Node(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToNode> context,
                    org.apache.pekko.actor.typed.ActorRef<ToRoot> root,
                    org.apache.pekko.actor.typed.ActorRef<? super Visited> parent,
                    int computation) {
                super(context);
                this.root = root;
                this.parent = parent;
                this.computation = computation;
            }

            static Behavior<ToNode> create(
                    org.apache.pekko.actor.typed.ActorRef<ToRoot> root,
                    org.apache.pekko.actor.typed.ActorRef<? super Visited> parent,
                    int computation) {
                return Behaviors.setup(context -> new Node(context, root, parent, computation));
            }

            @Override
            public Receive<ToNode> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<ToNode> receive(ToNode message) {
                switch (message) {
                    case Ask() -> {
                        tally.computed(compute(BEFORE_ASKING));
                        root.tell(new MayGrow(getContext().getSelf()));
                    }
                    case Grow(int computationOfChildren, int urgent) -> {
                        urgentChild = urgent;
                        children =
                                spawn(
                                        getContext(),
                                        root,
                                        getContext().getSelf(),
                                        computationOfChildren);
                    }
                    case Traverse() -> traverse();
                    case Visited(int nodes, long work) -> {
                        if (tally.add(nodes, work)) {
                            report();
                        }
                    }
                }
                return this;
            }

            private void traverse() {
                tally.computed(compute(computation));
                if (children.isEmpty()) {
                    report();
                    return;
                }
                tally.expect(children.size());
                if (urgentChild >= 0) {
                    children.get(urgentChild).tell(TRAVERSE);
                }
                for (int i = 0; i < children.size(); i++) {
                    if (i != urgentChild) {
                        children.get(i).tell(TRAVERSE);
                    }
                }
            }

            private void report() {
                parent.tell(new Visited(tally.nodes(), tally.work()));
            }
        }

        private static List<org.apache.pekko.actor.typed.ActorRef<ToNode>> spawn(
                org.apache.pekko.actor.typed.javadsl.ActorContext<?> context,
                org.apache.pekko.actor.typed.ActorRef<ToRoot> root,
                org.apache.pekko.actor.typed.ActorRef<? super Visited> parent,
                int computation) {
            List<org.apache.pekko.actor.typed.ActorRef<ToNode>> children =
                    new ArrayList<>(CHILDREN);
            for (int i = 0; i < CHILDREN; i++) {
                children.add(context.spawnAnonymous(Node.create(root, parent, computation)));
            }
            children.forEach(child -> child.tell(ASK));
            return children;
        }
    }
}
