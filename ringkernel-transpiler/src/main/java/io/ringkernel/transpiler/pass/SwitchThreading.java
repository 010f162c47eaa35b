package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Effect;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Makes a {@code switch} with patterns a {@code switch} over the number of the message.
 *
 * <p>javac compiles it to a loop: find the first label from {@code restart} on; if its guard fails,
 * set {@code restart} and try again. The head of that loop is copied for each predecessor, so that
 * {@code restart} is a constant in each copy; then the label, and so the target, follows from the
 * message's number alone.
 */
public final class SwitchThreading implements Pass {

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        while (copyHead(function)) {
            changed = true;
        }
        for (Block block : function.blocks()) {
            changed |= composeTable(block);
            changed |= composeLabels(block);
        }
        if (changed) {
            function.recomputePredecessors();
        }
        return changed;
    }

    private static boolean copyHead(Function function) {
        for (Block block : function.blocks()) {
            if (block.terminator()
                            instanceof
                            Terminator.Switch(Instruction label, var cases, Block otherwise)
                    && label.op() instanceof Op.FirstLabel
                    && label.argument(1) instanceof Phi restart
                    && block.phis().contains(restart)
                    && restart.inputs().values().stream().allMatch(Constant.class::isInstance)
                    && block.instructions().stream()
                            .noneMatch(i -> i.op().effects().contains(Effect.CONVERGES))
                    && staysInside(function, block)) {
                copyForEachPredecessor(function, block);
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether what the block defines is used in it or as what it hands to its successors'
     * phis, nowhere else.
     */
    private static boolean staysInside(Function function, Block block) {
        Set<Value> defined = new HashSet<>(block.phis());
        defined.addAll(block.instructions());
        for (Block other : function.blocks()) {
            for (Phi phi : other.phis()) {
                for (Map.Entry<Block, Value> input : phi.inputs().entrySet()) {
                    if (input.getKey() != block && defined.contains(input.getValue())) {
                        return false;
                    }
                }
            }
            if (other != block
                    && (other.terminator().arguments().stream().anyMatch(defined::contains)
                            || other.instructions().stream()
                                    .anyMatch(i ->
                                            i.arguments().stream().anyMatch(defined::contains)))) {
                return false;
            }
        }
        return true;
    }

    private static void copyForEachPredecessor(Function function, Block block) {
        for (Block predecessor : List.copyOf(block.predecessors())) {
            Map<Value, Value> copies = new HashMap<>();
            for (Phi phi : block.phis()) {
                Value input = phi.inputs().get(predecessor);
                if (input == null) {
                    throw new IllegalStateException("phi has no input: from=" + predecessor);
                }
                copies.put(phi, input);
            }
            Block copy = function.newBlock();
            for (Instruction original : block.instructions()) {
                List<Value> arguments =
                        original.arguments().stream()
                                .map(value -> copies.getOrDefault(value, value))
                                .toList();
                Instruction instruction =
                        new Instruction(original.op(), original.position(), arguments);
                copies.put(original, instruction);
                copy.instructions().add(instruction);
            }
            copy.terminate(
                    block.terminator().mapArguments(value -> copies.getOrDefault(value, value)));
            for (Block successor : block.terminator().successors()) {
                for (Phi phi : successor.phis()) {
                    Value handed = phi.inputs().get(block);
                    if (handed != null) {
                        phi.inputs().put(copy, copies.getOrDefault(handed, handed));
                    }
                }
            }
            predecessor.terminate(
                    predecessor.terminator().mapTargets(target -> target == block ? copy : target));
        }
        function.recomputePredecessors();
    }

    /** {@code switch (firstLabel(number, 2))} becomes {@code switch (number)}. */
    private static boolean composeLabels(Block block) {
        if (!(block.terminator()
                        instanceof Terminator.Switch(Instruction label, var cases, Block otherwise))
                || !(label.op() instanceof Op.FirstLabel(List<SortedSet<Integer>> labels))
                || !(label.argument(1) instanceof Constant restart)) {
            return false;
        }
        SortedMap<Integer, Block> composed = new TreeMap<>();
        for (int i = restart.asInt(); i < labels.size(); i++) {
            Block target = cases.getOrDefault(i, otherwise);
            labels.get(i).forEach(number -> composed.putIfAbsent(number, target));
        }
        Block none = cases.getOrDefault(labels.size(), otherwise);
        block.terminate(new Terminator.Switch(label.argument(0), composed, none));
        return true;
    }

    /** {@code switch (table[number])} becomes {@code switch (number)}. */
    private static boolean composeTable(Block block) {
        if (!(block.terminator()
                        instanceof
                        Terminator.Switch(Instruction lookup, var cases, Block otherwise))
                || !(lookup.op() instanceof Op.Table(List<Integer> numbers))) {
            return false;
        }
        Block none = cases.getOrDefault(0, otherwise);
        SortedMap<Integer, Block> composed = new TreeMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            Block target = cases.getOrDefault(numbers.get(i), otherwise);
            if (target != none) {
                composed.put(i, target);
            }
        }
        block.terminate(new Terminator.Switch(lookup.argument(0), composed, none));
        return true;
    }
}
