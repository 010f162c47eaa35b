package io.ringkernel.transpiler.pass;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Dominators;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Intrinsics;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Op.Relation;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which numbers an {@code int} can be at a block: from the operation that computes it, from the
 * branches that were taken on every path there, and for the counter of a loop from where it starts
 * and how far it goes.
 */
final class Ranges {

    /** All numbers from {@code min} to {@code max}. */
    record Range(long min, long max) {

        static final Range ALL = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

        boolean isWithin(long from, long to) {
            return from <= min && max <= to;
        }

        /** What is impossible stays as it was. */
        private Range and(Range other) {
            long from = Math.max(min, other.min);
            long to = Math.min(max, other.max);
            return from <= to ? new Range(from, to) : this;
        }

        private Range or(Range other) {
            return new Range(Math.min(min, other.min), Math.max(max, other.max));
        }

        /** Overflow may lead anywhere. */
        private static Range of(long min, long max) {
            Range range = new Range(min, max);
            return range.isWithin(ALL.min, ALL.max) ? range : ALL;
        }
    }

    /** An expression may use a value twice, and that again: the time would be exponential. */
    private static final int MAX_DEPTH = 6;

    private final Dominators dominators;
    private final Function function;
    private final Map<Value, Block> home = new HashMap<>();
    private final Set<Phi> open = new HashSet<>();
    private int depth;

    Ranges(Function function, Dominators dominators) {
        this.function = function;
        this.dominators = dominators;
        for (Block block : function.blocks()) {
            block.phis().forEach(phi -> home.put(phi, block));
            block.instructions().forEach(instruction -> home.put(instruction, block));
        }
    }

    /** Returns what a value of type {@code int} can be where the block runs. */
    Range of(Value value, Block at) {
        return refine(computed(value, at), value, at);
    }

    private Range computed(Value value, Block at) {
        if (depth == MAX_DEPTH) {
            return Range.ALL;
        }
        depth++;
        try {
            return switch (value) {
                case Constant constant -> new Range(constant.asInt(), constant.asInt());
                case Phi phi -> phi(phi);
                case Instruction instruction -> operation(instruction, at);
                default -> Range.ALL;
            };
        } finally {
            depth--;
        }
    }

    private Range operation(Instruction i, Block at) {
        return switch (i.op()) {
            case Op.Binary(BinaryKind kind, Prim type) when type == Prim.I32 ->
                    binary(kind, of(i.argument(0), at), of(i.argument(1), at));
            case Op.Convert(Op.Conversion kind) ->
                    switch (kind) {
                        case I2B -> converted(i, at, Byte.MIN_VALUE, Byte.MAX_VALUE);
                        case I2S -> converted(i, at, Short.MIN_VALUE, Short.MAX_VALUE);
                        case I2C -> converted(i, at, Character.MIN_VALUE, Character.MAX_VALUE);
                        default -> Range.ALL;
                    };
            case Op.Compare c -> new Range(0, 1);
            case Op.MessageIs m -> new Range(0, 1);
            case Op.ThreeWay t -> new Range(-1, 1);
            case Op.Ordinal(var e) -> new Range(0, e.javaClass().getEnumConstants().length - 1L);
            case Op.RecordGet(var rec, int index) ->
                    stored(rec.struct().fields().get(index).type());
            case Op.ObjectLoad(var object, int index) ->
                    stored(object.struct().fields().get(index).type());
            case Op.ArrayLoad(var array) -> stored(array.element());
            case Op.Intrinsic(Intrinsics function) -> intrinsic(function, i, at);
            default -> Range.ALL;
        };
    }

    private Range converted(Instruction i, Block at, int min, int max) {
        Range before = of(i.argument(0), at);
        return before.isWithin(min, max) ? before : new Range(min, max);
    }

    private static Range stored(FieldType type) {
        return !(type instanceof FieldType.OfScalar(Scalar scalar))
                ? Range.ALL
                : switch (scalar) {
                    case BOOL -> new Range(0, 255);
                    case I8 -> new Range(Byte.MIN_VALUE, Byte.MAX_VALUE);
                    case I16 -> new Range(Short.MIN_VALUE, Short.MAX_VALUE);
                    case U16 -> new Range(0, Character.MAX_VALUE);
                    default -> Range.ALL;
                };
    }

    private Range intrinsic(Intrinsics function, Instruction i, Block at) {
        return switch (function) {
            case MIN_I32, INTEGER_MIN -> {
                Range a = of(i.argument(0), at);
                Range b = of(i.argument(1), at);
                yield new Range(Math.min(a.min, b.min), Math.min(a.max, b.max));
            }
            case MAX_I32, INTEGER_MAX -> {
                Range a = of(i.argument(0), at);
                Range b = of(i.argument(1), at);
                yield new Range(Math.max(a.min, b.min), Math.max(a.max, b.max));
            }
            case FLOOR_MOD_I32 -> {
                Range by = of(i.argument(1), at);
                yield by.min > 0 ? new Range(0, by.max - 1) : Range.ALL;
            }
            case BIT_COUNT_I32, LEADING_ZEROS_I32, TRAILING_ZEROS_I32 -> new Range(0, 32);
            case BIT_COUNT_I64, LEADING_ZEROS_I64, TRAILING_ZEROS_I64 -> new Range(0, 64);
            default -> Range.ALL;
        };
    }

