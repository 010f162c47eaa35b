package io.ringkernel.memory;

/** The type of a field in a {@link Struct}: a scalar, a nested struct or a fixed-length array. */
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
}
