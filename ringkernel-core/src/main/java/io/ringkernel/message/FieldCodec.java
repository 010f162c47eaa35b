package io.ringkernel.message;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Struct;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes and reads one field of an actor, boxed. */
sealed interface FieldCodec {

    /** Writes a value at the field's place in the structure at {@code base}. */
    void encode(@Nullable Object value, Struct.Field place, MemorySegment memory, long base);

    /** Reads the value there. */
    Object decode(Struct.Field place, MemorySegment memory, long base);

    /**
     * Refuses an array or a helper object that is held elsewhere too.
     *
     * @param seen where each was found; what this one holds is added
     */
    default void refuseShared(@Nullable Object value, Map<Object, String> seen) {
        // a value has no identity
    }

    private static void refuseShared(
            @Nullable Object value, String where, Map<Object, String> seen) {
        String other = value == null ? null : seen.putIfAbsent(value, where);
        if (other != null) {
            throw new MessageTypeException(
                    "two fields hold the same array or object: first="
                            + other
                            + ", second="
                            + where
                            + "; state holds values, so give each field its own");
        }
    }

    /** Returns the codec for a type that {@link StateLayout} accepted. */
    static FieldCodec of(String where, Class<?> type) {
        if (type.isArray()) {
            return new OfArray(where, type.getComponentType());
        }
        if (type == String.class) {
            return new OfText(where);
        }
        if (type.isRecord()) {
            return new OfRecord(where, RecordCodec.of(type.asSubclass(Record.class)));
        }
        if (type.isEnum()) {
            return new OfEnum(where, enumConstants(type));
        }
        return type.isPrimitive()
                ? new OfPrimitive(type)
                : new OfObject(where, StateCodec.of(StateLayout.of(type)));
    }

    private static Enum<?>[] enumConstants(Class<?> type) {
        return (Enum<?>[]) Objects.requireNonNull(type.getEnumConstants());
    }

    /** A primitive, never null. */
    record OfPrimitive(Class<?> type) implements FieldCodec {
        @Override
        public void encode(
                @Nullable Object value, Struct.Field place, MemorySegment memory, long base) {
            long at = base + place.offset();
            switch (Objects.requireNonNull(value)) {
                case Boolean b -> memory.set(JAVA_BOOLEAN, at, b);
                case Byte b -> memory.set(JAVA_BYTE, at, b);
                case Short s -> memory.set(JAVA_SHORT, at, s);
                case Character c -> memory.set(JAVA_CHAR, at, c);
                case Integer i -> memory.set(JAVA_INT, at, i);
                case Long l -> memory.set(JAVA_LONG, at, l);
                case Float f -> memory.set(JAVA_FLOAT, at, f);
                case Double d -> memory.set(JAVA_DOUBLE, at, d);
                default -> throw new IllegalArgumentException("not a primitive: value=" + value);
            }
        }

        @Override
        public Object decode(Struct.Field place, MemorySegment memory, long base) {
            long at = base + place.offset();
            return switch (type.getName()) {
                case "boolean" -> memory.get(JAVA_BOOLEAN, at);
                case "byte" -> memory.get(JAVA_BYTE, at);
                case "short" -> memory.get(JAVA_SHORT, at);
                case "char" -> memory.get(JAVA_CHAR, at);
                case "int" -> memory.get(JAVA_INT, at);
                case "long" -> memory.get(JAVA_LONG, at);
                case "float" -> memory.get(JAVA_FLOAT, at);
                case "double" -> memory.get(JAVA_DOUBLE, at);
                default -> throw new IllegalArgumentException("not a primitive: type=" + type);
            };
        }
    }

    /** An enum's ordinal. */
    record OfEnum(String where, Enum<?>[] constants) implements FieldCodec {
        @Override
        public void encode(
                @Nullable Object value, Struct.Field place, MemorySegment memory, long base) {
            memory.set(
                    JAVA_INT, base + place.offset(), RecordCodec.ordinal((Enum<?>) value, where));
        }

        @Override
        public Object decode(Struct.Field place, MemorySegment memory, long base) {
            return RecordCodec.constant(
                    constants, memory.get(JAVA_INT, base + place.offset()), where);
        }
    }

    /** Text of a fixed capacity. */
    record OfText(String where) implements FieldCodec {
        @Override
        public void encode(
                @Nullable Object value, Struct.Field place, MemorySegment memory, long base) {
            RecordCodec.putText(
                    (String) value, capacity(place), memory, base + place.offset(), where);
        }

