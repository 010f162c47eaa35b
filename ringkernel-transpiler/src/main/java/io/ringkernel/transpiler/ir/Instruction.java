package io.ringkernel.transpiler.ir;

import java.util.List;
import java.util.function.UnaryOperator;

/** One operation on values. */
public final class Instruction extends Value {

    private final Op op;
    private final Type type;
    private final Position position;
    private List<Value> arguments;

    /** Makes an instruction; its type follows from the operation. */
    public Instruction(Op op, Position position, List<Value> arguments) {
        this.op = op;
        this.type = op.type();
        this.position = position;
        this.arguments = List.copyOf(arguments);
    }

    /** The same, for arguments known by number. */
    public Instruction(Op op, Position position, Value... arguments) {
        this(op, position, List.of(arguments));
    }

    /** Returns what it does. */
    public Op op() {
        return op;
    }

    /** Returns where it comes from. */
    public Position position() {
        return position;
    }

    /** Returns the values it uses. */
    public List<Value> arguments() {
        return arguments;
    }

    /** Returns the argument with this index. */
    public Value argument(int index) {
        return arguments.get(index);
    }

    /** Replaces every argument by what {@code map} returns for it. */
    public void mapArguments(UnaryOperator<Value> map) {
        arguments = arguments.stream().map(map).toList();
    }

    @Override
    public Type type() {
        return type;
    }
}
