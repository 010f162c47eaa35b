package io.ringkernel.transpiler.ir;

/**
 * What the front end follows on the operand stack though it has no value at run time: an exception
 * under construction, a text, null. The verifier refuses it.
 */
public final class Opaque extends Value {

    private final Object meaning;

    /** Makes a stand-in for {@code meaning}. */
    public Opaque(Object meaning) {
        this.meaning = meaning;
    }

    /** Returns what it stands for. */
    public Object meaning() {
        return meaning;
    }

    @Override
    public Type type() {
        return Type.Single.VOID;
    }

    @Override
    public String toString() {
        return "opaque(" + meaning + ")";
    }
}
