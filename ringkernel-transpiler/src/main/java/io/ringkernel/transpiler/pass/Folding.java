package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Arithmetic;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Op.Relation;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Computes what is known, by Java's own operators, and joins comparisons with the branches on them.
 *
 * <p>Floating point is folded only where all operands are constants: {@code x * 0.0} is not 0 for
 * NaN, infinities and negative numbers, {@code x + 0.0} is not {@code x} for -0.0.
 */
public final class Folding implements Pass {

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        for (Block block : function.blocks()) {
            Map<Value, Value> replacements = new HashMap<>();
            for (int i = 0; i < block.instructions().size(); i++) {
                Instruction instruction = block.instructions().get(i);
                if (isSatisfied(instruction)) {
                    block.instructions().remove(i--);
                    changed = true;
                    continue;
                }
                Optional<Value> simpler = simplify(instruction);
                if (simpler.isPresent()) {
                    replacements.put(instruction, simpler.get());
                    if (simpler.get() instanceof Instruction fresh
                            && !block.instructions().contains(fresh)
                            && isNew(function, fresh)) {
                        block.instructions().set(i, fresh);
                    } else {
                        block.instructions().remove(i--);
                    }
                    function.replace(Map.of(instruction, simpler.get()));
                }
            }
            changed |= !replacements.isEmpty();
            changed |= simplifyBranch(block);
        }
        return changed;
    }

    private static boolean isNew(Function function, Instruction instruction) {
        return function.blocks().stream()
                .noneMatch(block -> block.instructions().contains(instruction));
    }

    /** Returns whether a check is known to pass. One that is known to fail stays. */
    private static boolean isSatisfied(Instruction check) {
        return switch (check.op()) {
            case Op.CheckNotZero z when check.argument(0) instanceof Constant c -> c.asLong() != 0;
            case Op.CheckIndex(int length, var site) when check.argument(0) instanceof Constant c ->
                    c.asInt() >= 0 && c.asInt() < length;
            default -> false;
        };
    }

    /** Returns what computes the same more simply, empty if nothing is known to. */
    public static Optional<Value> simplify(Instruction i) {
        return switch (i.op()) {
            case Op.Binary(BinaryKind kind, Prim type)
                    when i.argument(0) instanceof Constant a
                            && i.argument(1) instanceof Constant b ->
                    binary(kind, type, a, b);
            case Op.Binary(BinaryKind kind, Prim type)
                    when type.isInteger() && i.argument(1) instanceof Constant b ->
                    neutral(kind, i.argument(0), b);
            case Op.Negate(Prim type) when i.argument(0) instanceof Constant a ->
                    Optional.of(negate(type, a));
            case Op.Convert(Op.Conversion kind) when i.argument(0) instanceof Constant a ->
                    Optional.of(convert(kind, a));
            case Op.Compare compare -> compare(i, compare);
            case Op.Ordinal o when i.argument(0) instanceof Constant a ->
                    Optional.of(Constant.of(a.asInt()));
            case Op.FirstLabel(List<SortedSet<Integer>> labels)
                    when i.argument(0) instanceof Constant number
                            && i.argument(1) instanceof Constant restart ->
                    Optional.of(Constant.of(firstLabel(labels, number.asInt(), restart.asInt())));
            default -> Optional.empty();
        };
    }

    private static int firstLabel(List<SortedSet<Integer>> labels, int number, int restart) {
        for (int i = restart; i < labels.size(); i++) {
            if (labels.get(i).contains(number)) {
                return i;
            }
        }
        return labels.size();
    }

    private static Optional<Value> neutral(BinaryKind kind, Value a, Constant b) {
        boolean same =
                switch (kind) {
                    case ADD, SUB, OR, XOR, SHL, SHR, USHR -> b.asLong() == 0;
                    case MUL, DIV -> b.asLong() == 1;
                    case AND -> b.asLong() == -1;
                    case REM -> false;
                };
        return same ? Optional.of(a) : Optional.empty();
    }

    private static Optional<Value> binary(BinaryKind kind, Prim type, Constant a, Constant b) {
        boolean divides = kind == BinaryKind.DIV || kind == BinaryKind.REM;
        if (divides && type.isInteger() && b.asLong() == 0) {
            return Optional.empty(); // the check before it fails
        }
        return Optional.of(
                switch (type) {
                    case I32 -> Constant.of(Arithmetic.compute(kind, a.asInt(), b.asInt()));
                    case I64 ->
                            Constant.of(
                                    Arithmetic.compute(
                                            kind,
                                            a.asLong(),
                                            kind.isShift() ? b.asInt() : b.asLong()));
                    case F32 -> Constant.of(Arithmetic.compute(kind, a.asFloat(), b.asFloat()));
                    case F64 -> Constant.of(Arithmetic.compute(kind, a.asDouble(), b.asDouble()));
                });
    }

    private static Constant negate(Prim type, Constant a) {
        return switch (type) {
            case I32 -> Constant.of(-a.asInt());
            case I64 -> Constant.of(-a.asLong());
            case F32 -> Constant.of(-a.asFloat());
            case F64 -> Constant.of(-a.asDouble());
        };
    }

    private static Constant convert(Op.Conversion kind, Constant a) {
        return switch (kind) {
            case I2L -> Constant.of((long) a.asInt());
            case I2F -> Constant.of((float) a.asInt());
            case I2D -> Constant.of((double) a.asInt());
            case L2I -> Constant.of((int) a.asLong());
            case L2F -> Constant.of((float) a.asLong());
            case L2D -> Constant.of((double) a.asLong());
            case F2I -> Constant.of((int) a.asFloat());
            case F2L -> Constant.of((long) a.asFloat());
            case F2D -> Constant.of((double) a.asFloat());
            case D2I -> Constant.of((int) a.asDouble());
            case D2L -> Constant.of((long) a.asDouble());
            case D2F -> Constant.of((float) a.asDouble());
            case I2B -> Constant.of((int) (byte) a.asInt());
            case I2C -> Constant.of((int) (char) a.asInt());
            case I2S -> Constant.of((int) (short) a.asInt());
        };
    }

    private static Optional<Value> compare(Instruction i, Op.Compare compare) {
        if (compare.operands() != Prim.I32 || !(i.argument(1) instanceof Constant right)) {
            return Optional.empty();
        }
        Relation relation = compare.relation();
        if (i.argument(0) instanceof Constant left) {
            return Optional.of(
                    Constant.of(
                            Arithmetic.holds(relation, Integer.compare(left.asInt(), right.asInt()))
                                    ? 1
                                    : 0));
        }
        if (right.asInt() != 0 || !(i.argument(0) instanceof Instruction left)) {
            return Optional.empty();
        }
        if (left.op() instanceof Op.ThreeWay(Prim type, int unordered)) {
            Op fused =
                    new Op.Compare(
                            relation,
                            type,
                            Arithmetic.holds(relation, unordered) && !type.isInteger());
            return Optional.of(new Instruction(fused, i.position(), left.arguments()));
        }
        if (isTruth(left.op()) && relation == Relation.NE) {
            return Optional.of(left);
        }
        if (left.op() instanceof Op.Compare(Relation of, Prim type, boolean unordered)
                && relation == Relation.EQ) {
            Op negated = new Op.Compare(of.negated(), type, !type.isInteger() && !unordered);
            return Optional.of(new Instruction(negated, i.position(), left.arguments()));
        }
        return Optional.empty();
    }

    /** Returns whether the result is 0 or 1. */
    private static boolean isTruth(Op op) {
        return op instanceof Op.Compare || op instanceof Op.MessageIs;
    }

    /** A branch on "is not" goes the other way on "is". */
    private static boolean simplifyBranch(Block block) {
        if (block.terminator()
                        instanceof Terminator.Branch(Instruction test, Block ifTrue, Block ifFalse)
                && test.op() instanceof Op.Compare(Relation relation, Prim type, boolean unordered)
                && type == Prim.I32
                && relation == Relation.EQ
                && test.argument(1) instanceof Constant zero
                && zero.asInt() == 0
                && test.argument(0) instanceof Instruction truth
                && isTruth(truth.op())) {
            block.terminate(
                    new Terminator.Branch(truth, /* ifTrue= */ ifFalse, /* ifFalse= */ ifTrue));
            return true;
        }
        return false;
    }
}
