package io.ringkernel.transpiler.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which blocks lie on every path to which. Computed from the predecessors as they are now. */
public final class Dominators {

    private final Map<Block, Set<Block>> dominators = new HashMap<>();

    /** Computes them for a function. */
    public Dominators(Function function) {
        for (Block block : function.blocks()) {
            dominators.put(block, new HashSet<>(function.blocks()));
        }
        dominators.put(function.entry(), new HashSet<>(Set.of(function.entry())));
        for (boolean again = true; again; ) {
            again = false;
            for (Block block : function.blocks()) {
                if (block != function.entry()) {
                    again |= narrow(block);
                }
            }
        }
    }

    private boolean narrow(Block block) {
        Set<Block> common = new HashSet<>(of(block));
        block.predecessors().forEach(predecessor -> common.retainAll(of(predecessor)));
        common.add(block);
        return !common.equals(dominators.put(block, common));
    }

    private Set<Block> of(Block block) {
        return dominators.getOrDefault(block, Set.of());
    }

    /**
     * Returns whether every path to {@code block} passes {@code candidate}; each block dominates
     * itself.
     */
    public boolean dominates(Block candidate, Block block) {
        return of(block).contains(candidate);
    }
}
