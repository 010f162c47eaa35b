package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Dominators;
import io.ringkernel.transpiler.ir.Effect;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes a value once where the same operation on the same arguments has been done on every path
 * before. What reads memory is reused within a block, up to the next write. Nothing that writes,
 * sends, may fail or makes memory is ever taken for another.
 */
public final class CommonSubexpressions implements Pass {

    private record Key(Op op, List<Object> arguments) {}

    private record Bits(Type type, long bits) {}

    private record Found(Block block, Instruction instruction) {}

    @Override
    public boolean run(Function function) {
        Dominators dominators = new Dominators(function);
        Map<Key, List<Found>> pure = new HashMap<>();
        Map<Value, Value> replacements = new HashMap<>();
        for (Block block : function.blocks()) { // what dominates a block comes before it
            Map<Key, Instruction> reads = new HashMap<>();
            for (Instruction instruction : List.copyOf(block.instructions())) {
                Set<Effect> effects = instruction.op().effects();
                if (effects.contains(Effect.WRITES)
                        || effects.contains(Effect.SENDS)
                        || effects.contains(Effect.CONVERGES)) { // others may write meanwhile
                    reads.clear();
                }
                Value earlier = null;
                if (effects.isEmpty() && instruction.type() != Type.Single.VOID) {
                    List<Found> all =
                            pure.computeIfAbsent(
                                    key(instruction, replacements), k -> new ArrayList<>());
                    earlier =
                            all.stream()
                                    .filter(found -> dominators.dominates(found.block(), block))
                                    .findFirst()
                                    .map(Found::instruction)
                                    .orElse(null);
                    if (earlier == null) {
                        all.add(new Found(block, instruction));
                    }
                } else if (effects.equals(Set.of(Effect.READS))
                        && !(instruction.op() instanceof Op.Call)) {
                    earlier = reads.putIfAbsent(key(instruction, replacements), instruction);
                }
                if (earlier != null) {
                    replacements.put(instruction, earlier);
                    block.instructions().remove(instruction);
                }
            }
        }
        function.replace(replacements);
        return !replacements.isEmpty();
    }

    private static Key key(Instruction instruction, Map<Value, Value> replacements) {
        List<Object> arguments = new ArrayList<>();
        for (Value argument : instruction.arguments()) {
            Value value = replacements.getOrDefault(argument, argument);
            arguments.add(value instanceof Constant c ? new Bits(c.type(), c.asLong()) : value);
        }
        return new Key(instruction.op(), arguments);
    }
}
