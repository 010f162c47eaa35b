package io.ringkernel.transpiler.emit;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Effect;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides for each value of a function whether it becomes a variable, stands inside the expression
 * that uses it, or is a place in memory that is written out wherever it is used.
 *
 * <p>A value stands inside its user if it has that one use, in the same block, and can be computed
 * there as well: it is pure, or it reads the state and nothing between the two writes it.
 */
final class Operands {

    private final Map<Value, Integer> uses;
    private final Set<Value> inside = new HashSet<>();
    private final Map<Value, String> variables = new LinkedHashMap<>();

    Operands(Function function) {
        uses = function.uses();
        for (Block block : function.blocks()) {
            fold(block);
        }
        for (Block block : function.blocks()) {
            block.phis().forEach(this::declare);
            for (Instruction instruction : block.instructions()) {
                boolean hasValue =
                        instruction.type() != Type.Single.VOID && uses.containsKey(instruction);
                if (hasValue && !inside.contains(instruction) && !isPlace(instruction)) {
                    declare(instruction);
                }
            }
        }
    }

    private void declare(Value value) {
        variables.put(value, "v" + variables.size());
    }

    /** Returns the variables with their names, in the order of their definitions. */
    Map<Value, String> variables() {
        return variables;
    }

    boolean isInside(Value value) {
        return inside.contains(value);
    }

    /** Returns whether the value names memory that cannot change while the name is in use. */
    static boolean isPlace(Value value) {
        if (!(value instanceof Instruction instruction)) {
            return false;
        }
        boolean place = instruction.type().isPlace();
        return switch (instruction.op()) {
            case Op.MessageRecord m -> true;
            case Op.RecordGet g -> place || instruction.type() instanceof Type.Rec;
            case Op.StateLoad s -> place;
            case Op.ObjectLoad o -> place;
            case Op.ArrayLoad a -> place;
            case Op.SharedArray s -> true;
            default -> false;
        };
    }

    private void fold(Block block) {
        List<Instruction> instructions = block.instructions();
        Map<Value, Integer> userOf = new HashMap<>();
        Map<Integer, Integer> rootOf = new HashMap<>();
        for (int i = 0; i < instructions.size(); i++) {
            int user = i;
            instructions.get(i).arguments().forEach(argument -> userOf.put(argument, user));
        }
        block.terminator()
                .arguments()
                .forEach(argument -> userOf.put(argument, instructions.size()));
        for (Block successor : block.terminator().successors()) {
            for (Phi phi : successor.phis()) {
                Value handed = phi.inputs().get(block);
                if (handed != null) {
                    userOf.put(handed, instructions.size());
                }
            }
        }
        rootOf.put(instructions.size(), instructions.size());
        for (int i = instructions.size() - 1; i >= 0; i--) {
            Instruction instruction = instructions.get(i);
            Integer user = userOf.get(instruction);
            int root = user == null ? i : rootOf.getOrDefault(user, user);
            boolean folds = user != null && canFold(instruction, instructions, i, user, root);
            if (folds) {
                inside.add(instruction);
            }
            rootOf.put(i, folds ? root : i);
        }
    }

    private boolean canFold(
            Instruction instruction, List<Instruction> instructions, int at, int user, int root) {
        Set<Effect> effects = instruction.op().effects();
        boolean reads = effects.equals(Set.of(Effect.READS));
        if (uses.getOrDefault(instruction, 0) != 1
                || isPlace(instruction)
                || instruction.op() instanceof Op.RecordNew(Type.Rec rec) && rec.holdsArray()
                || !(effects.isEmpty() || reads)) {
            return false;
        }
        if (user < instructions.size()) {
            Instruction usedBy = instructions.get(user);
            boolean needsName =
                    isPlace(usedBy)
                            || usedBy.op() instanceof Op.CheckIndex
                            || usedBy.op() instanceof Op.CheckBounds
                            || usedBy.op() instanceof Op.FirstLabel
                            || usedBy.op() instanceof Op.Table;
            if (needsName) {
                return false;
            }
        }
        return !reads
                || instructions.subList(at + 1, Math.min(root, instructions.size())).stream()
                        .noneMatch(between -> between.op().effects().contains(Effect.WRITES));
    }

    /**
     * Returns whether copying {@code sources} to {@code phis} one after the other would read an
     * overwritten phi.
     */
    boolean overlap(List<Phi> phis, List<Value> sources) {
        for (int i = 1; i < phis.size(); i++) {
            if (reads(sources.get(i), phis.subList(0, i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the expression of a value names one of the variables. */
    private boolean reads(Value value, List<Phi> changed) {
        if (value instanceof Instruction instruction && !variables.containsKey(instruction)) {
            return instruction.arguments().stream().anyMatch(argument -> reads(argument, changed));
        }
        return value instanceof Phi phi && changed.contains(phi);
    }
}
