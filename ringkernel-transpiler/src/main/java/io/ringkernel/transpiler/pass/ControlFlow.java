package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides branches on constants, joins a block with its only successor, and skips blocks that only
 * jump.
 */
public final class ControlFlow implements Pass {

    @Override
    public boolean run(Function function) {
        boolean changed = decide(function);
        while (skipEmpty(function) || join(function)) {
            changed = true;
        }
        return changed;
    }

    private static boolean decide(Function function) {
        boolean changed = false;
        for (Block block : function.blocks()) {
            Terminator before = block.terminator();
            Terminator after =
                    switch (before) {
                        case Terminator.Branch(Constant c, Block t, Block f) ->
                                new Terminator.Jump(c.asInt() != 0 ? t : f);
                        case Terminator.Branch(Value c, Block t, Block f) when t == f ->
                                new Terminator.Jump(t);
                        case Terminator.Switch(Constant c, var cases, Block otherwise) ->
                                new Terminator.Jump(cases.getOrDefault(c.asInt(), otherwise));
                        case Terminator.Switch(Value s, var cases, Block otherwise)
                                when cases.isEmpty() ->
                                new Terminator.Jump(otherwise);
                        default -> before;
                    };
            if (!after.equals(before)) {
                block.terminate(after);
                changed = true;
            }
        }
        if (changed) {
            function.recomputePredecessors();
        }
        return changed;
    }

    private static boolean join(Function function) {
        for (Block block : function.blocks()) {
            if (block.terminator() instanceof Terminator.Jump(Block next)
                    && next != block
                    && next != function.entry()
                    && next.predecessors().size() == 1) {
                Map<Value, Value> replacements = new HashMap<>();
                next.phis().forEach(phi -> replacements.put(phi, input(phi, block)));
                block.instructions().addAll(next.instructions());
                block.terminate(next.terminator());
                for (Block successor : next.terminator().successors()) {
                    successor.phis().forEach(phi -> rename(phi, next, block));
                    successor.predecessors().add(block);
                }
                function.recomputePredecessors();
                function.replace(replacements);
                return true;
            }
        }
        return false;
    }

    /**
     * Leads the predecessors of an empty block straight to its successor, where no phi tells the
     * difference.
     */
    private static boolean skipEmpty(Function function) {
        for (Block block : function.blocks()) {
            if (block == function.entry()
                    || !block.instructions().isEmpty()
                    || !block.phis().isEmpty()
                    || !(block.terminator() instanceof Terminator.Jump(Block next))
                    || next == block) {
                continue;
            }
            boolean clash =
                    !next.phis().isEmpty()
                            && block.predecessors().stream()
                                    .anyMatch(next.predecessors()::contains);
            if (clash) {
                continue;
            }
            for (Block predecessor : List.copyOf(block.predecessors())) {
                predecessor.terminate(
                        predecessor
                                .terminator()
                                .mapTargets(target -> target == block ? next : target));
                next.phis().forEach(phi -> phi.inputs().put(predecessor, input(phi, block)));
            }
            function.recomputePredecessors();
            return true;
        }
        return false;
    }

    private static void rename(Phi phi, Block from, Block to) {
        phi.inputs().put(to, input(phi, from));
        phi.inputs().remove(from);
    }

    private static Value input(Phi phi, Block from) {
        Value value = phi.inputs().get(from);
        if (value == null) {
            throw new IllegalStateException("phi has no input: from=" + from);
        }
        return value;
    }
}
