package io.ringkernel;

/**
 * The behaviour of an actor: an ordinary class whose instance fields are its state.
 *
 * <p>The runtime calls {@link #receive} for one message at a time; a later call sees everything
 * that an earlier one did to the fields. The same class runs on the JVM ({@link Backend#CPU}) and,
 * transpiled, inside a persistent kernel on the GPU ({@link Backend#CUDA}); {@code M} and {@code R}
 * must therefore be known from the class file: a record, or a sealed interface of records.
 *
 * @param <M> what it understands: a record, or a sealed interface whose permitted types are records
 * @param <R> what it replies; {@link Void} for an actor that never replies
 */
public interface Actor<M, R> {

    /**
     * Handles one message. An exception thrown here is a <em>fault</em>: it fails this actor, with
     * its cause, and nothing else.
     *
     * @param message the message, never null
     * @param context the means to act on the world; valid during this call only
     */
    void receive(M message, ActorContext<R> context);

    /**
     * Takes note of something other than a message. An exception thrown here is a fault, as in
     * {@code receive}; one thrown at {@link Signal.Stopping} is logged.
     *
     * @param signal what happened
     * @param context as in {@code receive}; a signal cannot be answered
     */
    default void signal(Signal signal, ActorContext<R> context) {}
}
