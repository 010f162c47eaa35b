package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Dominators;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves what computes the same in each round before the loop. A loop may run no round, so only what
 * can do no harm moves: no division, whose divisor is checked where it stands, no element, whose
 * index is, no read of memory that the loop may change, and no record of a message that has not
 * been told apart.
 */
public final class LoopInvariants implements Pass {

    @Override
    public boolean run(Function function) {
        Dominators dominators = new Dominators(function);
        boolean changed = false;
        for (Block header : function.blocks()) {
            List<Block> entries =
                    header.predecessors().stream()
                            .filter(from -> !dominators.dominates(header, from))
                            .toList();
            boolean loop = entries.size() < header.predecessors().size();
            if (loop
                    && entries.size() == 1
                    && entries.getFirst().terminator() instanceof Terminator.Jump) {
                changed |= hoist(function, body(dominators, header), entries.getFirst());
            }
        }
        return changed;
    }

    /** Returns the blocks from which the header is reached again without leaving. */
    private static Set<Block> body(Dominators dominators, Block header) {
        Set<Block> body = new HashSet<>(Set.of(header));
        Deque<Block> work = new ArrayDeque<>();
        header.predecessors().stream()
                .filter(from -> dominators.dominates(header, from))
                .forEach(work::add);
        while (!work.isEmpty()) {
            Block block = work.remove();
            if (body.add(block)) {
                work.addAll(block.predecessors());
            }
        }
        return body;
    }

    private static boolean hoist(Function function, Set<Block> body, Block before) {
        Set<Value> inside = new HashSet<>();
        for (Block block : body) {
            inside.addAll(block.phis());
            inside.addAll(block.instructions());
        }
        boolean changed = false;
        for (Block block : function.blocks()) { // definitions come before their uses
            if (!body.contains(block)) {
                continue;
            }
            for (Instruction instruction : List.copyOf(block.instructions())) {
                if (canMove(instruction.op())
                        && instruction.arguments().stream().noneMatch(inside::contains)) {
                    block.instructions().remove(instruction);
                    before.instructions().add(instruction);
                    inside.remove(instruction);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static boolean canMove(Op op) {
        return op.isPure()
                && switch (op) {
                    case Op.Binary(BinaryKind kind, Prim type) ->
                            !type.isInteger() || (kind != BinaryKind.DIV && kind != BinaryKind.REM);
                    case Op.Intrinsic(var function) -> !function.divides();
                    case Op.ArrayLoad a -> false;
                    case Op.MessageRecord m -> false;
                    case Op.RecordNew r -> false;
                    case Op.Call c -> false;
                    default -> true;
                };
    }
}
