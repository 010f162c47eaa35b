package io.ringkernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** To all. */
final class BroadcastRouter<M, R> extends Router<M, R> {

    BroadcastRouter(List<? extends ActorRef<M, R>> routees) {
        super("broadcast", routees);
    }

    @Override
    public void tell(M message) {
        List<ActorRef<M, R>> all = routees();
        RuntimeException failure = null;
        boolean told = false;
        for (int i = 0; i < all.size(); i++) {
            ActorRef<M, R> routee = all.get(i);
            if (routee.state().isAlive()) {
                told = true;
                try {
                    routee.tell(message);
                } catch (RuntimeException e) {
                    failure = Failures.joined(failure, e);
                }
            }
        }
        if (!told) {
            all.getFirst().tell(message); // which makes it a dead letter
        }
        throwIfAny(failure);
    }

    @Override
    public void tellAll(List<? extends M> messages) {
        RuntimeException failure = null;
        boolean told = false;
        for (ActorRef<M, R> routee : routees()) {
            if (routee.state().isAlive()) {
                told = true;
                try {
                    routee.tellAll(messages);
                } catch (RuntimeException e) {
                    failure = Failures.joined(failure, e);
                }
            }
        }
        if (!told) {
            routees().getFirst().tellAll(messages);
        }
        throwIfAny(failure);
    }

    @Override
    public CompletionStage<R> ask(M message) {
        return first(routee -> routee.ask(message));
    }

    @Override
    public CompletionStage<R> ask(M message, Duration timeout) {
        return first(routee -> routee.ask(message, timeout));
    }

    /** Asks all; the first reply wins, or the last failure if all fail. */
    private CompletionStage<R> first(Function<ActorRef<M, R>, CompletionStage<R>> asking) {
        List<CompletionStage<R>> asked = new ArrayList<>();
        RuntimeException failure = null;
        boolean alive = false;
        for (ActorRef<M, R> routee : routees()) {
            if (routee.state().isAlive()) {
                alive = true;
                try {
                    asked.add(asking.apply(routee));
                } catch (RuntimeException e) {
                    failure = Failures.joined(failure, e);
                }
            }
        }
        if (!alive) {
            return asking.apply(routees().getFirst()); // which fails it
        }
        if (asked.isEmpty()) {
            throwIfAny(failure);
        }
        return firstOf(asked);
    }

    private static <R> CompletionStage<R> firstOf(List<CompletionStage<R>> asked) {
        CompletableFuture<R> first = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(asked.size());
        for (CompletionStage<R> stage : asked) {
            stage.whenComplete((reply, error) -> {
                if (error == null) {
                    first.complete(reply);
                } else if (left.decrementAndGet() == 0) {
                    first.completeExceptionally(error);
                }
            });
        }
        return first;
    }

    private static void throwIfAny(@Nullable RuntimeException failure) {
        if (failure != null) {
            throw failure;
        }
    }
}
