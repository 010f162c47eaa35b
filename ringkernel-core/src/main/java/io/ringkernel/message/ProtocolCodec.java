package io.ringkernel.message;

import io.ringkernel.MessageTypeException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /** What read: those that write, unless the messages come from another version of the schema. */
    private final RecordCodec[] decoders;

    private final @Nullable Schema writer;

    private ProtocolCodec(MessageProtocol protocol, @Nullable Schema writer) {
        this.protocol = protocol;
        this.writer = writer;
        this.classes = protocol.types().stream().map(MessageType::type).toArray(Class<?>[]::new);
        this.codecs =
                protocol.types().stream()
                        .map(type -> RecordCodec.of(type.type()))
                        .toArray(RecordCodec[]::new);
        this.decoders = writer == null ? codecs : decoders(protocol, writer);
    }

    private static RecordCodec[] decoders(MessageProtocol protocol, Schema writer) {
        WriterCodecs versions = new WriterCodecs();
        return protocol.types().stream()
                .map(type ->
                        type.id() <= writer.size()
                                ? versions.of(type.type(), writer.message(type.id()))
                                : RecordCodec.of(type.type()))
                .toArray(RecordCodec[]::new);
    }

    /**
     * Makes the codec of a protocol.
     *
     * @throws MessageTypeException if the package of one of its records is not open to RingKernel
     */
    public static ProtocolCodec of(MessageProtocol protocol) {
        return new ProtocolCodec(protocol, null);
    }

    /**
     * Makes a codec that writes this process's version of the messages and reads another's.
     * Components that the writer does not have yet are zero, false, an enum's first constant or
     * empty; those that only the writer has are left out.
     *
     * @param writer the version that the other end writes
     * @throws io.ringkernel.SchemaMismatchException if that version cannot be read as this one
     * @throws MessageTypeException if the package of one of its records is not open to RingKernel
     */
    public static ProtocolCodec of(MessageProtocol protocol, Schema writer) {
        protocol.schema().requireCompatible(writer);
        return new ProtocolCodec(protocol, writer);
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
     * @throws MessageTypeException if it holds a null, an array has not its declared length, or a
     *     text is too long
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
     * Returns whether a message of this id can be read; a newer version of the schema may have
     * more.
     */
    public boolean understands(int typeId) {
        return typeId >= 1 && typeId <= decoders.length;
    }

    /**
     * Reads the message of this id.
     *
     * @throws MessageTypeException if there is no such id, or an enum's ordinal is none of its
     *     constants, as when a newer version of the schema wrote them; or if a text is not UTF-8
     */
    public Record decode(int typeId, MemorySegment memory, long offset) {
        RecordCodec[] known = decoders;
        if (typeId < 1 || typeId > known.length) {
            throw unknown(typeId);
        }
        return known[typeId - 1].decode(memory, offset);
    }

    private MessageTypeException unknown(int typeId) {
        Schema theirs = writer;
        String newer =
                theirs != null && typeId > decoders.length && typeId <= theirs.size()
                        ? ", the writer's newer record=" + theirs.message(typeId).name()
                        : "";
        return new MessageTypeException(
                "no record has this id: id=" + typeId + newer + ", " + describe());
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
