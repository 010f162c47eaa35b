package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Function;

/** A transformation of one function that keeps what it does. */
@FunctionalInterface
public interface Pass {

    /** Transforms the function and returns whether anything has changed. */
    boolean run(Function function);
}
