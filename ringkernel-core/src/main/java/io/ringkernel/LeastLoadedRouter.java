package io.ringkernel;

import io.ringkernel.spi.ActorCell;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The shortest mailbox; among equals, one after the other. */
final class LeastLoadedRouter<M, R> extends ChoosingRouter<M, R> {

    private final AtomicLong turn = new AtomicLong();

    LeastLoadedRouter(List<? extends ActorRef<M, R>> routees) {
        super("least-loaded", routees);
        for (ActorRef<M, R> routee : routees()) {
            boolean known =
                    routee instanceof ActorCell<?, ?>
                            || routee instanceof CreditedRef<?, ?>
                            || routee instanceof Router<?, ?>;
            if (!known) {
                throw new IllegalArgumentException(
                        "routees of a least-loaded router must be actors or routers: routee="
                                + routee.name());
            }
        }
    }

    @Override
    ActorRef<M, R> choose(M message) {
        List<ActorRef<M, R>> all = routees();
        int size = all.size();
        int start = (int) (turn.getAndIncrement() % size);
        ActorRef<M, R> best = all.get(start);
        int least = Integer.MAX_VALUE;
        boolean found = false;
        for (int i = 0; i < size && least > 0; i++) {
            ActorRef<M, R> routee = all.get((start + i) % size);
            if (routee.state().isAlive()) {
                int load = queued(routee);
                if (!found || load < least) {
                    found = true;
                    least = load;
                    best = routee;
                }
            }
        }
        return best;
    }
}
