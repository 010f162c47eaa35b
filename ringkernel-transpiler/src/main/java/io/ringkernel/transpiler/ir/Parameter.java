package io.ringkernel.transpiler.ir;

/** A parameter of a function. */
public final class Parameter extends Value {

    private final int index;
    private final Type type;

    /** Makes the parameter with this position among the function's parameters. */
    public Parameter(int index, Type type) {
        this.index = index;
        this.type = type;
    }

    /** Returns its position, from 0. */
    public int index() {
        return index;
    }

    @Override
    public Type type() {
        return type;
    }
}
