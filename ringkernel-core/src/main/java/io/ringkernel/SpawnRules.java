package io.ringkernel;

import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.MessageType;
import io.ringkernel.queue.SlotLayout;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What a name and the options must satisfy before any backend sees an actor. */
final class SpawnRules {

    private static final long MIN_SLOTS = 16;

    private SpawnRules() {}

    /**
     * Checks that a name is a path: segments of letters, digits, dot, underscore and hyphen,
     * separated by slashes.
     */
    static String checkedName(String name) {
        return Paths.checked("name", name);
    }

    /** Checks that a name is one segment of a path. */
    static String checkedSegment(String segment) {
        if (segment.contains("/")) {
            throw new IllegalArgumentException(
                    "a child's name is one segment, without '/': name=\"" + segment + "\"");
        }
        return checkedName(segment);
    }

    /** Returns the options with a slot size that fits every message and every reply. */
    static ActorOptions withSlotFor(ActorProtocol protocol, ActorOptions options) {
        long needed = 0;
        Optional<MessageType> largest =
                Stream.of(protocol.messages(), protocol.replies())
                        .map(MessageProtocol::types)
                        .flatMap(types -> types.stream())
                        .max(Comparator.comparingLong(type -> type.struct().size()));
        if (largest.isPresent()) {
            needed = largest.get().struct().size();
        }
        long fitting = SlotLayout.slotBytesFor(needed);
        if (options.slotBytes() == 0 && fitting <= SlotLayout.MAX_SLOT_BYTES) {
            return options.withSlotBytes((int) fitting);
        }
        if (options.slotBytes() == 0 || options.slotBytes() < fitting) {
            throw tooLarge(largest.orElseThrow(), options.slotBytes(), fitting);
        }
        return options;
    }

    /**
     * Returns the options with as many slots as the actor's memory budget has room for.
     *
     * @param placeBytes what a slot takes with its message
     */
    static ActorOptions withinBudget(String name, ActorOptions options, int placeBytes) {
        if (options.memoryBudget() == 0) {
            return options;
        }
        long fitting = Long.highestOneBit(options.memoryBudget() / placeBytes);
        if (fitting < MIN_SLOTS) {
            throw new IllegalArgumentException(
                    "memory budget of an actor too small: actor="
                            + name
                            + ", memoryBudget="
                            + options.memoryBudget()
                            + ", a message="
                            + placeBytes
                            + " bytes, needed="
                            + MIN_SLOTS * placeBytes);
        }
        return options.withMailboxCapacity((int) Math.min(fitting, options.mailboxCapacity()));
    }

    private static RecordTooLargeException tooLarge(MessageType type, int slotBytes, long fitting) {
        int limit = slotBytes == 0 ? SlotLayout.MAX_SLOT_BYTES : slotBytes;
        String advice =
                fitting <= SlotLayout.MAX_SLOT_BYTES
                        ? "use slotBytes=" + fitting + ", or 0 to have it chosen"
                        : "no slot can be larger than "
                                + SlotLayout.MAX_SLOT_BYTES
                                + " bytes; make the record smaller";
        return new RecordTooLargeException(
                "record too large for its slot: record="
                        + type.type().getName()
                        + ", bytes="
                        + type.struct().size()
                        + ", slotBytes="
                        + limit
                        + ", payloadBytes="
                        + SlotLayout.payloadBytes(limit)
                        + ", needed="
                        + fitting
                        + "; "
                        + advice);
    }
}
