package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Dominators;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a check of a value that an earlier check on every path to it has already passed, and a
 * check of an index that can only lie in the array. A check that fails stays where it is: what was
 * written before it stays written.
 */
public final class RedundantChecks implements Pass {

    @Override
    public boolean run(Function function) {
        Dominators dominators = new Dominators(function);
        Ranges ranges = new Ranges(function, dominators);
        boolean changed = false;
        for (Block block : function.blocks()) {
            for (Instruction check : List.copyOf(block.instructions())) {
                if (isCheck(check)
                        && (isInside(ranges, block, check)
                                || passedBefore(function, dominators, block, check))) {
                    block.instructions().remove(check);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static boolean isInside(Ranges ranges, Block block, Instruction check) {
        return check.op() instanceof Op.CheckIndex(int length, var site)
                && ranges.of(check.argument(0), block).isWithin(0, length - 1);
    }

    private static boolean isCheck(Instruction instruction) {
        return instruction.op() instanceof Op.CheckIndex
                || instruction.op() instanceof Op.CheckNotZero
                || instruction.op() instanceof Op.CheckBounds;
    }

    private static boolean passedBefore(
            Function function, Dominators dominators, Block block, Instruction check) {
        List<Instruction> before = new ArrayList<>();
        for (Block other : function.blocks()) {
            if (other != block && dominators.dominates(other, block)) {
                before.addAll(other.instructions());
            }
        }
        before.addAll(block.instructions().subList(0, block.instructions().indexOf(check)));
        return before.stream().anyMatch(earlier -> isCheck(earlier) && implies(earlier, check));
    }

    private static boolean implies(Instruction earlier, Instruction check) {
        Value value = check.argument(0);
        return earlier.argument(0) == value
                && switch (earlier.op()) {
                    case Op.CheckIndex(int length, var site) ->
                            check.op() instanceof Op.CheckIndex later && length <= later.length();
                    case Op.CheckNotZero z -> check.op() instanceof Op.CheckNotZero;
                    case Op.CheckBounds b ->
                            check.op() instanceof Op.CheckBounds
                                    && earlier.argument(1) == check.argument(1);
                    default -> false;
                };
    }
}
