package io.ringkernel.internal.cpu;

import io.ringkernel.ActorOptions;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.internal.MessageBytes;
import io.ringkernel.internal.cpu.mailbox.CountedQueue;
import io.ringkernel.internal.cpu.mailbox.GrowingQueue;
import io.ringkernel.internal.cpu.mailbox.LockedQueue;
import io.ringkernel.internal.cpu.mailbox.MailboxMemory;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import io.ringkernel.message.ActorProtocol;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What actors of one class and the same options share. Immutable.
 *
 * @param protocol what the class says about its messages
 * @param options their options
 * @param messages how messages get in
 * @param replies how replies get out
 * @param placeBytes what a place in a mailbox takes with its message
 */
record CellType(
        ActorProtocol protocol,
        ActorOptions options,
        Passage messages,
        Passage replies,
        int placeBytes) {

    static CellType of(ActorProtocol protocol, ActorOptions options) {
        return new CellType(
                protocol,
                options,
                Passage.of(protocol.messages()),
                Passage.of(protocol.replies()),
                MessageBytes.ofPlace(protocol, options));
    }

    Class<?> actorClass() {
        return protocol.actorClass();
    }

    /** Makes a mailbox; {@code memory} is told what it takes if there is one. */
    MessageQueue newQueue(@Nullable MailboxMemory memory) {
        int capacity = options.mailboxCapacity();
        ToIntFunction<Object> order = options.priority();
        if (order != null) {
            return LockedQueue.byPriority(
                    capacity,
                    entry -> order.applyAsInt(Asked.messageOf(entry)),
                    placeBytes,
                    memory);
        }
        if (options.overflow() == OverflowPolicy.DROP_OLDEST) {
            return LockedQueue.fifo(capacity, placeBytes, memory);
        }
        return memory == null
                ? new GrowingQueue(capacity)
                : new CountedQueue(capacity, placeBytes, memory);
    }
}
