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
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects and structures as lists of boxed numbers: comparable, NaN equal to NaN whatever its bits,
 * -0.0 different from 0.0.
 */
final class Trees {

    private Trees() {}

    static List<Object> ofActor(Object actor, StateLayout layout) {
        List<Object> tree = new ArrayList<>();
        for (int i = 0; i < layout.javaFields().size(); i++) {
            tree.add(
                    of(
                            field(actor, layout.javaFields().get(i)),
                            layout.struct().fields().get(i).type()));
        }
        return tree;
    }

    static List<Object> ofRecord(Object record, Struct struct) {
        List<Object> tree = new ArrayList<>();
        RecordComponent[] components = record.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            tree.add(of(component(record, components[i]), struct.fields().get(i).type()));
        }
        return tree;
    }

    private static Object of(Object value, FieldType type) {
        return switch (type) {
            case FieldType.OfScalar s -> value instanceof Enum<?> e ? e.ordinal() : value;
            case FieldType.OfStruct(Struct struct) when value instanceof Record ->
                    ofRecord(value, struct);
            case FieldType.OfStruct s -> ofActor(value, StateLayout.of(value.getClass()));
            case FieldType.OfText text -> throw new AssertionError("text is refused: " + text);
            case FieldType.OfArray(FieldType element, int length) -> {
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < length; i++) {
                    elements.add(of(Array.get(value, i), element));
                }
                yield elements;
            }
        };
    }

    @SuppressWarnings("unchecked")
    static void write(List<Object> tree, Struct struct, MemorySegment to, long offset) {
        for (int i = 0; i < tree.size(); i++) {
            Struct.Field field = struct.fields().get(i);
            write(tree.get(i), field.type(), to, offset + field.offset());
        }
    }

    @SuppressWarnings("unchecked")
    private static void write(Object value, FieldType type, MemorySegment to, long offset) {
        switch (type) {
            case FieldType.OfStruct(Struct struct) ->
                    write((List<Object>) value, struct, to, offset);
            case FieldType.OfText text -> throw new AssertionError("text is refused: " + text);
            case FieldType.OfArray(FieldType element, int length) -> {
                for (int i = 0; i < length; i++) {
                    write(((List<Object>) value).get(i), element, to, offset + i * element.size());
                }
            }
            case FieldType.OfScalar(Scalar scalar) -> {
                switch (value) {
                    case Boolean b -> to.set(JAVA_BYTE, offset, (byte) (b ? 1 : 0));
                    case Byte b -> to.set(JAVA_BYTE, offset, b);
                    case Short s -> to.set(JAVA_SHORT, offset, s);
                    case Character c -> to.set(JAVA_CHAR, offset, c);
                    case Integer i -> to.set(JAVA_INT, offset, i);
                    case Long l -> to.set(JAVA_LONG, offset, l);
                    case Float f -> to.set(JAVA_FLOAT, offset, f);
                    case Double d -> to.set(JAVA_DOUBLE, offset, d);
                    default -> throw new IllegalArgumentException("value=" + value);
                }
            }
        }
    }

    static List<Object> read(Struct struct, MemorySegment from, long offset) {
        List<Object> tree = new ArrayList<>();
        for (Struct.Field field : struct.fields()) {
            tree.add(read(field.type(), from, offset + field.offset()));
        }
        return tree;
    }

    private static Object read(FieldType type, MemorySegment from, long offset) {
        return switch (type) {
            case FieldType.OfStruct(Struct struct) -> read(struct, from, offset);
            case FieldType.OfText text -> throw new AssertionError("text is refused: " + text);
            case FieldType.OfArray(FieldType element, int length) -> {
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < length; i++) {
                    elements.add(read(element, from, offset + i * element.size()));
                }
                yield elements;
            }
            case FieldType.OfScalar(Scalar scalar) ->
                    switch (scalar) {
                        case BOOL ->
                                switch (from.get(JAVA_BYTE, offset)) {
                                    case 0 -> false;
                                    case 1 -> true;
                                    default ->
                                            throw new AssertionError("boolean is neither 0 nor 1");
                                };
                        case I8 -> from.get(JAVA_BYTE, offset);
                        case I16 -> from.get(JAVA_SHORT, offset);
                        case U16 -> from.get(JAVA_CHAR, offset);
                        case I32, U32 -> from.get(JAVA_INT, offset);
                        case I64, U64 -> from.get(JAVA_LONG, offset);
                        case F32 -> from.get(JAVA_FLOAT, offset);
                        case F64 -> from.get(JAVA_DOUBLE, offset);
                    };
        };
    }

    private static Object field(Object object, Field field) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object component(Object record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
