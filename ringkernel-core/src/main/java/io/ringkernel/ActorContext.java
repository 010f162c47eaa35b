package io.ringkernel;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an actor may do while it handles one message or signal. Valid only during that call and only
 * on the thread that makes it; elsewhere every method throws {@link IllegalStateException}.
 *
 * <p>On the GPU, {@link #reply} is what there is so far; an actor that uses more is refused when it
 * is spawned, with the line that does. The rest throws {@link UnsupportedOperationException} unless
 * it is implemented, so that a test may write a context as a lambda.
 *
 * @param <R> the type of the replies
 */
public interface ActorContext<R> {

    /**
     * Answers the message being handled. The reply completes the future of the {@code ask} that
     * sent the message; if the message came by {@code tell}, nobody waits and the reply becomes a
     * {@linkplain DeadLetter dead letter} with reason {@link DeadLetter.Reason#NOT_ASKED}.
     *
     * @param reply the answer, never null
     * @throws IllegalStateException if this message has been answered already; uncaught, it is a
     *     fault of the actor
     */
    void reply(R reply);

    /**
     * Takes the right to answer the message being handled, to use it later. The message counts as
     * answered.
     */
    default ReplyTo<R> replyTo() {
        throw Unsupported.by("replyTo");
    }

    /**
     * Passes the question on: {@code target} handles {@code message}, and what it replies answers
     * the message being handled, as if its sender had asked {@code target}. The message counts as
     * answered. If it was told, this is a {@code tell}.
     */
    default <N> void forward(ActorRef<N, ? extends R> target, N message) {
        throw Unsupported.by("forward");
    }

    /**
     * Returns the actor as it sees itself.
     *
     * @param actor {@code this}: it carries the types
     * @throws IllegalArgumentException if it is another actor
     */
    default <M> ActorSelf<M, R> self(Actor<M, R> actor) {
        throw Unsupported.by("self");
    }

    /** Returns the actor's name. */
    default String name() {
        throw Unsupported.by("name");
    }

    // ---- children

    /**
     * Spawns a child: it ends when this actor ends or is restarted, and this actor supervises it.
     *
     * @param segment the last segment of its name; the others are this actor's name
     * @throws DuplicateNameException if there is a child of this name
     */
    default <N, S> ActorRef<N, S> spawn(String segment, Actor<N, S> actor, ActorOptions options) {
        throw Unsupported.by("spawn");
    }

    /** Spawns a child with the default options. */
    default <N, S> ActorRef<N, S> spawn(String segment, Actor<N, S> actor) {
        return spawn(segment, actor, ActorOptions.defaults());
    }

    /**
     * Spawns a child whose state is more than the runtime can copy: every restart begins with
     * another instance from {@code factory}.
     */
    default <N, S> ActorRef<N, S> spawn(
            String segment, Supplier<? extends Actor<N, S>> factory, ActorOptions options) {
        throw Unsupported.by("spawn");
    }

    /**
     * Spawns a child whose name is chosen, such as {@code parent/$1f}; the registry does not know
     * it. The cheapest way to spawn.
     */
    default <N, S> ActorRef<N, S> spawn(Actor<N, S> actor) {
        throw Unsupported.by("spawn");
    }

    /** Returns the children that have not ended, in the order in which they were spawned. */
    default List<ActorRef<?, ?>> children() {
        throw Unsupported.by("children");
    }

    /** Ends this actor after the message being handled: what is left becomes dead letters. */
    default void stop() {
        throw Unsupported.by("stop");
    }

    /**
     * Ends a child, without waiting for it.
     *
     * @throws IllegalArgumentException if it is not a child of this actor
     */
    default void stop(ActorRef<?, ?> child) {
        throw Unsupported.by("stop");
    }

    // ---- others

    /**
     * Has this actor told by {@link Signal.Terminated} when {@code actor} ends; at once if it has.
     * Watching twice is watching once.
     */
    default void watch(ActorRef<?, ?> actor) {
        throw Unsupported.by("watch");
    }

    /** Takes a {@link #watch} back: no signal comes from here on. */
    default void unwatch(ActorRef<?, ?> actor) {
        throw Unsupported.by("unwatch");
    }

    // ---- the message being handled, and those to come

    /**
     * Puts the message being handled aside. It counts as answered until it comes again.
     *
     * @throws IllegalStateException if as many are aside as the mailbox has slots; uncaught, it is
     *     a fault of the actor
     */
    default void stash() {
        throw Unsupported.by("stash");
    }

    /** Has the messages that were put aside handled next, in the order in which they came. */
    default void unstashAll() {
        throw Unsupported.by("unstashAll");
    }

    /**
     * Has the actor told by {@link Signal.ReceiveTimeout} whenever no message has come for {@code
     * idle}; zero ends that.
     */
    default void receiveTimeout(Duration idle) {
        throw Unsupported.by("receiveTimeout");
    }

    /**
     * Keeps the actor's state as it is now, for a restart that is to begin {@linkplain
     * ActorOptions#restartFromSnapshot() with the last snapshot}.
     *
     * @throws MessageTypeException if a field can not be copied
     */
    default void snapshot() {
        throw Unsupported.by("snapshot");
    }

    /** Says what a context that only replies cannot do. */
    final class Unsupported {
        private Unsupported() {}

        private static UnsupportedOperationException by(String method) {
            return new UnsupportedOperationException(
                    "this context can only reply: method=" + method);
        }
    }
}
