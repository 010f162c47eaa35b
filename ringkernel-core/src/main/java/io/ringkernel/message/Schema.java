package io.ringkernel.message;

import io.ringkernel.SchemaMismatchException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * One version of a protocol's messages as they lie in memory: which records, with which components,
 * at which offsets. Immutable.
 *
 * <p>It has a text, by which one process tells another what it writes, and a fingerprint, by which
 * two ends that have the same version find that out at once:
 *
 * <pre>{@code
 * long theirs = header.fingerprint();
 * Schema mine = MessageProtocol.of(Command.class).schema();
 * if (theirs != mine.fingerprint()) {
 *   Schema writer = Schema.parse(header.description());
 *   mine.requireCompatible(writer);                       // or says what differs
 *   codec = ProtocolCodec.of(MessageProtocol.of(Command.class), writer);
 * }
 * }</pre>
 *
 * <p>A version may add components at the end of a record, constants at the end of an enum, and
 * records at the end of a sealed interface, as long as everything that was there keeps its offset.
 * Each addition is judged by itself; a reader may be ahead with one and behind with another.
 */
public final class Schema {

    private final List<SchemaType.OfRecord> messages;
    private final String description;
    private final long fingerprint;

    private Schema(List<SchemaType.OfRecord> messages, String description) {
        this.messages = List.copyOf(messages);
        this.description = description;
        this.fingerprint = fingerprint(description);
    }

    /**
     * Returns the version of a protocol that this process's classes are.
     *
     * @throws io.ringkernel.MessageTypeException if names cannot be told apart in the description,
     *     as those of two classes of one name, or those with blanks in them
     */
    public static Schema of(MessageProtocol protocol) {
        List<SchemaType.OfRecord> messages =
                protocol.types().stream()
                        .map(type -> SchemaType.ofRecord(type.type(), type.struct()))
                        .toList();
        return new Schema(messages, SchemaText.write(messages));
    }

    /**
     * Reads a {@link #description}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Schema parse(String description) {
        return new Schema(SchemaText.read(description), description);
    }

    /** Returns the canonical text: equal for equal schemas, whatever process or JVM made it. */
    public String description() {
        return description;
    }

    /**
     * Returns the first eight bytes, big-endian, of the SHA-256 of the {@link #description} in
     * UTF-8; never 0, which may so stand for none.
     */
    public long fingerprint() {
        return fingerprint;
    }

    /** Returns how many records there are; their ids count from 1. */
    public int size() {
        return messages.size();
    }

    SchemaType.OfRecord message(int id) {
        return messages.get(id - 1);
    }

    /**
     * Returns the first place where what {@code writer} writes cannot be read as this version,
     * empty if all can.
     */
    public Optional<String> difference(Schema writer) {
        return SchemaComparison.difference(messages, writer.messages);
    }

    /**
     * Checks that this version can read what another writes.
     *
     * @throws SchemaMismatchException if it cannot, with the first difference
     */
    public void requireCompatible(Schema writer) {
        Optional<String> difference = difference(writer);
        if (difference.isPresent()) {
            throw new SchemaMismatchException(
                    "versions of a message schema do not fit together: "
                            + difference.get()
                            + "; components, constants and records may only be added at the end,"
                            + " where they move nothing");
        }
    }

    private static long fingerprint(String description) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(description.getBytes(StandardCharsets.UTF_8));
            long first = ByteBuffer.wrap(digest).getLong();
            return first == 0 ? 1 : first;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema schema && schema.description.equals(description);
    }

    @Override
    public int hashCode() {
        return description.hashCode();
    }

    /** Returns the fingerprint and the number of messages. */
    @Override
    public String toString() {
        return "Schema[%016x, messages=%d]".formatted(fingerprint, messages.size());
    }
}
