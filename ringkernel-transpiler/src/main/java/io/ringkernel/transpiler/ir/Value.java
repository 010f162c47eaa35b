package io.ringkernel.transpiler.ir;

/** Something an instruction can use. Compared by identity. */
public abstract sealed class Value permits Constant, Parameter, Phi, Instruction, Opaque {

    /** Returns its type. */
    public abstract Type type();
}
