package io.ringkernel.message;

import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.Struct;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/**
 * The instance fields of an actor's class, or of a helper object's in its state, as a C structure.
 *
 * @param actorClass the class
 * @param struct the structure; field {@code i} stands for {@code javaFields.get(i)}
 * @param javaFields the fields in declaration order
 */
public record StateLayout(Class<?> actorClass, Struct struct, List<Field> javaFields) {

    /** Copies the list of fields. */
    public StateLayout {
        javaFields = List.copyOf(javaFields);
    }

    /**
     * Lays out the class's own instance fields.
     *
     * @throws MessageTypeException if the class extends another, or a field has a type that cannot
     *     live in device memory
     */
    public static StateLayout of(Class<?> actorClass) {
        if (actorClass.getSuperclass() != Object.class) {
            throw new MessageTypeException(
                    "an actor must extend Object directly: class="
                            + actorClass.getName()
                            + ", superclass="
                            + actorClass.getSuperclass());
        }
        return new StateLayout(actorClass, RecordLayout.ofState(actorClass), fieldsOf(actorClass));
    }

    /**
     * Returns what the structure of a class has fields for: its own instance fields in declaration
     * order.
     */
    public static List<Field> fieldsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .toList();
    }
}
