package io.ringkernel.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a structure that host and device share, declared once: the host reads offsets from
 * it, the CUDA header and its static assertions are generated from it, and at start the device is
 * asked whether it agrees.
 *
 * <p>Fields lie in declaration order at their natural alignment, as a C compiler would lay them;
 * the size is a multiple of the alignment.
 *
 * @param name the C identifier
 * @param fields the fields in order of their offsets
 * @param size the size in bytes, with tail padding
 * @param alignment the alignment in bytes, a power of two
 */
public record Struct(String name, List<Field> fields, long size, long alignment) {

    /**
     * One field.
     *
     * @param name the C identifier
     * @param type what is stored
     * @param offset where, in bytes from the start of the structure
     */
    public record Field(String name, FieldType type, long offset) {}

    /** Copies the list of fields. */
    public Struct {
        fields = List.copyOf(fields);
    }

    /** Starts the declaration of a structure. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Returns the field of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Field field(String fieldName) {
        for (Field field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        throw new IllegalArgumentException(
                "no such field: struct=" + name + ", field=" + fieldName);
    }

    /** Returns the offset in bytes of the field of this name. */
    public long offset(String fieldName) {
        return field(fieldName).offset();
    }

    /** Lays fields one after the other. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<Field> fields = new ArrayList<>();
        private long end;
        private long alignment = 1;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a field at the next offset that its alignment allows. */
        public Builder add(String fieldName, FieldType type) {
            alignTo(type.alignment());
            fields.add(new Field(fieldName, type, end));
            end += type.size();
            alignment = Math.max(alignment, type.alignment());
            return this;
        }

        /** Adds a scalar. */
        public Builder add(String fieldName, Scalar scalar) {
            return add(fieldName, new FieldType.OfScalar(scalar));
        }

        /**
         * Starts a new line of {@link CacheLine#BYTES} for the fields that follow, and aligns the
         * structure to it.
         */
        public Builder newLine() {
            alignTo(CacheLine.BYTES);
            alignment = Math.max(alignment, CacheLine.BYTES);
            return this;
        }

        private void alignTo(long bytes) {
            end = CacheLine.roundUp(end, bytes);
        }

        /** Returns the structure; an empty one has size 1, as in C++. */
        public Struct build() {
            return new Struct(
                    name, fields, CacheLine.roundUp(Math.max(end, 1), alignment), alignment);
        }
    }
}
