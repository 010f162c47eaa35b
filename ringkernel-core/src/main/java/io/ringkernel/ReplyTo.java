package io.ringkernel;

/**
 * Where the reply to one message goes; for actors that answer later than in the call of {@code
 * receive} that got the question. Thread-safe; may be kept and passed around.
 *
 * @param <R> the type of the reply
 */
public interface ReplyTo<R> {

    /**
     * Answers. If the message was told, or its ask has ended meanwhile, the reply becomes a dead
     * letter.
     *
     * @throws IllegalStateException if it has been answered already
     */
    void reply(R reply);
}
