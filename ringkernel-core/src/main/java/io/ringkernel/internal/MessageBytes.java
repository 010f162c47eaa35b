package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.MessageType;

/** What a queued message takes on the CPU, for memory budgets. */
public final class MessageBytes {

    private static final int REFERENCE = 4;
    private static final int OBJECT_HEADER = 16;
    private static final int UNKNOWN = 64;

    private MessageBytes() {}

    /**
     * Returns what a place in a mailbox takes with its message, in bytes: a reference, and the
     * largest record as it is encoded with the header of an object, unless the options say what a
     * message takes.
     */
    public static int ofPlace(ActorProtocol protocol, ActorOptions options) {
        if (options.messageBytes() > 0) {
            return REFERENCE + options.messageBytes();
        }
        long largest =
                protocol.messages().types().stream()
                        .map(MessageType::struct)
                        .mapToLong(struct -> OBJECT_HEADER + struct.size())
                        .max()
                        .orElse(UNKNOWN);
        return (int) (REFERENCE + largest);
    }
}
