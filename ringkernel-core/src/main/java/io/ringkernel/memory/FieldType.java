package io.ringkernel.memory;

/**
 * The type of a field in a {@link Struct}: a scalar, a nested struct, a fixed-length array or text.
 */
public sealed interface FieldType {

    /** Returns the size in bytes, including the tail padding of structs. */
    long size();

    /** Returns the natural alignment in bytes, a power of two. */
    long alignment();

    /** A scalar. */
    record OfScalar(Scalar scalar) implements FieldType {
        @Override
        public long size() {
            return scalar.bytes();
        }

        @Override
        public long alignment() {
            return scalar.bytes();
        }
    }

    /** A struct held by value. */
    record OfStruct(Struct struct) implements FieldType {
        @Override
        public long size() {
            return struct.size();
        }

        @Override
        public long alignment() {
            return struct.alignment();
        }
    }

    /** A fixed number of elements, one after the other. */
    record OfArray(FieldType element, int length) implements FieldType {

        /** Checks that there is at least one element. */
        public OfArray {
            if (length < 1) {
                throw new IllegalArgumentException(
                        "array length must be positive: length=" + length);
            }
        }

        @Override
        public long size() {
            return element.size() * length;
        }

        @Override
        public long alignment() {
            return element.alignment();
        }
    }

    /**
     * UTF-8 text of at most {@code capacity} bytes behind its length, an unsigned 16-bit word; the
     * bytes after the text mean nothing.
     *
     * <pre>
     *   byte   0        2                          2 + capacity
     *        +--------+--------------------------+-----+
     *        | length | text ...                 | pad |   to a multiple of 2
     *        +--------+--------------------------+-----+
     * </pre>
     */
    record OfText(int capacity) implements FieldType {

        /** Where the text starts, behind its length. */
        public static final int BYTES_OFFSET = Short.BYTES;

        /** What the length's 16 bits can say. */
        public static final int MAX_CAPACITY = 0xFFFF;

        /** Checks that the length's word can say how long the text is. */
        public OfText {
            if (capacity < 1 || capacity > MAX_CAPACITY) {
                throw new IllegalArgumentException(
                        "text capacity must be from 1 to "
                                + MAX_CAPACITY
                                + " bytes: capacity="
                                + capacity);
            }
        }

        @Override
        public long size() {
            return CacheLine.roundUp(BYTES_OFFSET + capacity, alignment());
        }

        @Override
        public long alignment() {
            return Scalar.U16.bytes();
        }
    }
}
