package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Dominators;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes shifts and masks of integer products, quotients and remainders by powers of two; of the
 * latter two only where the dividend cannot be negative, because a shift rounds down and a division
 * towards zero.
 */
public final class StrengthReduction implements Pass {

    @Override
    public boolean run(Function function) {
        Ranges ranges = new Ranges(function, new Dominators(function));
        Map<Value, Value> replacements = new HashMap<>();
        for (Block block : function.blocks()) {
            List<Instruction> instructions = block.instructions();
            for (int i = 0; i < instructions.size(); i++) {
                Instruction before = instructions.get(i);
                Optional<Instruction> after = reduce(ranges, block, before);
                if (after.isPresent()) {
                    instructions.set(i, after.get());
                    replacements.put(before, after.get());
                }
            }
        }
        function.replace(replacements);
        return !replacements.isEmpty();
    }

    private static Optional<Instruction> reduce(Ranges ranges, Block block, Instruction i) {
        if (!(i.op() instanceof Op.Binary(BinaryKind kind, Prim type))
                || !type.isInteger()
                || !(i.argument(1) instanceof Constant by)
                || by.asLong() < 2
                || Long.bitCount(by.asLong()) != 1) {
            return Optional.empty();
        }
        Constant shift = Constant.of(Long.numberOfTrailingZeros(by.asLong()));
        if (kind == BinaryKind.MUL) {
            return Optional.of(make(i, BinaryKind.SHL, type, shift));
        }
        boolean divides = kind == BinaryKind.DIV || kind == BinaryKind.REM;
        if (!divides || !isNotNegative(ranges, block, i.argument(0))) {
            return Optional.empty();
        }
        return Optional.of(
                kind == BinaryKind.DIV
                        ? make(i, BinaryKind.SHR, type, shift)
                        : make(i, BinaryKind.AND, type, Constant.of(by.asInt() - 1)));
    }

    /** Of an {@code int}; nothing is known of a {@code long}. */
    private static boolean isNotNegative(Ranges ranges, Block block, Value value) {
        return value.type() == Prim.I32 && ranges.of(value, block).min() >= 0;
    }

    private static Instruction make(Instruction of, BinaryKind kind, Prim type, Constant by) {
        return new Instruction(
                new Op.Binary(kind, type), of.position(), List.of(of.argument(0), by));
    }
}
