package io.ringkernel.transpiler.ir;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.StateLayout;
import java.lang.reflect.Field;
import java.util.List;

/** The type of a {@link Value}. */
public sealed interface Type {

    /**
     * Number types; {@code boolean}, {@code byte}, {@code short} and {@code char} are {@link #I32},
     * as on the JVM.
     */
    enum Prim implements Type {
        /** 32-bit integer. */
        I32,
        /** 64-bit integer. */
        I64,
        /** 32-bit floating point. */
        F32,
        /** 64-bit floating point. */
        F64;

        /** Returns the type as which a field of this scalar type is computed with. */
        public static Prim of(Scalar scalar) {
            return switch (scalar) {
                case BOOL, I8, I16, U16, I32, U32 -> I32;
                case I64, U64 -> I64;
                case F32 -> F32;
                case F64 -> F64;
            };
        }

        /** Returns the scalar that holds a value of this type. */
        public Scalar scalar() {
            return switch (this) {
                case I32 -> Scalar.I32;
                case I64 -> Scalar.I64;
                case F32 -> Scalar.F32;
                case F64 -> Scalar.F64;
            };
        }

        /** Returns whether this is {@link #I32} or {@link #I64}. */
        public boolean isInteger() {
            return this == I32 || this == I64;
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What is not a number: nothing, or one of the objects of which a call has exactly one. */
    enum Single implements Type {
        /** No value. */
        VOID,
        /** The message being handled, its record not yet known. */
        MESSAGE,
        /** The actor. */
        STATE,
        /** The actor's context. */
        CONTEXT;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A constant of an enum, held as its ordinal. */
    record Enumeration(Class<?> javaClass) implements Type {
        @Override
        public String toString() {
            return javaClass.getSimpleName();
        }
    }

    /** A record, held by value. */
    record Rec(Class<?> javaClass, Struct struct) implements Type {

        /** Returns the type of the component with this index. */
        public Type component(int index) {
            return of(
                    javaClass.getRecordComponents()[index].getType(),
                    struct.fields().get(index).type(),
                    Space.RECORD);
        }

        /** Returns the index of the component of this name, -1 if there is none. */
        public int indexOf(String name) {
            var components = javaClass.getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                if (components[i].getName().equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        /** Returns whether it is or holds a record that holds an array. */
        public boolean holdsArray() {
            return holdsArray(struct);
        }

        private static boolean holdsArray(Struct struct) {
            return struct.fields().stream()
                    .anyMatch(field ->
                            field.type() instanceof FieldType.OfArray
                                    || (field.type() instanceof FieldType.OfStruct(Struct nested)
                                            && holdsArray(nested)));
        }

        @Override
        public String toString() {
            return javaClass.getSimpleName();
        }
    }

    /** A helper object in the actor's state, held as its address there; never null. */
    record Obj(Class<?> javaClass, Struct struct) implements Type {

        /** Returns the type of the field with this index. */
        public Type field(int index) {
            return of(
                    StateLayout.fieldsOf(javaClass).get(index).getType(),
                    struct.fields().get(index).type(),
                    Space.STATE);
        }

        /** Returns the Java name of the field with this index. */
        public String name(int index) {
            return StateLayout.fieldsOf(javaClass).get(index).getName();
        }

        /** Returns the index of the field of this name, -1 if there is none. */
        public int indexOf(String name) {
            List<Field> fields = StateLayout.fieldsOf(javaClass);
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).getName().equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public String toString() {
            return javaClass.getSimpleName();
        }
    }

    /**
     * A fixed-length array that lives in {@code space}; {@code javaElement} is the Java type of its
     * elements.
     */
    record Array(Class<?> javaElement, FieldType element, int length, Space space) implements Type {

        /**
         * Returns the type of an element that has been read; of an array of arrays, a row in the
         * same space.
         */
        public Type elementType() {
            return of(javaElement, element, space);
        }

        /** Returns the same array in another space. */
        public Array in(Space other) {
            return new Array(javaElement, element, length, other);
        }

        @Override
        public String toString() {
            return javaElement.getSimpleName()
                    + "["
                    + length
                    + "]@"
                    + space.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** An array whose length only the run knows: a kernel's parameter. */
    record Buffer(Class<?> javaElement, Scalar element) implements Type {

        /** Returns the type for arrays of a primitive other than {@code boolean}. */
        public static Buffer of(Class<?> javaElement) {
            return new Buffer(javaElement, Scalar.valueOf(scalarName(javaElement)));
        }

        private static String scalarName(Class<?> element) {
            return switch (element.getName()) {
                case "byte" -> "I8";
                case "short" -> "I16";
                case "char" -> "U16";
                case "int" -> "I32";
                case "long" -> "I64";
                case "float" -> "F32";
                case "double" -> "F64";
                default -> throw new IllegalArgumentException("no buffer of: element=" + element);
            };
        }

        /** Returns the type of an element that has been read. */
        public Type elementType() {
            return Prim.of(element);
        }

        @Override
        public String toString() {
            return javaElement.getSimpleName() + "[]";
        }
    }

    /** Where an array lives. */
    enum Space {
        /** In the actor's state, where it can be written. */
        STATE,
        /** In a record, which cannot. */
        RECORD,
        /** In the memory of one call of a function, where it can be written. */
        LOCAL,
        /** In the memory that the threads of a block share. */
        SHARED
    }

    /**
     * Returns whether a phi may hold it: what has a value, or an address that stays as long as the
     * actor. Not an array of a call: the next execution of what made it makes another in its place.
     */
    default boolean canMerge() {
        return switch (this) {
            case Single s -> false;
            case Array array -> array.space() == Space.STATE;
            case Buffer buffer -> false;
            default -> true;
        };
    }

    /** Returns whether it names a place in memory and not a value. */
    default boolean isPlace() {
        return this instanceof Array || this instanceof Obj;
    }

    /** Returns whether a value of type {@code other} can stand where this one is needed. */
    default boolean accepts(Type other) {
        return equals(other)
                || (this instanceof Array to
                        && to.space() == Space.RECORD
                        && other instanceof Array from
                        && to.equals(from.in(Space.RECORD)));
    }

    /** Returns the type of what is read from a field of this Java type and layout. */
    static Type of(Class<?> javaType, FieldType type, Space space) {
        return switch (type) {
            case FieldType.OfScalar s when javaType.isEnum() -> new Enumeration(javaType);
            case FieldType.OfScalar s -> Prim.of(s.scalar());
            case FieldType.OfStruct s when javaType.isRecord() -> new Rec(javaType, s.struct());
            case FieldType.OfStruct s -> new Obj(javaType, s.struct());
            case FieldType.OfText t ->
                    throw new IllegalStateException(
                            "text was not refused before: type=" + javaType.getName());
            case FieldType.OfArray a ->
                    new Array(javaType.getComponentType(), a.element(), a.length(), space);
        };
    }
}
