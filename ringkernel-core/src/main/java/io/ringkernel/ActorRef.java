package io.ringkernel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A reference to a live, failed or terminated actor. Thread-safe; cheap to keep and to pass around.
 *
 * <p>Messages from one thread to one actor are handled in the order in which they were sent, none
 * lost and none twice. What cannot be delivered goes to the runtime's {@linkplain
 * RingKernel#deadLetters() dead letters} with its reason.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
public interface ActorRef<M, R> {

    /** Returns the name under which the actor was spawned, a path such as {@code airports/ATL}. */
    String name();

    /** Returns the state that the actor's backend last acknowledged. */
    ActorState state();

    /**
     * Sends a message and waits for nothing but, under {@link OverflowPolicy#WAIT}, a free slot in
     * the mailbox. A message to an actor that has failed or terminated becomes a dead letter.
     *
     * @throws MessageTypeException if the message is none of the records that the actor understands
     * @throws MailboxFullException if the mailbox stays full and the actor's overflow policy is to
     *     fail or to wait
     * @throws RuntimeClosedException if the runtime has been closed
     */
    void tell(M message);

    /**
     * Sends the messages in order, as {@link #tell} would each, but claims their slots together:
     * the fastest way to stream.
     *
     * @throws MailboxFullException as for {@code tell}; {@link MailboxFullException#accepted()}
     *     says how many were accepted
     */
    void tellAll(List<? extends M> messages);

    /** Asks with the actor's default {@linkplain ActorOptions#askTimeout() timeout}. */
    CompletionStage<R> ask(M message);

    /**
     * Sends a message and returns the stage of its reply. It completes exceptionally with {@link
     * AskTimeoutException} if no reply came within {@code timeout}, {@link ActorFailedException} if
     * the actor failed before it replied, {@link ActorTerminatedException} if it ended, {@link
     * NoReplyException} if it handled the message without replying, or {@link BackendLostException}
     * if the device was lost. Errors of sending are thrown as by {@link #tell}.
     *
     * <p>{@code toCompletableFuture().get()} and {@code join()} of the stage are the fastest way to
     * wait: they poll for the reply on the calling thread before they block.
     */
    CompletionStage<R> ask(M message, Duration timeout);
}
