package io.ringkernel.transpiler.frontend;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import io.ringkernel.transpiler.pass.Folding;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Optional;

/** Translates the making, reading and writing of arrays. */
final class ArrayTranslator {

    /** A thread's local memory is reserved for every thread that a kernel may run. */
    private static final long MAX_BYTES = 16 * 1024;

    private static final int MAX_DIMENSIONS = 2;

    private final MethodTranslator method;

    ArrayTranslator(MethodTranslator method) {
        this.method = method;
    }

    /** Makes an array of the lengths on the stack, one for each of {@code given} dimensions. */
    void make(ClassDesc type, int given) {
        List<Value> lengths = method.pop(given);
        if (lengths.stream().anyMatch(Meaning::isPoison)) {
            method.push(Meaning.poison());
            return;
        }
        ClassDesc element = type;
        int dimensions = 0;
        while (element.isArray()) {
            element = element.componentType();
            dimensions++;
        }
        Optional<Class<?>> primitive =
                Optional.ofNullable(Class.forPrimitiveName(element.displayName()));
        if (primitive.isEmpty()) {
            refuse("elements of " + type.displayName() + " begin as null");
        } else if (dimensions > MAX_DIMENSIONS) {
            refuse(type.displayName() + " has more than two dimensions");
        } else if (given < dimensions) {
            refuse(
                    "rows of "
                            + type.displayName()
                            + " are made one by one; write new "
                            + element.displayName()
                            + "[rows][columns]");
        } else {
            make(primitive.get(), lengths);
        }
    }

    private void make(Class<?> element, List<Value> lengths) {
        FieldType made = new FieldType.OfScalar(Scalar.of(element));
        Class<?> javaElement = element;
        for (Value length : lengths.reversed()) {
            if (made instanceof FieldType.OfArray) {
                javaElement = javaElement.arrayType();
            }
            Optional<Constant> known = constant(length);
            if (known.isEmpty()) {
                refuse("its length is not a constant");
                return;
            }
            int n = known.get().asInt();
            if (n < 1 || n > MAX_BYTES || made.size() * n > MAX_BYTES) {
                refuse(
                        "length "
                                + n
                                + "; an array on the device has at least 1 element and at most "
                                + MAX_BYTES
                                + " bytes");
                return;
            }
            made = new FieldType.OfArray(made, n);
        }
        FieldType.OfArray array = (FieldType.OfArray) made;
        method.push(
                method.emit(
                        new Op.ArrayNew(
                                new Type.Array(
                                        javaElement,
                                        array.element(),
                                        array.length(),
                                        Type.Space.LOCAL))));
    }

    /** Returns a number that follows from constants alone. */
    private static Optional<Constant> constant(Value value) {
        return switch (value) {
            case Constant constant -> Optional.of(constant);
            case Instruction instruction -> {
                List<Value> known =
                        instruction.arguments().stream()
                                .<Value>map(argument ->
                                        constant(argument).<Value>map(c -> c).orElse(argument))
                                .toList();
                yield Folding.simplify(
                                new Instruction(instruction.op(), instruction.position(), known))
                        .filter(Constant.class::isInstance)
                        .map(Constant.class::cast);
            }
            default -> Optional.empty();
        };
    }

    /** {@code array.clone()}. */
    Value copy(Type.Array type, Value array) {
        if (type.elementType().isPlace()) {
            method.report(
                    Rule.ARRAY_ALLOCATION,
                    "clone of " + type + " shares its elements; copy them one by one");
            return Meaning.poison();
        }
        return method.emit(new Op.ArrayClone(type), array);
    }

    void length() {
        Value array = method.pop();
        if (array.type() instanceof Type.Array type) {
            method.push(Constant.of(type.length()));
        } else if (array.type() instanceof Type.Buffer type) {
            method.push(new GpuCalls(method).length(type, array));
        } else {
            method.push(notAnArray(array));
        }
    }

    void load() {
        Value index = method.pop();
        Value array = method.pop();
        if (array.type() instanceof Type.Array type) {
            method.emit(new Op.CheckIndex(type.length(), Site.index(method.position())), index);
            method.push(method.emit(new Op.ArrayLoad(type), array, index));
        } else if (array.type() instanceof Type.Buffer type) {
            method.push(new GpuCalls(method).load(type, array, index));
        } else if (Meaning.of(array).orElse(null)
                instanceof Meaning.OrdinalTable(List<Integer> numbers)) {
            method.push(method.emit(new Op.Table(numbers), index));
        } else {
            method.push(notAnArray(array));
        }
    }

    void store() {
        Value value = method.pop();
        Value index = method.pop();
        Value array = method.pop();
        if (array.type() instanceof Type.Buffer buffer) {
            new GpuCalls(method).store(buffer, array, index, value);
        } else if (!(array.type() instanceof Type.Array type)) {
            notAnArray(array);
        } else if (type.space() == Type.Space.RECORD) {
            method.report(Rule.RECORD_ARRAY, "element of " + type + " is assigned");
        } else if (type.elementType().isPlace()) {
            method.report(Rule.ARRAY_FIELD, "element of " + type + " is replaced");
        } else {
            method.emit(new Op.CheckIndex(type.length(), Site.index(method.position())), index);
            method.emit(new Op.ArrayStore(type), array, index, value);
        }
    }

    private Value notAnArray(Value value) {
        if (!Meaning.isPoison(value)) {
            method.report(Rule.ARRAY_ALLOCATION, "array is not one of the actor's or a record's");
        }
        return Meaning.poison();
    }

    private void refuse(String detail) {
        method.report(Rule.ARRAY_ALLOCATION, detail);
        method.push(Meaning.poison());
    }
}