        @Override
        public Object decode(Struct.Field place, MemorySegment memory, long base) {
            return RecordCodec.getText(capacity(place), memory, base + place.offset(), where);
        }

        private static int capacity(Struct.Field place) {
            return ((FieldType.OfText) place.type()).capacity();
        }
    }

    /** A record by value. */
    record OfRecord(String where, RecordCodec codec) implements FieldCodec {
        @Override
        public void encode(
                @Nullable Object value, Struct.Field place, MemorySegment memory, long base) {
            codec.encode(RecordCodec.present((Record) value, where), memory, base + place.offset());
        }

        @Override
        public Object decode(Struct.Field place, MemorySegment memory, long base) {
            return codec.decode(memory, base + place.offset());
        }
    }

    /** A helper object in place. */
    record OfObject(String where, StateCodec codec) implements FieldCodec {
        @Override
        public void encode(
                @Nullable Object value, Struct.Field place, MemorySegment memory, long base) {
            codec.writeFields(present(value), memory, base + place.offset());
        }

        @Override
        public Object decode(Struct.Field place, MemorySegment memory, long base) {
            return codec.read(memory, base + place.offset());
        }

        @Override
        public void refuseShared(@Nullable Object value, Map<Object, String> seen) {
            FieldCodec.refuseShared(value, where, seen);
            codec.refuseShared(present(value), seen);
        }

        private Object present(@Nullable Object value) {
            if (value == null) {
                throw new MessageTypeException(
                        "an object in the state is null: field=" + where + "; set it before spawn");
            }
            return value;
        }
    }

    /** A fixed number of elements. */
    record OfArray(String where, Class<?> element) implements FieldCodec {
        @Override
        public void encode(
                @Nullable Object value, Struct.Field place, MemorySegment memory, long base) {
            FieldType.OfArray array = (FieldType.OfArray) place.type();
            long at = base + place.offset();
            if (nested()) {
                Object[] values = (Object[]) RecordCodec.checked(value, array.length(), where);
                FieldCodec each = FieldCodec.of(where, element);
                for (int i = 0; i < array.length(); i++) {
                    each.encode(values[i], element(array, i), memory, at);
                }
            } else if (element.isRecord()) {
                RecordCodec.putRecords(
                        (Record[]) value,
                        array.length(),
                        memory,
                        at,
                        where,
                        codec(),
                        array.element().size());
            } else if (element.isEnum()) {
                RecordCodec.putEnums((Enum<?>[]) value, array.length(), memory, at, where);
            } else {
                RecordCodec.putArray(value, array.length(), memory, at, where);
            }
        }

        @Override
        public Object decode(Struct.Field place, MemorySegment memory, long base) {
            FieldType.OfArray array = (FieldType.OfArray) place.type();
            long at = base + place.offset();
            Object result = Array.newInstance(element, array.length());
            if (nested()) {
                FieldCodec each = FieldCodec.of(where, element);
                for (int i = 0; i < array.length(); i++) {
                    Array.set(result, i, each.decode(element(array, i), memory, at));
                }
                return result;
            }
            if (element.isRecord()) {
                return RecordCodec.getRecords(
                        (Record[]) result, memory, at, codec(), array.element().size());
            }
            if (element.isEnum()) {
                return RecordCodec.getEnums(
                        (Enum<?>[]) result, enumConstants(element), memory, at, where);
            }
            return RecordCodec.getArray(result, array.length(), memory, at);
        }

        @Override
        public void refuseShared(@Nullable Object value, Map<Object, String> seen) {
            FieldCodec.refuseShared(value, where, seen);
            if (nested() && value instanceof Object[] values) {
                FieldCodec each = FieldCodec.of(where, element);
                for (Object one : values) {
                    each.refuseShared(one, seen);
                }
            }
        }

        /** Returns whether the elements are arrays or helper objects. */
        private boolean nested() {
            return !(element.isPrimitive() || element.isEnum() || element.isRecord());
        }

        private static Struct.Field element(FieldType.OfArray array, int index) {
            return new Struct.Field("element", array.element(), index * array.element().size());
        }

        private RecordCodec codec() {
            return RecordCodec.of(element.asSubclass(Record.class));
        }
    }
}
