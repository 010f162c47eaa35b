package io.ringkernel.memory;

/** The scalar types that host and device share. All are little-endian and aligned to their size. */
public enum Scalar {
    /** One byte, 0 or 1. */
    BOOL(1, "rk_u8"),
    /** Java's {@code byte}. */
    I8(1, "rk_i8"),
    /** Java's {@code short}. */
    I16(2, "rk_i16"),
    /** Java's {@code char}. */
    U16(2, "rk_u16"),
    /** Java's {@code int}. */
    I32(4, "rk_i32"),
    /** A word that only the runtime uses. */
    U32(4, "rk_u32"),
    /** Java's {@code long}. */
    I64(8, "rk_i64"),
    /** A position, an address or an epoch; only the runtime uses it. */
    U64(8, "rk_u64"),
    /** Java's {@code float}. */
    F32(4, "rk_f32"),
    /** Java's {@code double}. */
    F64(8, "rk_f64");

    private final int bytes;
    private final String cudaName;

    Scalar(int bytes, String cudaName) {
        this.bytes = bytes;
        this.cudaName = cudaName;
    }

    /** Returns the size and alignment in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns the name of the type in the device runtime's header. */
    public String cudaName() {
        return cudaName;
    }

    /** Returns the scalar that a primitive Java type maps to. */
    public static Scalar of(Class<?> primitive) {
        return switch (primitive.getName()) {
            case "boolean" -> BOOL;
            case "byte" -> I8;
            case "short" -> I16;
            case "char" -> U16;
            case "int" -> I32;
            case "long" -> I64;
            case "float" -> F32;
            case "double" -> F64;
            default ->
                    throw new IllegalArgumentException(
                            "not a primitive value type: type=" + primitive.getName());
        };
    }
}
