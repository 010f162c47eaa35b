package io.ringkernel.internal.cpu.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one actor: any number of threads offer, one at a time consumes. The threads that
 * consume may change, if each one's accesses happen-before the next one's.
 *
 * <p>What a thread did before it offered a message happens-before what the consumer does after
 * {@link #poll} returned it. Messages of one thread are polled in the order in which it offered
 * them, unless the queue has priorities. Messages are never {@code null}.
 *
 * <p>A producer <em>claims</em> a place before it stores its message there. Between the two {@code
 * poll} finds nothing while {@link #hasClaimed} says that something is on its way: the consumer
 * looks again later instead of waiting for another thread.
 */
public interface MessageQueue {

    /** The most messages that a queue may be bounded to. */
    int MAX_CAPACITY = 1 << 24;

    /** Adds a message; returns false if it holds {@link #capacity} of them or is closed. */
    boolean offer(Object message);

    /**
     * Adds messages of a list in their order, adjacent as far as they fit together. If it throws,
     * because the list does or has a {@code null}, those before may have been added.
     *
     * @param from the index of the first
     * @param count how many
     * @return how many of them, from the first on, were added before it was full or closed
     */
    int offerAll(List<?> messages, int from, int count);

    /**
     * Adds a message even if the queue is full, and then takes the oldest one out of it.
     *
     * @return what was displaced: {@code null} if there was room, the offered message itself if the
     *     queue is closed
     * @throws UnsupportedOperationException if this kind of queue cannot
     */
    @Nullable Object offerDisplacing(Object message);

    /**
     * Takes the next message; the consumer only.
     *
     * @return {@code null} if there is none, or if the next one is claimed and not yet stored
     */
    @Nullable Object poll();

    /**
     * Returns whether anything has been claimed that was not polled. Claims and this look are
     * sequentially consistent: of a producer that claims and then reads a volatile variable, and a
     * consumer that writes this variable and then calls {@code hasClaimed}, at least one sees the
     * other. Exact for the consumer, an estimate for other threads.
     */
    boolean hasClaimed();

    /** Returns how many messages it holds, claimed ones included: from 0 to {@link #capacity}. */
    int size();

    /** Returns the most messages that it holds. */
    int capacity();

    /**
     * Lets no further message in. Places claimed before are still filled. May be called again.
     *
     * @return the position behind the last claimed place: the same at each call
     */
    long close();

    /**
     * Returns whether the queue is closed and everything that was claimed has been polled or
     * displaced; the consumer only.
     */
    boolean drained();

    /**
     * Gives memory back that only a burst of messages needed, if the queue is empty; the consumer
     * only, best before the actor goes idle. Costs one comparison if there is nothing to give back.
     *
     * @return whether it gave something back
     */
    boolean trim();

    /**
     * Gives all memory back where it is counted; the consumer only, once the queue is {@linkplain
     * #drained drained}.
     */
    default void discard() {}
}
