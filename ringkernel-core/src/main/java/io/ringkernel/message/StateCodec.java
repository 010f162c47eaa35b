package io.ringkernel.message;

import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.Struct;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of an actor into memory and makes a new actor of what is there. Thread-safe. By
 * reflection: it runs when an actor is spawned or inspected, not for each message.
 */
public final class StateCodec {

    private final StateLayout layout;
    private final List<FieldCodec> fields;
    private final Constructor<?> instances;

    private StateCodec(StateLayout layout) {
        this.layout = layout;
        this.fields = layout.javaFields().stream().map(StateCodec::opened).toList();
        this.instances = withoutConstructor(layout.actorClass());
    }

    /**
     * Makes the codec of an actor's class.
     *
     * @throws MessageTypeException if the package of the class, or of a record in it, is not open
     *     to RingKernel
     */
    public static StateCodec of(StateLayout layout) {
        return new StateCodec(layout);
    }

    /**
     * Writes every field at its offset; bytes between fields stay as they are.
     *
     * @throws MessageTypeException if a field that holds a record, an enum or an array is null, or
     *     an array has not its declared length, or if two fields hold one array or object: in
     *     memory there would be two
     */
    public void write(Object actor, MemorySegment memory, long offset) {
        refuseShared(actor, new IdentityHashMap<>());
        writeFields(actor, memory, offset);
    }

    void writeFields(Object actor, MemorySegment memory, long offset) {
        for (int i = 0; i < fields.size(); i++) {
            Struct.Field place = layout.struct().fields().get(i);
            fields.get(i).encode(value(i, actor), place, memory, offset);
        }
    }

    /** Looks for an array or object that is among {@code seen}, by where it was, and adds all. */
    void refuseShared(Object actor, Map<Object, String> seen) {
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).refuseShared(value(i, actor), seen);
        }
    }

    private @Nullable Object value(int index, Object actor) {
        Field field = layout.javaFields().get(index);
        try {
            return field.get(actor);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("field was made accessible before: field=" + field, e);
        }
    }

    /**
     * Makes a new instance, without running a constructor, and sets every field to what is in
     * memory.
     */
    public Object read(MemorySegment memory, long offset) {
        try {
            Object actor = instances.newInstance();
            for (int i = 0; i < fields.size(); i++) {
                Struct.Field place = layout.struct().fields().get(i);
                layout.javaFields().get(i).set(actor, fields.get(i).decode(place, memory, offset));
            }
            return actor;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot make an actor: class=" + layout.actorClass().getName(), e);
        }
    }

    private static FieldCodec opened(Field field) {
        PrivateAccess.open(field);
        return FieldCodec.of(
                field.getDeclaringClass().getName() + "." + field.getName(), field.getType());
    }

    /**
     * As deserialisation does: Object's constructor runs, the class's own does not. By reflection,
     * because the compiler warns of every mention of that class, though jdk.unsupported exports it
     * for just this.
     */
    private static Constructor<?> withoutConstructor(Class<?> actorClass) {
        try {
            Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
            Object factory = type.getMethod("getReflectionFactory").invoke(null);
            return (Constructor<?>)
                    type.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                            .invoke(factory, actorClass, Object.class.getDeclaredConstructor());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this JVM lacks the module jdk.unsupported: class=" + actorClass.getName(), e);
        }
    }
}
