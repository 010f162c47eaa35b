package io.ringkernel;

import io.ringkernel.spi.ActorCell;
import java.util.List;
import java.util.stream.Collectors;

/** What all routers have in common: routees, and a name and a state made of theirs. Thread-safe. */
abstract class Router<M, R> implements ActorRef<M, R> {

    private static final int NAMED = 4;

    private final String name;
    private final List<ActorRef<M, R>> routees;

    Router(String kind, List<? extends ActorRef<M, R>> routees) {
        this.routees = List.copyOf(routees);
        if (this.routees.isEmpty()) {
            throw new IllegalArgumentException("a router needs routees: kind=" + kind);
        }
        this.name = name(kind, this.routees);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final ActorState state() {
        ActorState best = ActorState.TERMINATED;
        for (int i = 0; i < routees.size(); i++) {
            ActorState state = routees.get(i).state();
            if (rank(state) > rank(best)) {
                best = state;
            }
        }
        return best;
    }

    @Override
    public final String toString() {
        return name;
    }

    /** Returns the routees; not empty, with access by index. */
    final List<ActorRef<M, R>> routees() {
        return routees;
    }

    /** Returns how many messages wait; what is known of none counts 0. */
    static int queued(ActorRef<?, ?> actor) {
        return switch (actor) {
            case ActorCell<?, ?> cell -> cell.queued();
            case CreditedRef<?, ?> edge -> queued(edge.actor());
            case Router<?, ?> router -> router.queued();
            default -> 0;
        };
    }

    private int queued() {
        long sum = 0;
        for (int i = 0; i < routees.size(); i++) {
            sum += queued(routees.get(i));
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private static int rank(ActorState state) {
        return switch (state) {
            case TERMINATED -> 0;
            case FAILED -> 1;
            case SPAWNED, RESTARTING -> 2;
            case QUIESCED -> 3;
            case ACTIVE -> 4;
        };
    }

    private static String name(String kind, List<? extends ActorRef<?, ?>> routees) {
        int more = routees.size() - NAMED;
        return routees.stream()
                .limit(NAMED)
                .map(ActorRef::name)
                .collect(
                        Collectors.joining(
                                ", ", kind + "(", more > 0 ? ", " + more + " more)" : ")"));
    }
}
