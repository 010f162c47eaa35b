package io.ringkernel.transpiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a function is well formed: blocks end, predecessors and phi inputs agree with the
 * terminators, every value is defined before it is used on every path, has the type that its user
 * needs, and none is {@link Opaque}; there are phis only of what a C++ variable can hold.
 */
public final class Verifier {

    private final Function function;
    private final List<String> errors = new ArrayList<>();
    private final Map<Value, Block> home = new HashMap<>();
    private final Map<Value, Integer> index = new HashMap<>();

    private Verifier(Function function) {
        this.function = function;
    }

    /**
     * Checks a function.
     *
     * @param after what has been done to it, for the message
     * @throws IllegalStateException if it is not well formed, with all that is wrong
     */
    public static void verify(Function function, String after) {
        List<String> errors = check(function);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(
                    "invalid IR: function="
                            + function.name()
                            + ", after="
                            + after
                            + "\n  "
                            + String.join("\n  ", errors)
                            + "\n"
                            + IrPrinter.print(function));
        }
    }

    /** Returns all that is wrong with a function, nothing if it is well formed. */
    public static List<String> check(Function function) {
        Verifier verifier = new Verifier(function);
        verifier.structure();
        if (verifier.errors.isEmpty()) {
            verifier.definitions();
            verifier.uses();
        }
        return verifier.errors;
    }

    private void structure() {
        if (function.blocks().isEmpty()) {
            errors.add("no block");
            return;
        }
        for (Block block : function.blocks()) {
            if (!block.isTerminated()) {
                errors.add(block + ": no terminator");
                return;
            }
        }
        Map<Block, Set<Block>> expected = new HashMap<>();
        function.blocks().forEach(block -> expected.put(block, new java.util.LinkedHashSet<>()));
        for (Block block : function.blocks()) {
            for (Block successor : block.terminator().successors()) {
                Set<Block> predecessors = expected.get(successor);
                if (predecessors == null) {
                    errors.add(
                            block + ": leads to " + successor + ", which is not in the function");
                } else {
                    predecessors.add(block);
                }
            }
        }
        expected.forEach((block, predecessors) -> {
            if (!block.predecessors().equals(predecessors)) {
                errors.add(
                        block
                                + ": predecessors are "
                                + predecessors
                                + ", not "
                                + block.predecessors());
            }
            for (Phi phi : block.phis()) {
                if (!phi.inputs().keySet().equals(predecessors)) {
                    errors.add(
                            block
                                    + ": phi has inputs from "
                                    + phi.inputs().keySet()
                                    + ", not "
                                    + predecessors);
                }
            }
        });
        if (!function.entry().predecessors().isEmpty()) {
            errors.add("the entry has predecessors");
        }
    }

    private void definitions() {
        for (Block block : function.blocks()) {
            int position = 0;
            for (Phi phi : block.phis()) {
                define(phi, block, -1);
                if (!phi.type().canMerge()) {
                    errors.add(block + ": phi of type " + phi.type());
                }
            }
            for (Instruction instruction : block.instructions()) {
                define(instruction, block, position++);
            }
        }
    }

    private void define(Value value, Block block, int position) {
        if (home.put(value, block) != null) {
            errors.add(block + ": value is defined twice");
        }
        index.put(value, position);
    }

    private void uses() {
        Dominators dominators = new Dominators(function);
        for (Block block : function.blocks()) {
            for (Phi phi : block.phis()) {
                phi.inputs()
                        .forEach((from, value) -> {
                            use(dominators, value, from, Integer.MAX_VALUE, "phi in " + block);
                            type(value, phi.type(), "phi in " + block);
                        });
            }
            int position = 0;
            for (Instruction instruction : block.instructions()) {
                instruction(dominators, block, instruction, position++);
            }
            for (Value value : block.terminator().arguments()) {
                use(dominators, value, block, Integer.MAX_VALUE, "end of " + block);
            }
            switch (block.terminator()) {
                case Terminator.Branch b -> type(b.condition(), Type.Prim.I32, "end of " + block);
                case Terminator.Switch s -> type(s.selector(), Type.Prim.I32, "end of " + block);
                case Terminator.Return(Value value) when value != null ->
                        type(value, function.returnType(), "end of " + block);
                default -> {
                    // uses no value
                }
            }
        }
    }

    private void instruction(
            Dominators dominators, Block block, Instruction instruction, int position) {
        String where = instruction.op().getClass().getSimpleName() + " in " + block;
        List<Type> types = instruction.op().parameterTypes();
        if (types.size() != instruction.arguments().size()) {
            errors.add(
                    where
                            + ": "
                            + instruction.arguments().size()
                            + " arguments, not "
                            + types.size());
            return;
        }
        for (int i = 0; i < types.size(); i++) {
            use(dominators, instruction.argument(i), block, position, where);
            type(instruction.argument(i), types.get(i), where);
        }
    }

    private void use(Dominators dominators, Value value, Block block, int position, String where) {
        switch (value) {
            case Constant constant -> {
                // defined everywhere
            }
            case Parameter parameter -> {
                if (!function.parameters().contains(parameter)) {
                    errors.add(where + ": uses a parameter of another function");
                }
            }
            case Opaque opaque -> errors.add(where + ": uses " + opaque);
            case Phi phi -> defined(dominators, phi, block, position, where);
            case Instruction instruction ->
                    defined(dominators, instruction, block, position, where);
        }
    }

    private void defined(
            Dominators dominators, Value value, Block block, int position, String where) {
        Block definedIn = home.get(value);
        if (definedIn == null) {
            errors.add(where + ": uses a value that is not in the function");
        } else if (definedIn == block
                ? index.getOrDefault(value, 0) >= position
                : !dominators.dominates(definedIn, block)) {
            errors.add(where + ": uses a value that is not defined before it");
        }
    }

    private void type(Value value, Type type, String where) {
        if (!type.accepts(value.type())) {
            errors.add(where + ": uses " + value.type() + " as " + type);
        }
    }
}
