package io.ringkernel;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An actor as it sees itself: what it may do that takes its own messages. Got from {@link
 * ActorContext#self}; may be kept in a field, but used only by the actor while it handles a message
 * or a signal, except for {@link #ref}.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
public interface ActorSelf<M, R> {

    /** Returns the reference under which others know the actor. */
    ActorRef<M, R> ref();

    /**
     * Has another behaviour handle the messages from the next one on, signals included. A restart
     * goes back to the one that was spawned.
     */
    void become(Actor<M, R> behavior);

    /**
     * Has the actor handle {@code message} once, {@code delay} from now. A timer of the same key is
     * replaced. Timers end with the actor and when it is restarted; one that has been replaced or
     * cancelled never fires, also if it was due already.
     */
    void startTimer(Object key, M message, Duration delay);

    /** Has the actor handle {@code message} every {@code interval}, first after one interval. */
    void startPeriodicTimer(Object key, M message, Duration interval);

    /** Cancels a timer; returns whether there was one. */
    boolean cancelTimer(Object key);

    /**
     * Has the actor handle the outcome of a stage as a message: the result, or else the error.
     *
     * @param toMessage makes the message; runs on the actor, not on the thread that completed the
     *     stage
     */
    <T> void pipe(
            CompletionStage<T> stage,
            BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends M> toMessage);
}
