package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.fuzz.Kind.Method;
import io.ringkernel.cli.fuzz.Kind.Variable;
import java.util.ArrayList;
import java.util.List;

/** What an expression or statement may name. Changed only by adding variables. */
final class Scope {

    private final List<Variable> variables;
    private final List<Method> methods;
    private final boolean pure;
    private final int loops;

    private Scope(List<Variable> variables, List<Method> methods, boolean pure, int loops) {
        this.variables = new ArrayList<>(variables);
        this.methods = methods;
        this.pure = pure;
        this.loops = loops;
    }

    /**
     * The scope of a method.
     *
     * @param loops how deep loops may be nested in it
     */
    static Scope of(List<Variable> variables, List<Method> methods, int loops) {
        return new Scope(variables, methods, false, loops);
    }

    /** The scope of a block. */
    Scope inner() {
        return new Scope(variables, methods, pure, loops);
    }

    /** The scope of a loop's body, from which only some methods are called. */
    Scope loop(List<Method> callable) {
        return new Scope(
                variables, methods.stream().filter(callable::contains).toList(), pure, loops - 1);
    }

    /** The scope of an expression that may assign nothing and names what never changes only. */
    Scope guard(List<Variable> fields, List<Variable> bindings) {
        List<Variable> named = new ArrayList<>(fields);
        named.addAll(bindings);
        return new Scope(named, methods, true, 0);
    }

    void add(Variable variable) {
        variables.add(variable);
    }

    List<Variable> variables() {
        return variables;
    }

    List<Method> methods() {
        return methods;
    }

    /** Whether nothing may be assigned. */
    boolean isPure() {
        return pure;
    }

    int loops() {
        return loops;
    }
}
