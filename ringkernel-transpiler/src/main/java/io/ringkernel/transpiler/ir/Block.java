package io.ringkernel.transpiler.ir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Instructions that run one after the other, and where control goes then. */
public final class Block {

    private final int id;
    private final List<Phi> phis = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Set<Block> predecessors = new LinkedHashSet<>();
    private @Nullable Terminator terminator;

    Block(int id) {
        this.id = id;
    }

    /** Returns its number, unique in the function. */
    public int id() {
        return id;
    }

    /** Returns the phis; may be changed. */
    public List<Phi> phis() {
        return phis;
    }

    /** Returns the instructions; may be changed. */
    public List<Instruction> instructions() {
        return instructions;
    }

    /** Returns the blocks that lead here; kept by {@link Function#recomputePredecessors}. */
    public Set<Block> predecessors() {
        return predecessors;
    }

    /** Returns whether the terminator has been set. */
    public boolean isTerminated() {
        return terminator != null;
    }

    /** Returns the terminator. */
    public Terminator terminator() {
        if (terminator == null) {
            throw new IllegalStateException("block has no terminator: block=" + this);
        }
        return terminator;
    }

    /** Sets the terminator. */
    public void terminate(Terminator with) {
        terminator = with;
    }

    /** Adds an instruction at the end and returns it. */
    public Instruction add(Op op, Position position, Value... arguments) {
        Instruction instruction = new Instruction(op, position, arguments);
        instructions.add(instruction);
        return instruction;
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
