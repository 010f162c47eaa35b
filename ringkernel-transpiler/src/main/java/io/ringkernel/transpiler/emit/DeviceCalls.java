package io.ringkernel.transpiler.emit;

import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes calls of the device's intrinsics. */
final class DeviceCalls {

    private DeviceCalls() {}

    /**
     * Returns the expression of an intrinsic with its arguments in place.
     *
     * @param use writes a value
     */
    static String expression(Op.Device op, List<Value> values, Function<Value, String> use) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String text = use.apply(values.get(i));
            switch (op.arguments().get(i)) {
                case Type.Buffer buffer ->
                        arguments.add("(" + text + ".data + " + use.apply(values.get(++i)) + ")");
                case Type.Array array ->
                        arguments.add("(" + text + " + " + use.apply(values.get(++i)) + ")");
                default -> arguments.add(text);
            }
        }
        StringBuilder out = new StringBuilder("(");
        String form = op.intrinsic().cuda();
        for (int i = 0; i < form.length(); i++) {
            if (form.charAt(i) == '%') {
                out.append(arguments.get(form.charAt(++i) - '1'));
            } else {
                out.append(form.charAt(i));
            }
        }
        return out.append(')').toString();
    }
}
