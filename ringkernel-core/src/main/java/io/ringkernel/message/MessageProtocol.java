package io.ringkernel.message;

import io.ringkernel.MessageTypeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The records that may travel one way between an actor and its callers, numbered and laid out.
 *
 * @param root the record, or the sealed interface that permits the records; {@link Void} for no
 *     message at all
 * @param types the records in the order of the {@code permits} clauses, nested ones in place; ids
 *     count from 1
 */
public record MessageProtocol(Class<?> root, List<MessageType> types) {

    /** Copies the list of types. */
    public MessageProtocol {
        types = List.copyOf(types);
    }

    /**
     * Returns the protocol of a root type.
     *
     * @throws MessageTypeException if it is neither a record nor a sealed interface of records, or
     *     if a record holds what no message can
     */
    public static MessageProtocol of(Class<?> root) {
        List<MessageType> types = new ArrayList<>();
        if (root != Void.class) {
            Set<Class<? extends Record>> records = new LinkedHashSet<>();
            collect(root, root, records);
            records.forEach(record ->
                    types.add(new MessageType(types.size() + 1, record, RecordLayout.of(record))));
        }
        return new MessageProtocol(root, types);
    }

    /** Returns the type with this id, from 1. */
    public MessageType type(int id) {
        return types.get(id - 1);
    }

    /** Returns the type of a record class, empty if it is not of this protocol. */
    public Optional<MessageType> find(Class<?> record) {
        return types.stream().filter(type -> type.type() == record).findFirst();
    }

    /** Returns the size in bytes of the largest record, 0 if there is none. */
    public long maxBytes() {
        return types.stream().mapToLong(type -> type.struct().size()).max().orElse(0);
    }

    /** Returns what two ends compare before they exchange messages; made anew at each call. */
    public Schema schema() {
        return Schema.of(this);
    }

    /** Returns the fingerprint of the {@link #schema}. */
    public long fingerprint() {
        return schema().fingerprint();
    }

    private static void collect(
            Class<?> root, Class<?> type, Set<Class<? extends Record>> records) {
        if (type.isRecord()) {
            records.add(type.asSubclass(Record.class));
        } else if (type.isInterface() && type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(root, permitted, records);
            }
        } else {
            throw new MessageTypeException(
                    "a message must be a record or a sealed interface of records: root="
                            + root.getName()
                            + ", type="
                            + type.getName());
        }
    }
}