    private static Range binary(BinaryKind kind, Range a, Range b) {
        boolean constant = b.min == b.max;
        return switch (kind) {
            case ADD -> Range.of(a.min + b.min, a.max + b.max);
            case SUB -> Range.of(a.min - b.max, a.max - b.min);
            case MUL -> {
                long[] ends = {a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max};
                java.util.Arrays.sort(ends);
                yield Range.of(ends[0], ends[3]);
            }
            case AND ->
                    a.min >= 0 && b.min >= 0
                            ? new Range(0, Math.min(a.max, b.max))
                            : b.min >= 0
                                    ? new Range(0, b.max)
                                    : a.min >= 0 ? new Range(0, a.max) : Range.ALL;
            case DIV -> constant && b.min > 0 ? new Range(a.min / b.min, a.max / b.min) : Range.ALL;
            case REM -> {
                if (!constant || b.min <= 0) {
                    yield Range.ALL;
                }
                long most = b.min - 1;
                yield new Range(
                        a.min >= 0 ? 0 : Math.max(a.min, -most),
                        a.max <= 0 ? 0 : Math.min(a.max, most));
            }
            case SHR ->
                    constant ? new Range(a.min >> (b.min & 31), a.max >> (b.min & 31)) : Range.ALL;
            case USHR -> {
                int by = (int) (b.min & 31);
                if (!constant || by == 0) {
                    yield Range.ALL;
                }
                yield a.min >= 0
                        ? new Range(a.min >> by, a.max >> by)
                        : new Range(0, (1L << (32 - by)) - 1);
            }
            case OR, XOR, SHL -> Range.ALL;
        };
    }

    private Range phi(Phi phi) {
        Block block = home.get(phi);
        if (block == null || phi.type() != Prim.I32 || !open.add(phi)) {
            return Range.ALL;
        }
        try {
            return phi(phi, block);
        } finally {
            open.remove(phi);
        }
    }

    /** A counter goes on from each step, which it takes only where a branch has bounded it. */
    private Range phi(Phi phi, Block header) {
        Range range = null;
        for (Map.Entry<Block, Value> input : phi.inputs().entrySet()) {
            if (input.getValue() == phi) {
                continue;
            }
            boolean again = dominators.dominates(header, input.getKey());
            Range next = again ? step(phi, input.getValue()) : of(input.getValue(), input.getKey());
            range = range == null ? next : range.or(next);
        }
        return range == null ? Range.ALL : range;
    }

    /**
     * Returns what the phi becomes by {@code phi + c}. The end that it does not move towards is
     * that of where it starts, which the other inputs give; it cannot wrap around.
     */
    private Range step(Phi phi, Value value) {
        if (!(value instanceof Instruction i)
                || !(i.op() instanceof Op.Binary(BinaryKind kind, Prim type))
                || type != Prim.I32
                || (kind != BinaryKind.ADD && kind != BinaryKind.SUB)
                || i.argument(0) != phi
                || !(i.argument(1) instanceof Constant by)
                || by.asInt() == Integer.MIN_VALUE
                || by.asInt() == 0) {
            return Range.ALL;
        }
        long c = kind == BinaryKind.ADD ? by.asInt() : -by.asInt();
        Range before = refine(Range.ALL, phi, home.getOrDefault(i, function.entry()));
        if (c > 0) {
            long end = before.max + c;
            return end <= Integer.MAX_VALUE ? new Range(end, end) : Range.ALL;
        }
        long end = before.min + c;
        return end >= Integer.MIN_VALUE ? new Range(end, end) : Range.ALL;
    }

    private Range refine(Range known, Value value, Block at) {
        Range range = known;
        if (value instanceof Constant) {
            return range;
        }
        for (Block block : function.blocks()) {
            if (block.terminator() instanceof Terminator.Branch(Instruction test, Block t, Block f)
                    && test.op() instanceof Op.Compare(Relation relation, Prim type, boolean u)
                    && type == Prim.I32
                    && t != f
                    && (test.argument(0) == value || test.argument(1) == value)) {
                if (isPassed(block, t, at)) {
                    range = range.and(bound(relation, test, value, block));
                } else if (isPassed(block, f, at)) {
                    range = range.and(bound(relation.negated(), test, value, block));
                }
            }
        }
        return range;
    }

    private boolean isPassed(Block from, Block to, Block at) {
        return to.predecessors().equals(Set.of(from)) && dominators.dominates(to, at);
    }

    private Range bound(Relation relation, Instruction test, Value value, Block block) {
        boolean left = test.argument(0) == value;
        Value other = test.argument(left ? 1 : 0);
        Range limit =
                other == value || (other instanceof Phi p && open.contains(p))
                        ? Range.ALL
                        : computed(other, block);
        return switch (left ? relation : mirrored(relation)) {
            case LT -> new Range(Integer.MIN_VALUE, limit.max - 1);
            case LE -> new Range(Integer.MIN_VALUE, limit.max);
            case GT -> new Range(limit.min + 1, Integer.MAX_VALUE);
            case GE -> new Range(limit.min, Integer.MAX_VALUE);
            case EQ -> limit;
            case NE -> Range.ALL;
        };
    }

    private static Relation mirrored(Relation relation) {
        return switch (relation) {
            case LT -> Relation.GT;
            case LE -> Relation.GE;
            case GT -> Relation.LT;
            case GE -> Relation.LE;
            case EQ, NE -> relation;
        };
    }
}
