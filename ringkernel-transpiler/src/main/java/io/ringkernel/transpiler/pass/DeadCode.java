package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Effect;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Removes what computes a value nobody uses. Whatever may fail, write or send stays. */
public final class DeadCode implements Pass {

    @Override
    public boolean run(Function function) {
        Set<Value> live = live(function);
        boolean changed = false;
        for (Block block : function.blocks()) {
            changed |= block.phis().removeIf(phi -> !live.contains(phi));
            changed |= block.instructions().removeIf(instruction -> !live.contains(instruction));
        }
        return changed;
    }

    private static Set<Value> live(Function function) {
        Set<Value> live = new HashSet<>();
        Deque<Value> work = new ArrayDeque<>();
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                if (mustStay(instruction)) {
                    work.add(instruction);
                }
            }
            work.addAll(block.terminator().arguments());
        }
        while (!work.isEmpty()) {
            Value value = work.remove();
            if (!live.add(value)) {
                continue;
            }
            if (value instanceof Instruction instruction) {
                work.addAll(instruction.arguments());
            } else if (value instanceof Phi phi) {
                work.addAll(phi.inputs().values());
            }
        }
        return live;
    }

    private static boolean mustStay(Instruction instruction) {
        Set<Effect> effects = instruction.op().effects();
        return effects.contains(Effect.WRITES)
                || effects.contains(Effect.FAULTS)
                || effects.contains(Effect.SENDS)
                || effects.contains(Effect.CONVERGES);
    }
}
