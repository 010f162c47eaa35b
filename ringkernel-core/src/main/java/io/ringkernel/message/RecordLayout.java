package io.ringkernel.message;

import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Maps records and fields to the C structures that stand for them. */
final class RecordLayout {

    private static final int MAX_DIMENSIONS = 2;
    private static final int[] NO_LENGTHS = {};

    private final Deque<Class<?>> enclosing = new ArrayDeque<>();
    private final boolean inState;

    private RecordLayout(boolean inState) {
        this.inState = inState;
    }

    /**
     * Returns the structure of a record: one field for each component, in order.
     *
     * @throws MessageTypeException if a component has a type that no C structure can hold
     */
    static Struct of(Class<?> record) {
        return new RecordLayout(false).struct(record);
    }

    /**
     * Returns the structure of an actor's or a helper object's class: one field for each of its own
     * instance fields, in order.
     *
     * @throws MessageTypeException if a field has a type that no C structure can hold
     */
    static Struct ofState(Class<?> type) {
        return new RecordLayout(true).object(type);
    }

    private Struct object(Class<?> type) {
        enter(type);
        Struct.Builder struct = Struct.builder(CudaNames.of(type) + "_State");
        for (Field field : StateLayout.fieldsOf(type)) {
            String where = type.getName() + "." + field.getName();
            struct.add(
                    CudaNames.field(field.getName()), type(where, field.getType(), lengths(field)));
        }
        enclosing.pop();
        return struct.build();
    }

    private Struct struct(Class<?> record) {
        enter(record);
        Struct.Builder struct = Struct.builder(CudaNames.of(record));
        for (RecordComponent component : record.getRecordComponents()) {
            String where = record.getName() + "." + component.getName();
            struct.add(
                    CudaNames.field(component.getName()),
                    type(where, component.getType(), lengths(component)));
        }
        enclosing.pop();
        return struct.build();
    }

    private void enter(Class<?> type) {
        if (enclosing.contains(type)) {
            throw new MessageTypeException(
                    (type.isRecord()
                                    ? "a record cannot contain itself: record="
                                    : "an object cannot contain itself: class=")
                            + type.getName()
                            + "; "
                            + (type.isRecord() ? "a message" : "state")
                            + " holds values, not references");
        }
        enclosing.push(type);
    }

    private FieldType type(String where, Class<?> type, int[] lengths) {
        if (type.isArray()) {
            return array(where, type, lengths);
        }
        if (type == String.class) {
            return text(where, lengths);
        }
        if (lengths.length > 0) {
            throw new MessageTypeException(
                    "only arrays and text have a length: component="
                            + where
                            + ", type="
                            + type.getTypeName()
                            + "; remove @Length");
        }
        if (type.isPrimitive()) {
            return new FieldType.OfScalar(Scalar.of(type));
        }
        if (type.isEnum()) {
            if (type.getEnumConstants().length == 0) {
                throw new MessageTypeException(
                        "an enum without constants has no values: component="
                                + where
                                + ", type="
                                + type.getName());
            }
            return new FieldType.OfScalar(Scalar.I32);
        }
        if (type.isRecord()) {
            return new FieldType.OfStruct(inState ? of(type) : struct(type));
        }
        if (inState && isHelper(where, type)) {
            return new FieldType.OfStruct(object(type));
        }
        throw unsupported(where, type);
    }

    private FieldType array(String where, Class<?> type, int[] lengths) {
        if (lengths.length == 0 || Arrays.stream(lengths).anyMatch(length -> length < 1)) {
            throw new MessageTypeException(
                    "an array needs a fixed, positive length: component="
                            + where
                            + "; annotate it with @Length(n)");
        }
        Class<?> element = type;
        int dimensions = 0;
        for (; element.isArray(); element = element.getComponentType()) {
            dimensions++;
        }
        if (element == String.class
                || dimensions > MAX_DIMENSIONS
                || dimensions > 1 && (!inState || !element.isPrimitive() && !element.isEnum())) {
            throw unsupported(where, type);
        }
        if (lengths.length != dimensions) {
            throw new MessageTypeException(
                    "an array needs one length for each dimension: component="
                            + where
                            + ", dimensions="
                            + dimensions
                            + ", lengths="
                            + lengths.length
                            + "; annotate it with "
                            + (dimensions == 1 ? "@Length(n)" : "@Length({rows, columns})"));
        }
        FieldType result = type(where, element, NO_LENGTHS);
        for (int i = dimensions - 1; i >= 0; i--) {
            result = new FieldType.OfArray(result, lengths[i]);
        }
        return result;
    }

    /** Returns whether a field may hold an object of this class of the program, in place. */
    private static boolean isHelper(String where, Class<?> type) {
        if (type.getClassLoader() == null
                || type.isInterface()
                || Modifier.isAbstract(type.getModifiers())
                || type.isAnnotation()) {
            return false;
        }
        boolean nested = type.getEnclosingClass() != null;
        boolean bound = nested && !Modifier.isStatic(type.getModifiers());
        if (!Modifier.isFinal(type.getModifiers())
                || type.getSuperclass() != Object.class
                || bound) {
            throw new MessageTypeException(
                    "the class of an object in the state must be final, extend Object and not be an"
                            + " inner class: component="
                            + where
                            + ", type="
                            + type.getTypeName()
                            + "; declare it final"
                            + (bound ? " and static" : ""));
        }
        return true;
    }

    private static FieldType text(String where, int[] lengths) {
        if (lengths.length != 1 || lengths[0] < 1 || lengths[0] > FieldType.OfText.MAX_CAPACITY) {
            throw new MessageTypeException(
                    "text needs a length of 1 to "
                            + FieldType.OfText.MAX_CAPACITY
                            + " bytes: component="
                            + where
                            + "; annotate it with @Length(n), its most bytes in UTF-8");
        }
        return new FieldType.OfText(lengths[0]);
    }

    private static int[] lengths(AnnotatedElement element) {
        Length length = element.getAnnotation(Length.class);
        return length == null ? NO_LENGTHS : length.value();
    }

    private MessageTypeException unsupported(String where, Class<?> type) {
        return new MessageTypeException(
                (inState
                                ? "type cannot be in the state: component="
                                : "type cannot travel in a message: component=")
                        + where
                        + ", type="
                        + type.getTypeName()
                        + "; use primitives, enums, @Length text, records of these, or @Length arrays of"
                        + " primitives, enums and records"
                        + (inState
                                ? ", @Length({n, m}) arrays of arrays, and final helper classes"
                                : ""));
    }
}
