package io.ringkernel.message;

import io.ringkernel.MessageTypeException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes and reads the records of one {@link MessageProtocol} by their ids. Thread-safe; allocates
 * only what it decodes.
 */
public final class ProtocolCodec {

    /** The id of what is not of the protocol. */
    public static final int NOT_UNDERSTOOD = 0;

    private final MessageProtocol protocol;
    private final Class<?>[] classes;
    private final RecordCodec[] codecs;

    private ProtocolCodec(MessageProtocol protocol) {
        this.protocol = protocol;
        this.classes = protocol.types().stream().map(MessageType::type).toArray(Class<?>[]::new);
        this.codecs =
                protocol.types().stream()
                        .map(type -> RecordCodec.of(type.type()))
                        .toArray(RecordCodec[]::new);
    }

    /**
     * Makes the codec of a protocol.
     *
     * @throws MessageTypeException if the package of one of its records is not open to RingKernel
     */
    public static ProtocolCodec of(MessageProtocol protocol) {
        return new ProtocolCodec(protocol);
    }

    /** Returns the protocol. */
    public MessageProtocol protocol() {
        return protocol;
    }

    /**
     * Returns the id of a message's class, from 1; {@link #NOT_UNDERSTOOD} if it is none of the
     * protocol's.
     */
    public int typeId(Object message) {
        Class<?>[] known = classes;
        Class<?> type = message.getClass();
        for (int i = 0; i < known.length; i++) {
            if (known[i] == type) {
                return i + 1;
            }
        }
        return NOT_UNDERSTOOD;
    }

    /**
     * Writes a message.
     *
     * @param typeId what {@link #typeId} returned for it, not {@link #NOT_UNDERSTOOD}
     * @param offset where, aligned to 16 bytes
     * @throws MessageTypeException if it holds a null, or an array has not its declared length
     */
    public void encode(int typeId, Object message, MemorySegment memory, long offset) {
        codecs[typeId - 1].encode((Record) message, memory, offset);
    }

    /**
     * Writes the messages of one id that stand together in a list; see {@link
     * RecordCodec#encodeAll}.
     *
     * @param typeId what {@link #typeId} returned for the first
     * @return how many were written; the next, if any, is of another class
     */
    public int encodeAll(
            int typeId,
            List<?> messages,
            int from,
            int count,
            MemorySegment memory,
            long offset,
            long stride) {
        return codecs[typeId - 1].encodeAll(messages, from, count, memory, offset, stride);
    }

    /**
     * Reads the message of this id.
     *
     * @throws MessageTypeException if there is no such id, or an enum's ordinal is none of its
     *     constants
     */
    public Record decode(int typeId, MemorySegment memory, long offset) {
        if (typeId < 1 || typeId > codecs.length) {
            throw new MessageTypeException(
                    "no record has this id: id=" + typeId + ", " + describe());
        }
        return codecs[typeId - 1].decode(memory, offset);
    }

    /** Returns the exception for a message that the protocol has no id for. */
    public MessageTypeException notUnderstood(String actor, Object message) {
        return new MessageTypeException(
                "message is none of the records that the actor understands: actor="
                        + actor
                        + ", message="
                        + message.getClass().getName()
                        + ", "
                        + describe());
    }

    private String describe() {
        return "understood="
                + protocol.types().stream()
                        .map(type -> type.type().getName())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
