package io.ringkernel.message;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The type of a component as a {@link Schema} knows it: by names, without Java's classes. */
sealed interface SchemaType {

    /** A primitive. */
    record OfScalar(Scalar scalar) implements SchemaType {}

    /** An enum's ordinal, 32 bits. */
    record OfEnum(String name, List<String> constants) implements SchemaType {
        /** Copies the list. */
        public OfEnum {
            constants = List.copyOf(constants);
        }
    }

    /** UTF-8 text of at most so many bytes. */
    record OfText(int capacity) implements SchemaType {}

    /** Elements without gaps. */
    record OfArray(SchemaType element, int length) implements SchemaType {}

    /** A record by value. */
    record OfRecord(String name, List<Component> components, long size, long alignment)
            implements SchemaType {
        /** Copies the list. */
        public OfRecord {
            components = List.copyOf(components);
        }
    }

    /** A component and its offset in bytes. */
    record Component(String name, SchemaType type, long offset) {}

    /** Returns the type of a record that lies in memory as {@code struct} says. */
    static OfRecord ofRecord(Class<?> type, Struct struct) {
        RecordComponent[] components = type.getRecordComponents();
        List<Component> result = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            Struct.Field field = struct.fields().get(i);
            result.add(
                    new Component(
                            components[i].getName(),
                            of(components[i].getType(), field.type()),
                            field.offset()));
        }
        return new OfRecord(type.getName(), result, struct.size(), struct.alignment());
    }

    private static SchemaType of(Class<?> type, FieldType layout) {
        return switch (layout) {
            case FieldType.OfScalar _ when type.isEnum() ->
                    new OfEnum(
                            type.getName(),
                            Arrays.stream(
                                            (Enum<?>[])
                                                    Objects.requireNonNull(type.getEnumConstants()))
                                    .map(Enum::name)
                                    .toList());
            case FieldType.OfScalar(Scalar scalar) -> new OfScalar(scalar);
            case FieldType.OfStruct(Struct struct) -> ofRecord(type, struct);
            case FieldType.OfText(int capacity) -> new OfText(capacity);
            case FieldType.OfArray(FieldType element, int length) ->
                    new OfArray(of(type.getComponentType(), element), length);
        };
    }
}
