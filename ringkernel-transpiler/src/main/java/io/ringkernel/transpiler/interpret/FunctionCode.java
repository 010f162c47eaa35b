package io.ringkernel.transpiler.interpret;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function with a number for each value, so that a call is an array of cells. */
final class FunctionCode {

    private final Map<Value, Integer> slots = new HashMap<>();
    private final List<@Nullable Object> initial = new ArrayList<>();
    private final Map<Block, BlockCode> blocks = new HashMap<>();
    private final @Nullable Object[] frame;
    private final int[] parameters;
    private final Block entry;

    /** An instruction: where its arguments lie and where its value goes. */
    record Step(Op op, int[] arguments, int target) {}

    /** What the phis of a block take when control comes from one predecessor. */
    record Moves(int[] from, int[] to) {}

    /** A block; {@code selector} is what its terminator uses, -1 if it uses nothing. */
    record BlockCode(
            List<Step> steps, Terminator terminator, int selector, Map<Block, Moves> arrivals) {}

    FunctionCode(Function function) {
        this.entry = function.entry();
        this.parameters =
                function.parameters().stream().mapToInt((Parameter p) -> slot(p)).toArray();
        for (Block block : function.blocks()) {
            List<Step> steps = new ArrayList<>();
            for (Instruction i : block.instructions()) {
                int[] arguments = i.arguments().stream().mapToInt(this::slot).toArray();
                steps.add(new Step(i.op(), arguments, slot(i)));
            }
            List<Value> used = block.terminator().arguments();
            Map<Block, Moves> arrivals = new HashMap<>();
            for (Block from : block.predecessors()) {
                arrivals.put(from, moves(block, from));
            }
            int selector = used.isEmpty() ? -1 : slot(used.getFirst());
            blocks.put(block, new BlockCode(steps, block.terminator(), selector, arrivals));
        }
        this.frame = initial.toArray();
    }

    private Moves moves(Block to, Block from) {
        int[] sources =
                to.phis().stream()
                        .mapToInt(phi -> {
                            Value input = phi.inputs().get(from);
                            return slot(input == null ? phi : input);
                        })
                        .toArray();
        return new Moves(sources, to.phis().stream().mapToInt((Phi phi) -> slot(phi)).toArray());
    }

    private int slot(Value value) {
        return slots.computeIfAbsent(
                value,
                v -> {
                    initial.add(v instanceof Constant constant ? cell(constant) : null);
                    return initial.size() - 1;
                });
    }

    private static Object cell(Constant constant) {
        return switch (constant.type()) {
            case Type.Prim.I64 -> constant.asLong();
            case Type.Prim.F32 -> constant.asFloat();
            case Type.Prim.F64 -> constant.asDouble();
            default -> constant.asInt();
        };
    }

    Block entry() {
        return entry;
    }

    BlockCode block(Block block) {
        BlockCode code = blocks.get(block);
        if (code == null) {
            throw new IllegalStateException("block is not in the function: block=" + block);
        }
        return code;
    }

    /** Returns the cells of a call with these arguments. */
    @Nullable Object[] call(Object[] arguments) {
        @Nullable Object[] cells = frame.clone();
        for (int i = 0; i < parameters.length; i++) {
            cells[parameters[i]] = arguments[i];
        }
        return cells;
    }
}
