package io.ringkernel.message;

import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.Struct;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The instance fields of an actor's class as a C structure.
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
        Struct.Builder struct = Struct.builder(CudaNames.of(actorClass) + "_State");
        List<Field> fields = new ArrayList<>();
        for (Field field : actorClass.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                String where = actorClass.getName() + "." + field.getName();
                struct.add(
                        CudaNames.field(field.getName()),
                        RecordLayout.fieldType(
                                where, field.getType(), field.getAnnotation(Length.class)));
                fields.add(field);
            }
        }
        return new StateLayout(actorClass, struct.build(), fields);
    }
}
