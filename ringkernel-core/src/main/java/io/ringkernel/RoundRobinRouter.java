package io.ringkernel;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One after the other. */
final class RoundRobinRouter<M, R> extends ChoosingRouter<M, R> {

    private final AtomicLong turn = new AtomicLong();

    RoundRobinRouter(List<? extends ActorRef<M, R>> routees) {
        super("round-robin", routees);
    }

    @Override
    ActorRef<M, R> choose(M message) {
        List<ActorRef<M, R>> all = routees();
        int size = all.size();
        int index = 0;
        for (int i = 0;
                i < size;
                i++) { // each takes a turn, so that no neighbour of a dead one gets double
            index = (int) (turn.getAndIncrement() % size);
            if (all.get(index).state().isAlive()) {
                return all.get(index);
            }
        }
        return aliveFrom(index); // other threads may have taken the turns of those alive
    }

    private ActorRef<M, R> aliveFrom(int start) {
        List<ActorRef<M, R>> all = routees();
        for (int i = 0; i < all.size(); i++) {
            ActorRef<M, R> routee = all.get((start + i) % all.size());
            if (routee.state().isAlive()) {
                return routee;
            }
        }
        return all.get(start);
    }
}
