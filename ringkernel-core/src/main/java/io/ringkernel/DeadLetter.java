package io.ringkernel;

/**
 * A message or reply that could not be delivered.
 *
 * @param actor the name of the actor that it was sent to or, for a reply, sent by; the topic if the
 *     reason is {@link Reason#NO_SUBSCRIBER}
 * @param message the message or the reply
 * @param reason why it was not delivered
 */
public record DeadLetter(String actor, Object message, Reason reason) {

    /** Why a message or a reply became a dead letter. */
    public enum Reason {
        /**
         * The mailbox was full, and the actor's policy is {@link OverflowPolicy#DEAD_LETTER} or the
         * message was published to a {@linkplain Topics topic}.
         */
        MAILBOX_FULL,
        /** The sender had used up the {@linkplain CreditedRef credits} of its edge. */
        NO_CREDIT,
        /**
         * Memory was scarce, and the actor's messages may be {@linkplain ActorOptions#withSheddable
         * shed} then.
         */
        MEMORY_SHED,
        /** A message with the same id had been handled; see {@link ActorOptions#withMessageId}. */
        DUPLICATE,
        /** The actor had failed, or failed before it came to the message. */
        ACTOR_FAILED,
        /** The actor had terminated, or was terminated before it came to the message. */
        ACTOR_TERMINATED,
        /** A reply to a message that was told, not asked. */
        NOT_ASKED,
        /** A reply that came after its {@code ask} had timed out or been cancelled. */
        ASK_EXPIRED,
        /** The device or the runtime went away with the message in its mailbox. */
        BACKEND_LOST,
        /** The runtime was closed before the message was handled. */
        RUNTIME_CLOSED,
        /** It was published to a {@linkplain Topics topic} at which nobody wanted it. */
        NO_SUBSCRIBER
    }
}
