package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Op.Relation;

/** What operations mean on known numbers: Java's own operators. */
public final class Arithmetic {

    private Arithmetic() {}

    /**
     * Computes with two ints.
     *
     * @throws ArithmeticException if it divides by zero
     */
    public static int compute(BinaryKind kind, int a, int b) {
        return switch (kind) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << b;
            case SHR -> a >> b;
            case USHR -> a >>> b;
        };
    }

    /**
     * Computes with two longs; the second of a shift is an int as a long.
     *
     * @throws ArithmeticException if it divides by zero
     */
    public static long compute(BinaryKind kind, long a, long b) {
        return switch (kind) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << b;
            case SHR -> a >> b;
            case USHR -> a >>> b;
        };
    }

    /** Computes with two floats; no kind that is for integers only. */
    public static float compute(BinaryKind kind, float a, float b) {
        return switch (kind) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case AND, OR, XOR, SHL, SHR, USHR ->
                    throw new IllegalStateException("not for float: kind=" + kind);
        };
    }

    /** Computes with two doubles; no kind that is for integers only. */
    public static double compute(BinaryKind kind, double a, double b) {
        return switch (kind) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case AND, OR, XOR, SHL, SHR, USHR ->
                    throw new IllegalStateException("not for double: kind=" + kind);
        };
    }

    /** Returns whether the relation holds for numbers that compare so, as a comparator says. */
    public static boolean holds(Relation relation, int order) {
        return switch (relation) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case GE -> order >= 0;
            case GT -> order > 0;
            case LE -> order <= 0;
        };
    }
}
