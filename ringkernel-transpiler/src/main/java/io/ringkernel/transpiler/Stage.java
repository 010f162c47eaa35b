package io.ringkernel.transpiler;

import io.ringkernel.transpiler.interpret.Machine;
import io.ringkernel.transpiler.ir.IrPrinter;
import io.ringkernel.transpiler.ir.Program;

/**
 * An actor's program at one moment of its translation. The passes change it in place: use it only
 * while the observer that got it has not returned. Not thread-safe.
 */
public final class Stage {

    /** The name of the program as it was read from the class file. */
    public static final String CONSTRUCTION = "construction";

    /** The name of the program as the text is written from it. */
    public static final String END = "end";

    private final String name;
    private final Program program;
    private final Machine machine;

    Stage(String name, Program program) {
        this.name = name;
        this.program = program;
        this.machine = new Machine(program);
    }

    /**
     * Returns what has been done last: {@link #CONSTRUCTION}, a pass and a function, {@link #END}.
     */
    public String name() {
        return name;
    }

    /** Returns the program as text. */
    public String ir() {
        return IrPrinter.print(program);
    }

    /**
     * Handles one message as the program does.
     *
     * @param state the actor's fields as {@link Cells}; changed by what the program writes
     * @param type the number of the message's record
     * @param message its components
     * @throws IllegalStateException if the program runs without end, or has an operation that is
     *     not known here
     */
    public Outcome receive(Object[] state, int type, Object[] message) {
        return machine.receive(state, type, message);
    }
}
