package io.ringkernel.transpiler.ir;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A method: its parameters and blocks, the first of which is the entry. */
public final class Function {

    private final String name;
    private final List<Parameter> parameters;
    private Type returnType;
    private final List<Block> blocks = new ArrayList<>();
    private int nextBlock;

    /** Makes a function without blocks. */
    public Function(String name, List<Parameter> parameters, Type returnType) {
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.returnType = returnType;
    }

    /** Returns its name, a C identifier unique in the program. */
    public String name() {
        return name;
    }

    /** Returns the parameters. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Returns what it returns. */
    public Type returnType() {
        return returnType;
    }

    /** Sets what it returns, once its first return shows it. */
    public void returns(Type type) {
        returnType = type;
    }

    /** Returns the blocks; may be changed. */
    public List<Block> blocks() {
        return blocks;
    }

    /** Returns the block where it starts. */
    public Block entry() {
        return blocks.getFirst();
    }

    /** Adds an empty block at the end. */
    public Block newBlock() {
        Block block = new Block(nextBlock++);
        blocks.add(block);
        return block;
    }

    /**
     * Removes unreachable blocks, puts the others in reverse postorder and sets their predecessors
     * and phi inputs.
     */
    public void recomputePredecessors() {
        List<Block> order = reversePostorder();
        blocks.clear();
        blocks.addAll(order);
        blocks.forEach(block -> block.predecessors().clear());
        for (Block block : blocks) {
            block.terminator()
                    .successors()
                    .forEach(successor -> successor.predecessors().add(block));
        }
        for (Block block : blocks) {
            block.phis().forEach(phi -> phi.inputs().keySet().retainAll(block.predecessors()));
        }
    }

    private List<Block> reversePostorder() {
        record Frame(Block block, java.util.Iterator<Block> rest) {}
        List<Block> order = new ArrayList<>();
        Set<Block> seen = new HashSet<>();
        java.util.ArrayDeque<Frame> stack = new java.util.ArrayDeque<>();
        seen.add(entry());
        stack.push(new Frame(entry(), entry().terminator().successors().reversed().iterator()));
        while (!stack.isEmpty()) {
            Frame frame = stack.element();
            if (frame.rest().hasNext()) {
                Block next = frame.rest().next();
                if (seen.add(next)) {
                    stack.push(
                            new Frame(next, next.terminator().successors().reversed().iterator()));
                }
            } else {
                order.add(stack.pop().block());
            }
        }
        return order.reversed();
    }

    /** Replaces the uses of each key by its value, following chains of replacements. */
    public void replace(Map<Value, Value> replacements) {
        if (replacements.isEmpty()) {
            return;
        }
        java.util.function.UnaryOperator<Value> map =
                value -> {
                    Value result = value;
                    for (Value next = replacements.get(result);
                            next != null;
                            next = replacements.get(result)) {
                        result = next;
                    }
                    return result;
                };
        for (Block block : blocks) {
            block.phis().forEach(phi -> phi.inputs().replaceAll((from, value) -> map.apply(value)));
            block.instructions().forEach(instruction -> instruction.mapArguments(map));
            if (block.isTerminated()) {
                block.terminate(block.terminator().mapArguments(map));
            }
        }
    }

    /** Returns how often each value is used. */
    public Map<Value, Integer> uses() {
        Map<Value, Integer> uses = new HashMap<>();
        for (Block block : blocks) {
            block.phis()
                    .forEach(phi ->
                            phi.inputs()
                                    .values()
                                    .forEach(value -> uses.merge(value, 1, Integer::sum)));
            block.instructions()
                    .forEach(instruction ->
                            instruction
                                    .arguments()
                                    .forEach(value -> uses.merge(value, 1, Integer::sum)));
            block.terminator().arguments().forEach(value -> uses.merge(value, 1, Integer::sum));
        }
        return uses;
    }

    /** Returns the effects of a call: those of all that may run. */
    public Set<Effect> effects() {
        EnumSet<Effect> effects = EnumSet.noneOf(Effect.class);
        for (Block block : blocks) {
            block.instructions().forEach(instruction -> effects.addAll(instruction.op().effects()));
            if (block.terminator() instanceof Terminator.Fault) {
                effects.add(Effect.FAULTS);
            }
        }
        effects.remove(Effect.ALLOCATES); // what it made is gone when it returns
        return effects;
    }

    @Override
    public String toString() {
        return name;
    }
}
