package io.ringkernel.internal.cpu;

import io.ringkernel.ActorOptions;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.internal.cpu.mailbox.GrowingQueue;
import io.ringkernel.internal.cpu.mailbox.LockedQueue;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import io.ringkernel.message.ActorProtocol;
import java.util.function.ToIntFunction;

/**
 * What actors of one class and the same options share. Immutable.
 *
 * @param protocol what the class says about its messages
 * @param options their options
 * @param messages how messages get in
 * @param replies how replies get out
 */
record CellType(ActorProtocol protocol, ActorOptions options, Passage messages, Passage replies) {

    static CellType of(ActorProtocol protocol, ActorOptions options) {
        return new CellType(
                protocol, options, Passage.of(protocol.messages()), Passage.of(protocol.replies()));
    }

    Class<?> actorClass() {
        return protocol.actorClass();
    }

    MessageQueue newQueue() {
        int capacity = options.mailboxCapacity();
        ToIntFunction<Object> order = options.priority();
        if (order != null) {
            return LockedQueue.byPriority(
                    capacity, entry -> order.applyAsInt(Asked.messageOf(entry)));
        }
        return options.overflow() == OverflowPolicy.DROP_OLDEST
                ? LockedQueue.fifo(capacity)
                : new GrowingQueue(capacity);
    }
}
