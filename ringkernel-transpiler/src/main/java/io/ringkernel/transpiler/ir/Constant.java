package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.Type.Prim;

/**
 * A number known before the run; floating point is kept as its bits, so that -0.0 and NaN stay what
 * they are.
 */
public final class Constant extends Value {

    private final Type type;
    private final long bits;

    private Constant(Type type, long bits) {
        this.type = type;
        this.bits = bits;
    }

    /** Returns an {@code int}. */
    public static Constant of(int value) {
        return new Constant(Prim.I32, value);
    }

    /** Returns a {@code long}. */
    public static Constant of(long value) {
        return new Constant(Prim.I64, value);
    }

    /** Returns a {@code float}. */
    public static Constant of(float value) {
        return new Constant(Prim.F32, Float.floatToRawIntBits(value));
    }

    /** Returns a {@code double}. */
    public static Constant of(double value) {
        return new Constant(Prim.F64, Double.doubleToRawLongBits(value));
    }

    /** Returns a constant of an enum. */
    public static Constant of(Type.Enumeration type, int ordinal) {
        return new Constant(type, ordinal);
    }

    @Override
    public Type type() {
        return type;
    }

    /** Returns the value of an {@code int} or the ordinal of an enum's constant. */
    public int asInt() {
        return (int) bits;
    }

    /** Returns the value of a {@code long}. */
    public long asLong() {
        return bits;
    }

    /** Returns the value of a {@code float}. */
    public float asFloat() {
        return Float.intBitsToFloat((int) bits);
    }

    /** Returns the value of a {@code double}. */
    public double asDouble() {
        return Double.longBitsToDouble(bits);
    }

    /** Returns whether both are the same number of the same type, bit for bit. */
    public boolean sameAs(Constant other) {
        return type.equals(other.type) && bits == other.bits;
    }

    @Override
    public String toString() {
        return switch (type) {
            case Prim.I64 -> bits + "L";
            case Prim.F32 -> asFloat() + "f";
            case Prim.F64 -> Double.toString(asDouble());
            case Type.Enumeration e -> e.javaClass().getSimpleName() + "#" + bits;
            default -> Long.toString(bits);
        };
    }
}
