package io.ringkernel.message;

import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Maps records and fields to the C structures that stand for them. */
final class RecordLayout {

    private final Deque<Class<?>> enclosing = new ArrayDeque<>();

    private RecordLayout() {}

    /**
     * Returns the structure of a record: one field for each component, in order.
     *
     * @throws MessageTypeException if a component has a type that no C structure can hold
     */
    static Struct of(Class<?> record) {
        return new RecordLayout().struct(record);
    }

    /**
     * Returns the type of a component or field.
     *
     * @param where the component or field, for the error message
     * @param length its {@link Length}, required where {@code type} is an array or text
     */
    static FieldType fieldType(String where, Class<?> type, @Nullable Length length) {
        return new RecordLayout().type(where, type, length);
    }

    private Struct struct(Class<?> record) {
        if (enclosing.contains(record)) {
            throw new MessageTypeException(
                    "a record cannot contain itself: record="
                            + record.getName()
                            + "; a message holds values, not references");
        }
        enclosing.push(record);
        Struct.Builder struct = Struct.builder(CudaNames.of(record));
        for (RecordComponent component : record.getRecordComponents()) {
            String where = record.getName() + "." + component.getName();
            struct.add(
                    CudaNames.field(component.getName()),
                    type(where, component.getType(), length(component)));
        }
        enclosing.pop();
        return struct.build();
    }

    private FieldType type(String where, Class<?> type, @Nullable Length length) {
        if (type.isArray()) {
            if (length == null || length.value() < 1) {
                throw new MessageTypeException(
                        "an array needs a fixed, positive length: component="
                                + where
                                + "; annotate it with @Length(n)");
            }
            if (type.getComponentType().isArray() || type.getComponentType() == String.class) {
                throw unsupported(where, type);
            }
            return new FieldType.OfArray(
                    type(where, type.getComponentType(), null), length.value());
        }
        if (type == String.class) {
            return text(where, length);
        }
        if (length != null) {
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
            return new FieldType.OfStruct(struct(type));
        }
        throw unsupported(where, type);
    }

    private static FieldType text(String where, @Nullable Length length) {
        if (length == null
                || length.value() < 1
                || length.value() > FieldType.OfText.MAX_CAPACITY) {
            throw new MessageTypeException(
                    "text needs a length of 1 to "
                            + FieldType.OfText.MAX_CAPACITY
                            + " bytes: component="
                            + where
                            + "; annotate it with @Length(n), its most bytes in UTF-8");
        }
        return new FieldType.OfText(length.value());
    }

    private static @Nullable Length length(AnnotatedElement element) {
        return element.getAnnotation(Length.class);
    }

    private static MessageTypeException unsupported(String where, Class<?> type) {
        return new MessageTypeException(
                "type cannot travel in a message: component="
                        + where
                        + ", type="
                        + type.getTypeName()
                        + "; use primitives, enums, @Length text, records of these, or @Length arrays of"
                        + " primitives, enums and records");
    }
}
