package io.ringkernel.transpiler;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.StateLayout;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * Values as the IR sees them: {@link Integer} (also for {@code boolean}, {@code byte}, {@code
 * short}, {@code char} and the ordinal of an enum's constant), {@link Long}, {@link Float}, {@link
 * Double}, and {@code Object[]} for a record or an array. {@link java.util.Arrays#deepEquals}
 * compares them: bit for bit, all NaN alike.
 *
 * <p>Here they are taken from objects and from memory, and written to memory.
 */
public final class Cells {

    private Cells() {}

    /**
     * Returns the fields of an actor.
     *
     * @throws IllegalArgumentException if a field cannot be read, or holds null or an array of
     *     another length
     */
    public static Object[] ofActor(Object actor, StateLayout layout) {
        List<Field> fields = layout.javaFields();
        Object[] cells = new Object[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            Field field = fields.get(i);
            Object value = read(field, () -> field.get(actor));
            cells[i] = of(value, layout.struct().fields().get(i).type(), field.toString());
        }
        return cells;
    }

    /** Returns the components of a record, as {@link #ofActor} does fields. */
    public static Object[] ofRecord(Object record, Struct struct) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] cells = new Object[components.length];
        for (int i = 0; i < cells.length; i++) {
            RecordComponent component = components[i];
            Object value =
                    read(component.getAccessor(), () -> component.getAccessor().invoke(record));
            cells[i] = of(value, struct.fields().get(i).type(), component.toString());
        }
        return cells;
    }

    private interface Read {
        Object get() throws ReflectiveOperationException;
    }

    private static Object read(AccessibleObject member, Read read) {
        try {
            member.setAccessible(true);
            return read.get();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalArgumentException("cannot be read: member=" + member, e);
        }
    }

    private static Object of(Object value, FieldType type, String where) {
        return switch (type) {
            case FieldType.OfScalar s -> scalar(value, where);
            case FieldType.OfStruct(Struct struct) when value instanceof Record ->
                    ofRecord(value, struct);
            case FieldType.OfStruct s when value != null ->
                    ofActor(value, StateLayout.of(value.getClass()));
            case FieldType.OfStruct s ->
                    throw new IllegalArgumentException("is null: member=" + where);
            case FieldType.OfText t -> throw text();
            case FieldType.OfArray(FieldType element, int length) -> {
                if (value == null || Array.getLength(value) != length) {
                    throw new IllegalArgumentException(
                            "not an array of @Length: member=" + where + ", length=" + length);
                }
                Object[] cells = new Object[length];
                for (int i = 0; i < length; i++) {
                    cells[i] = of(Array.get(value, i), element, where);
                }
                yield cells;
            }
        };
    }

    private static Object scalar(Object value, String where) {
        return switch (value) {
            case Boolean b -> b ? 1 : 0;
            case Byte b -> (int) b;
            case Short s -> (int) s;
            case Character c -> (int) c;
            case Enum<?> e -> e.ordinal();
            case Integer i -> i;
            case Long l -> l;
            case Float f -> f;
            case Double d -> d;
            case null, default ->
                    throw new IllegalArgumentException(
                            "not a number or an enum's constant: member="
                                    + where
                                    + ", value="
                                    + value);
        };
    }

    /** Returns what a structure in memory holds. */
    public static Object[] read(Struct struct, MemorySegment from, long offset) {
        List<Struct.Field> fields = struct.fields();
        Object[] cells = new Object[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = read(fields.get(i).type(), from, offset + fields.get(i).offset());
        }
        return cells;
    }

    private static Object read(FieldType type, MemorySegment from, long offset) {
        return switch (type) {
            case FieldType.OfStruct(Struct struct) -> read(struct, from, offset);
            case FieldType.OfText t -> throw text();
            case FieldType.OfArray(FieldType element, int length) -> {
                Object[] cells = new Object[length];
                for (int i = 0; i < length; i++) {
                    cells[i] = read(element, from, offset + i * element.size());
                }
                yield cells;
            }
            case FieldType.OfScalar(Scalar scalar) ->
                    switch (scalar) {
                        case BOOL, I8 -> (int) from.get(JAVA_BYTE, offset);
                        case I16 -> (int) from.get(JAVA_SHORT, offset);
                        case U16 -> (int) from.get(JAVA_CHAR, offset);
                        case I32, U32 -> from.get(JAVA_INT, offset);
                        case I64, U64 -> from.get(JAVA_LONG, offset);
                        case F32 -> from.get(JAVA_FLOAT, offset);
                        case F64 -> from.get(JAVA_DOUBLE, offset);
                    };
        };
    }

    /** Writes a structure to memory; the bytes between its fields stay. */
    public static void write(Object[] cells, Struct struct, MemorySegment to, long offset) {
        for (int i = 0; i < cells.length; i++) {
            Struct.Field field = struct.fields().get(i);
            write(cells[i], field.type(), to, offset + field.offset());
        }
    }

    private static void write(Object cell, FieldType type, MemorySegment to, long offset) {
        switch (type) {
            case FieldType.OfStruct(Struct struct) -> write((Object[]) cell, struct, to, offset);
            case FieldType.OfText t -> throw text();
            case FieldType.OfArray(FieldType element, int length) -> {
                for (int i = 0; i < length; i++) {
                    write(((Object[]) cell)[i], element, to, offset + i * element.size());
                }
            }
            case FieldType.OfScalar(Scalar scalar) -> {
                switch (scalar) {
                    case BOOL, I8 -> to.set(JAVA_BYTE, offset, ((Integer) cell).byteValue());
                    case I16, U16 -> to.set(JAVA_SHORT, offset, ((Integer) cell).shortValue());
                    case I32, U32 -> to.set(JAVA_INT, offset, (Integer) cell);
                    case I64, U64 -> to.set(JAVA_LONG, offset, (Long) cell);
                    case F32 -> to.set(JAVA_FLOAT, offset, (Float) cell);
                    case F64 -> to.set(JAVA_DOUBLE, offset, (Double) cell);
                }
            }
        }
    }

    /** Returns a copy that shares no array with the original. */
    public static Object[] copy(Object[] cells) {
        Object[] copy = cells.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] instanceof Object[] inner) {
                copy[i] = copy(inner);
            }
        }
        return copy;
    }

    private static IllegalArgumentException text() {
        return new IllegalArgumentException("text does not go to the device");
    }
}
