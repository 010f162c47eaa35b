package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Intrinsics;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Op.Conversion;
import io.ringkernel.transpiler.ir.Op.Relation;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Value;
import java.util.List;
import java.util.Optional;

/** Translates {@code Math.addExact} and its like: an operation and the check of its overflow. */
final class ExactArithmetic {

    private final MethodTranslator method;

    ExactArithmetic(MethodTranslator method) {
        this.method = method;
    }

    /** Returns the result of a call, empty if the method is not one of these. */
    Optional<Value> translate(String owner, String name, String descriptor, List<Value> arguments) {
        boolean math = owner.equals("java/lang/Math") || owner.equals("java/lang/StrictMath");
        if (!math || arguments.isEmpty()) {
            return Optional.empty();
        }
        Value a = arguments.getFirst();
        Value b = arguments.getLast();
        return Optional.ofNullable(
                switch (name + descriptor) {
                    case "addExact(II)I" -> add(Prim.I32, a, b);
                    case "addExact(JJ)J" -> add(Prim.I64, a, b);
                    case "subtractExact(II)I" -> subtract(Prim.I32, a, b);
                    case "subtractExact(JJ)J" -> subtract(Prim.I64, a, b);
                    case "incrementExact(I)I" -> add(Prim.I32, a, Constant.of(1));
                    case "incrementExact(J)J" -> add(Prim.I64, a, Constant.of(1L));
                    case "decrementExact(I)I" -> subtract(Prim.I32, a, Constant.of(1));
                    case "decrementExact(J)J" -> subtract(Prim.I64, a, Constant.of(1L));
                    case "negateExact(I)I" -> subtract(Prim.I32, Constant.of(0), a);
                    case "negateExact(J)J" -> subtract(Prim.I64, Constant.of(0L), a);
                    case "multiplyExact(II)I" ->
                            narrow(binary(BinaryKind.MUL, Prim.I64, widen(a), widen(b)));
                    case "multiplyExact(JI)J" -> multiply(a, widen(b));
                    case "multiplyExact(JJ)J" -> multiply(a, b);
                    case "toIntExact(J)I" -> narrow(a);
                    default -> null;
                });
    }

    /** Overflow gives a sum whose sign differs from that of both summands. */
    private Value add(Prim type, Value a, Value b) {
        Value sum = binary(BinaryKind.ADD, type, a, b);
        Value differs = binary(BinaryKind.XOR, type, a, sum);
        notNegative(
                type, binary(BinaryKind.AND, type, differs, binary(BinaryKind.XOR, type, b, sum)));
        return sum;
    }

    private Value subtract(Prim type, Value a, Value b) {
        Value difference = binary(BinaryKind.SUB, type, a, b);
        Value apart = binary(BinaryKind.XOR, type, a, b);
        notNegative(
                type,
                binary(BinaryKind.AND, type, apart, binary(BinaryKind.XOR, type, a, difference)));
        return difference;
    }

    /** The upper half of a product that fits repeats the sign of the lower half. */
    private Value multiply(Value a, Value b) {
        Value low = binary(BinaryKind.MUL, Prim.I64, a, b);
        Value high = method.emit(new Op.Intrinsic(Intrinsics.MULTIPLY_HIGH), a, b);
        Value sign = method.emit(new Op.Binary(BinaryKind.SHR, Prim.I64), low, Constant.of(63));
        check(Prim.I64, Relation.EQ, high, sign);
        return low;
    }

    private Value narrow(Value wide) {
        Value low = method.emit(new Op.Convert(Conversion.L2I), wide);
        check(
                "integer",
                method.emit(new Op.Compare(Relation.EQ, Prim.I64, false), widen(low), wide));
        return low;
    }

    private Value widen(Value value) {
        return method.emit(new Op.Convert(Conversion.I2L), value);
    }

    private Value binary(BinaryKind kind, Prim type, Value a, Value b) {
        return method.emit(new Op.Binary(kind, type), a, b);
    }

    private void notNegative(Prim type, Value value) {
        check(type, Relation.GE, value, type == Prim.I32 ? Constant.of(0) : Constant.of(0L));
    }

    private void check(Prim type, Relation relation, Value a, Value b) {
        check(
                type == Prim.I32 ? "integer" : "long",
                method.emit(new Op.Compare(relation, type, false), a, b));
    }

    private void check(String what, Value holds) {
        Site site =
                new Site("java.lang.ArithmeticException", what + " overflow", method.position());
        method.emit(new Op.CheckTrue(site), holds);
    }
}
