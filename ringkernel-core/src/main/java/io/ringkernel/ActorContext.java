package io.ringkernel;

/**
 * What an actor may do while it handles one message. Valid only during that call and only on the
 * thread that makes it.
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
}
