package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces calls of functions that have a single block, as accessors and most constructors do, by
 * their instructions. Each keeps its own position, so that a fault still names the method it is in.
 */
public final class Inlining implements Pass {

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        for (Block block : function.blocks()) {
            for (Instruction call : List.copyOf(block.instructions())) {
                if (call.op() instanceof Op.Call(Function callee)
                        && callee.blocks().size() == 1
                        && callee.entry().terminator() instanceof Terminator.Return(Value result)) {
                    inline(function, block, call, callee, result);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static void inline(
            Function into, Block block, Instruction call, Function callee, @Nullable Value result) {
        Map<Value, Value> copies = new HashMap<>();
        for (Parameter parameter : callee.parameters()) {
            copies.put(parameter, call.argument(parameter.index()));
        }
        List<Instruction> body = new ArrayList<>();
        for (Instruction original : callee.entry().instructions()) {
            List<Value> arguments =
                    original.arguments().stream()
                            .map(value -> copies.getOrDefault(value, value))
                            .toList();
            Instruction copy = new Instruction(original.op(), original.position(), arguments);
            copies.put(original, copy);
            body.add(copy);
        }
        int at = block.instructions().indexOf(call);
        block.instructions().remove(at);
        block.instructions().addAll(at, body);
        if (result != null) {
            into.replace(Map.of(call, copies.getOrDefault(result, result)));
        }
    }
}
