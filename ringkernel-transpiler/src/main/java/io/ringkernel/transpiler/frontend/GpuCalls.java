package io.ringkernel.transpiler.frontend;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.GpuIntrinsic;
import io.ringkernel.transpiler.ir.GpuIntrinsics;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * Translates what only kernels do: calls of intrinsics, and arrays that are parameters or shared.
 */
final class GpuCalls {

    /** What every device grants a block without asking. */
    private static final int MAX_SHARED_BYTES = 48 << 10;

    private final MethodTranslator method;

    GpuCalls(MethodTranslator method) {
        this.method = method;
    }

    /** Returns the result of a call of a static method of package {@code io.ringkernel.gpu}. */
    Optional<Value> call(String owner, String name, String descriptor, List<Value> arguments) {
        if (!method.program.isKernel) {
            return Optional.empty();
        }
        if (name.startsWith("shared") && descriptor.startsWith("(I)[")) {
            return Optional.of(shared(descriptor.charAt(descriptor.length() - 1), arguments));
        }
        return GpuIntrinsics.find(owner, name, descriptor).map(i -> intrinsic(i, arguments));
    }

    private Value intrinsic(GpuIntrinsic intrinsic, List<Value> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            boolean isArray =
                    intrinsic.descriptor().parameterType(i).descriptorString().startsWith("[");
            if (isArray && !checkIndex(arguments.get(i), arguments.get(i + 1))) {
                method.report(
                        Rule.ARRAY_ALLOCATION, "array is not one of the kernel's or a shared one");
                return Meaning.poison();
            }
        }
        List<Type> types = arguments.stream().map(Value::type).toList();
        return method.emit(new Op.Device(intrinsic, types), arguments);
    }

    /** Makes the check of an index; false if the array is none. */
    private boolean checkIndex(Value array, Value index) {
        Site site = Site.index(method.position());
        switch (array.type()) {
            case Type.Buffer buffer -> method.emit(new Op.CheckBounds(buffer, site), array, index);
            case Type.Array a when a.space() == Type.Space.SHARED ->
                    method.emit(new Op.CheckIndex(a.length(), site), index);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Value shared(char element, List<Value> arguments) {
        Scalar scalar =
                switch (element) {
                    case 'I' -> Scalar.I32;
                    case 'J' -> Scalar.I64;
                    case 'F' -> Scalar.F32;
                    default -> Scalar.F64;
                };
        if (!(arguments.getFirst() instanceof Constant length)) {
            method.report(Rule.SHARED_ARRAY, "its length is not a constant");
            return Meaning.poison();
        }
        if (!method.isAtStart()) {
            method.report(Rule.SHARED_ARRAY, "it is not made at the start of the kernel");
            return Meaning.poison();
        }
        if (length.asInt() < 1) {
            method.report(Rule.SHARED_ARRAY, "length=" + length.asInt());
            return Meaning.poison();
        }
        method.program.sharedBytes += scalar.bytes() * (long) length.asInt();
        if (method.program.sharedBytes > MAX_SHARED_BYTES) {
            method.report(
                    Rule.SHARED_ARRAY,
                    "bytes=%d, most=%d".formatted(method.program.sharedBytes, MAX_SHARED_BYTES));
            return Meaning.poison();
        }
        Class<?> javaElement =
                switch (element) {
                    case 'I' -> int.class;
                    case 'J' -> long.class;
                    case 'F' -> float.class;
                    default -> double.class;
                };
        Type.Array type =
                new Type.Array(
                        javaElement,
                        new FieldType.OfScalar(scalar),
                        length.asInt(),
                        Type.Space.SHARED);
        return method.emit(new Op.SharedArray(type, method.program.sharedArrays++), List.of());
    }

    Value length(Type.Buffer type, Value buffer) {
        return method.emit(new Op.BufferLength(type), buffer);
    }

    Value load(Type.Buffer type, Value buffer, Value index) {
        checkIndex(buffer, index);
        return method.emit(new Op.BufferLoad(type), buffer, index);
    }

    void store(Type.Buffer type, Value buffer, Value index, Value value) {
        checkIndex(buffer, index);
        method.emit(new Op.BufferStore(type), buffer, index, value);
    }
}
