package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Value;
import java.util.Map;
import java.util.Optional;

/** Removes phis whose inputs are all the same value, or that value and the phi itself. */
public final class PhiSimplification implements Pass {

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        for (boolean again = true; again; ) {
            again = false;
            for (Block block : function.blocks()) {
                for (Phi phi : java.util.List.copyOf(block.phis())) {
                    Optional<Value> only = only(phi);
                    if (only.isPresent()) {
                        block.phis().remove(phi);
                        function.replace(Map.of(phi, only.get()));
                        again = true;
                    }
                }
            }
            changed |= again;
        }
        return changed;
    }

    private static Optional<Value> only(Phi phi) {
        Optional<Value> only = Optional.empty();
        for (Value input : phi.inputs().values()) {
            if (input == phi || (only.isPresent() && same(only.get(), input))) {
                continue;
            }
            if (only.isPresent()) {
                return Optional.empty();
            }
            only = Optional.of(input);
        }
        return only;
    }

    private static boolean same(Value a, Value b) {
        return a == b || (a instanceof Constant x && b instanceof Constant y && x.sameAs(y));
    }
}
