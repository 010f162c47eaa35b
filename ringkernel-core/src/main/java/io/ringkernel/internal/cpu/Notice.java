package io.ringkernel.internal.cpu;

import io.ringkernel.ActorFault;
import io.ringkernel.internal.Ending;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What an actor is told by the runtime and by other actors beside its messages: commands, and news
 * of those that it has to do with. Handled before messages, in the order of sending.
 */
sealed interface Notice {

    /** A command that is acknowledged: normally, or with the exception that refuses it. */
    sealed interface Command extends Notice {
        /** Completed by the carrier. */
        CompletableFuture<Void> done();
    }

    /** Start handling messages. */
    record Activate(CompletableFuture<Void> done) implements Command {}

    /** Stop after what was accepted so far. */
    record Quiesce(CompletableFuture<Void> done) implements Command {}

    /**
     * End the actor and those below it.
     *
     * @param ending what its messages and asks are told
     */
    record End(CompletableFuture<Void> done, Ending ending) implements Command {}

    /** Tell {@code watcher} when you end. */
    record Watch(CpuCell<?, ?> watcher) implements Notice {}

    /** Do not. */
    record Unwatch(CpuCell<?, ?> watcher) implements Notice {}

    /** An actor that you watch has ended. */
    record Ended(CpuCell<?, ?> actor, @Nullable ActorFault fault) implements Notice {}

    /** A child waits for what is to be done about its fault, or about its having stopped. */
    record ChildFailed(CpuCell<?, ?> child, @Nullable ActorFault fault) implements Notice {}

    /** A child has ended for good. */
    record ChildEnded(CpuCell<?, ?> child) implements Notice {}

    /** A child has come to rest, ready to be started again. */
    record ChildHalted(CpuCell<?, ?> child) implements Notice {}

    /** The time before a restart is over. */
    record BackoffOver(Restart restart) implements Notice {}

    /** Stop handling messages, end your children, and say when you have. */
    record Halt() implements Notice {}

    /** Start again after a {@link Halt}. */
    record Resume(@Nullable ActorFault fault) implements Notice {}

    /** Your supervisor does not start you again. */
    record GiveUp(@Nullable ActorFault fault) implements Notice {}

    /** Messages that you hold may go now, or they have waited enough. */
    record Room() implements Notice {}

    /** There is room in a mailbox that you waited for: use it, or offer it to the next. */
    record RoomIn(CpuCell<?, ?> mailboxOf) implements Notice {}

    /** A timer is due. */
    record Due(Object key, long generation) implements Notice {}

    /** No message has come for a while. */
    record Idle(long generation) implements Notice {}

    /** Handle this message, which passes by the mailbox. */
    record Deliver(Object message) implements Notice {}

    /** Does what only the actor may do. */
    record Run(Runnable action) implements Notice {}
}
