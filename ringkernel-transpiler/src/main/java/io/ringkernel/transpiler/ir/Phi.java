package io.ringkernel.transpiler.ir;

import java.util.LinkedHashMap;
import java.util.Map;

/** The value that arrives at a block, by the predecessor it comes from. */
public final class Phi extends Value {

    private final Type type;
    private final Map<Block, Value> inputs = new LinkedHashMap<>();

    /** Makes a phi without inputs. */
    public Phi(Type type) {
        this.type = type;
    }

    @Override
    public Type type() {
        return type;
    }

    /** Returns the inputs, one for each predecessor; may be changed. */
    public Map<Block, Value> inputs() {
        return inputs;
    }
}
