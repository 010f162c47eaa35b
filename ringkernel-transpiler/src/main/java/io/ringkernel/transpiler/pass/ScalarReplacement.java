package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the component of a record that was made here directly from what it was made of, and splits
 * a phi of records whose components alone are used into phis of the components. The record itself
 * then dies. Not so its arrays: the record has a copy of each.
 */
public final class ScalarReplacement implements Pass {

    @Override
    public boolean run(Function function) {
        boolean changed = forward(function);
        return splitPhis(function) || changed;
    }

    private static boolean forward(Function function) {
        Map<Value, Value> replacements = new HashMap<>();
        for (Block block : function.blocks()) {
            for (Instruction get : block.instructions()) {
                if (get.op() instanceof Op.RecordGet(Type.Rec rec, int index)
                        && !get.type().isPlace()
                        && get.argument(0) instanceof Instruction made
                        && made.op() instanceof Op.RecordNew) {
                    replacements.put(get, made.argument(index));
                }
            }
        }
        function.blocks()
                .forEach(block -> block.instructions().removeIf(replacements::containsKey));
        function.replace(replacements);
        return !replacements.isEmpty();
    }

    private static boolean splitPhis(Function function) {
        for (Block block : function.blocks()) {
            for (Phi phi : block.phis()) {
                if (phi.type() instanceof Type.Rec rec
                        && !rec.holdsArray()
                        && onlyRead(function, phi)
                        && allMade(phi)) {
                    split(function, block, phi, rec);
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean allMade(Phi phi) {
        return phi.inputs().values().stream()
                .allMatch(input ->
                        input == phi
                                || (input instanceof Instruction made
                                        && made.op() instanceof Op.RecordNew));
    }

    private static boolean onlyRead(Function function, Phi phi) {
        for (Block block : function.blocks()) {
            for (Phi other : block.phis()) {
                if (other != phi && other.inputs().containsValue(phi)) {
                    return false;
                }
            }
            for (Instruction user : block.instructions()) {
                if (user.arguments().contains(phi) && !(user.op() instanceof Op.RecordGet)) {
                    return false;
                }
            }
            if (block.terminator().arguments().contains(phi)) {
                return false;
            }
        }
        return true;
    }

    private static void split(Function function, Block block, Phi phi, Type.Rec rec) {
        List<Phi> parts = new ArrayList<>();
        for (int i = 0; i < rec.struct().fields().size(); i++) {
            Phi part = new Phi(rec.component(i));
            for (Map.Entry<Block, Value> input : phi.inputs().entrySet()) {
                Value value =
                        input.getValue() instanceof Instruction made ? made.argument(i) : part;
                part.inputs().put(input.getKey(), value);
            }
            parts.add(part);
        }
        Map<Value, Value> replacements = new HashMap<>();
        for (Block at : function.blocks()) {
            for (Instruction get : at.instructions()) {
                if (get.op() instanceof Op.RecordGet(Type.Rec of, int index)
                        && get.argument(0) == phi) {
                    replacements.put(get, parts.get(index));
                }
            }
        }
        Set<Value> dead = replacements.keySet();
        function.blocks().forEach(at -> at.instructions().removeIf(dead::contains));
        block.phis().remove(phi);
        block.phis().addAll(parts);
        function.replace(replacements);
    }
}
