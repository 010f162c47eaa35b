package io.ringkernel.transpiler.frontend;

import io.ringkernel.ActorContext;
import io.ringkernel.message.MessageType;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.GpuIntrinsics;
import io.ringkernel.transpiler.ir.Intrinsics;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates calls of methods and constructors. */
final class CallTranslator {

    private final MethodTranslator method;
    private final ArrayTranslator arrays;

    CallTranslator(MethodTranslator method, ArrayTranslator arrays) {
        this.method = method;
        this.arrays = arrays;
    }

    /**
     * A call as it stands in the class file, with the values it is made with, the receiver first.
     */
    private record Call(String owner, String name, MethodTypeDesc type, List<Value> arguments) {
        Value receiver() {
            return arguments.getFirst();
        }

        boolean is(String aName, String descriptor) {
            return name.equals(aName) && type.descriptorString().equals(descriptor);
        }

        @Override
        public String toString() {
            return owner.replace('/', '.') + "." + name + type.descriptorString();
        }
    }

    void translate(InvokeInstruction invoke) {
        MethodTypeDesc type = invoke.typeSymbol();
        boolean isStatic = invoke.opcode() == Opcode.INVOKESTATIC;
        List<Value> arguments = method.pop(type.parameterCount() + (isStatic ? 0 : 1));
        Call call =
                new Call(
                        invoke.owner().asInternalName(),
                        invoke.name().stringValue(),
                        type,
                        arguments);
        if (call.name().equals("<init>")) {
            construct(call);
            return;
        }
        Value result;
        if (arguments.stream().anyMatch(Meaning::isPoison)) {
            result = poison(type);
        } else if (isStatic) {
            result = callStatic(call);
        } else if (invoke.opcode() == Opcode.INVOKESPECIAL
                && !call.owner().equals(method.owner.getName().replace('.', '/'))) {
            result =
                    unknown(
                            Rule.DISPATCH,
                            call); // super.method() is not the method of the receiver's class
        } else {
            result = callInstance(call);
        }
        if (TypeKind.from(type.returnType()) != TypeKind.VOID) {
            method.push(result);
        }
    }

    void translate(InvokeDynamicInstruction dynamic) {
        List<Value> arguments = method.pop(dynamic.typeSymbol().parameterCount());
        boolean poisoned = arguments.stream().anyMatch(Meaning::isPoison);
        method.push(
                poisoned
                        ? poison(dynamic.typeSymbol())
                        : new PatternTranslator(method).translate(dynamic, arguments));
    }

    private Value callStatic(Call call) {
        String descriptor = call.type().descriptorString();
        if (GpuIntrinsics.owns(call.owner())) {
            return new GpuCalls(method)
                    .call(call.owner(), call.name(), descriptor, call.arguments())
                    .orElseGet(() -> unknown(Rule.CALL, call));
        }
        Optional<Intrinsics> intrinsic = Intrinsics.find(call.owner(), call.name(), descriptor);
        if (intrinsic.isPresent()) {
            return intrinsic(intrinsic.get(), call.arguments());
        }
        Optional<Value> exact =
                new ExactArithmetic(method)
                        .translate(call.owner(), call.name(), descriptor, call.arguments());
        if (exact.isPresent()) {
            return exact.get();
        }
        if (call.owner().equals("java/util/Objects")
                && call.is("requireNonNull", "(Ljava/lang/Object;)Ljava/lang/Object;")
                && !(call.receiver() instanceof Opaque)) {
            return call.receiver();
        }
        Optional<Class<?>> owner = method.program.classes.load(call.owner());
        return owner.isPresent() ? callMethod(owner.get(), call) : unknown(Rule.CALL, call);
    }

    private Value intrinsic(Intrinsics function, List<Value> arguments) {
        if (function.divides()) {
            Value divisor = arguments.getLast();
            Prim type = function.parameters().getLast() == Prim.I64 ? Prim.I64 : Prim.I32;
            method.emit(new Op.CheckNotZero(type, Site.division(method.position())), divisor);
        }
        // floorDiv(long, int) and floorMod(long, int) work on two longs
        if (function == Intrinsics.FLOOR_DIV_I64_I32 || function == Intrinsics.FLOOR_MOD_I64_I32) {
            Value wide = method.emit(new Op.Convert(Op.Conversion.I2L), arguments.getLast());
            Intrinsics onLongs =
                    function == Intrinsics.FLOOR_DIV_I64_I32
                            ? Intrinsics.FLOOR_DIV_I64
                            : Intrinsics.FLOOR_MOD_I64;
            Value result = method.emit(new Op.Intrinsic(onLongs), arguments.getFirst(), wide);
            return function == Intrinsics.FLOOR_DIV_I64_I32
                    ? result
                    : method.emit(new Op.Convert(Op.Conversion.L2I), result);
        }
        return method.emit(new Op.Intrinsic(function), arguments);
    }

    private Value callInstance(Call call) {
        Value receiver = call.receiver();
        return switch (receiver.type()) {
            case Single.CONTEXT -> reply(call);
            case Single.STATE -> callMethod(method.program.protocol.actorClass(), call);
            case Single.MESSAGE -> unknown(Rule.DISPATCH, call);
            case Type.Rec rec -> onRecord(rec, call);
            case Type.Enumeration e -> onEnum(e, call);
            case Type.Obj object -> callMethod(object.javaClass(), call);
            case Type.Array array when call.is("clone", "()Ljava/lang/Object;") ->
                    arrays.copy(array, receiver);
            default -> {
                boolean text =
                        Meaning.of(receiver).orElse(null) instanceof Meaning.Text
                                || call.owner().startsWith("java/lang/String");
                boolean none = Meaning.of(receiver).orElse(null) instanceof Meaning.Null;
                yield unknown(text ? Rule.TEXT : none ? Rule.NULL : Rule.CALL, call);
            }
        };
    }

    private Value reply(Call call) {
        if (!call.owner().equals(ActorContext.class.getName().replace('.', '/'))
                || !call.name().equals("reply")) {
            return unknown(Rule.CALL, call);
        }
        Value answer = call.arguments().get(1);
        if (Meaning.of(answer).orElse(null) instanceof Meaning.Null) {
            return unknown(Rule.NULL, call);
        }
        if (!(answer.type() instanceof Type.Rec rec)) {
            method.report(Rule.REPLY, "reply of type " + answer.type());
            return Meaning.poison();
        }
        Optional<MessageType> type = method.program.protocol.replies().find(rec.javaClass());
        if (type.isEmpty()) {
            method.report(
                    Rule.REPLY, rec.javaClass().getName() + " is not one of the actor's replies");
            return Meaning.poison();
        }
        method.emit(
                new Op.CheckNotReplied(Site.alreadyReplied(method.position())), call.receiver());
        return method.emit(new Op.Reply(type.get().id(), rec), call.receiver(), answer);
    }

    private Value onRecord(Type.Rec rec, Call call) {
        Class<?> owner = rec.javaClass();
        Optional<MethodModel> target = find(owner, call);
        if (target.isPresent() && TrivialMethods.isAccessor(target.get())) {
            return method.emit(new Op.RecordGet(rec, rec.indexOf(call.name())), call.receiver());
        }
        if (target.isPresent() && TrivialMethods.isGenerated(target.get())) {
            boolean equality = call.is("equals", "(Ljava/lang/Object;)Z");
            return equality
                    ? new RecordEquality(method)
                            .compare(rec, call.receiver(), call.arguments().get(1))
                    : unknown(call.name().equals("toString") ? Rule.TEXT : Rule.CALL, call);
        }
        return callMethod(owner, call);
    }

    private Value onEnum(Type.Enumeration e, Call call) {
        Value receiver = call.receiver();
        if (call.is("ordinal", "()I")) {
            return method.emit(new Op.Ordinal(e), receiver);
        }
        boolean open = !java.lang.reflect.Modifier.isFinal(e.javaClass().getModifiers());
        return open ? unknown(Rule.DISPATCH, call) : callMethod(e.javaClass(), call);
    }

    private Optional<MethodModel> find(Class<?> owner, Call call) {
        return method.program
                .classes
                .method(owner, call.name(), call.type().descriptorString())
                .filter(m -> m.code().isPresent());
    }

    /** Calls the method that {@code owner}, the receiver's exact class, declares. */
    private Value callMethod(Class<?> owner, Call call) {
        Optional<MethodModel> target =
                ClassSource.isPlatform(owner) ? Optional.empty() : find(owner, call);
        if (target.isEmpty()) {
            boolean text =
                    call.owner().startsWith("java/lang/String")
                            || call.is("toString", "()Ljava/lang/String;");
            return unknown(text ? Rule.TEXT : Rule.CALL, call);
        }
        if (target.get().flags().has(AccessFlag.SYNCHRONIZED)) {
            return unknown(Rule.LOCK, call);
        }
        int skip = call.arguments().size() - call.type().parameterCount();
        List<Value> arguments = new ArrayList<>(call.arguments().subList(0, skip));
        for (int i = 0; i < call.type().parameterCount(); i++) {
            arguments.add(argument(call.arguments().get(skip + i), call.type().parameterType(i)));
        }
        if (arguments.stream().anyMatch(Meaning::isPoison)) {
            return poison(call.type());
        }
        return invoke(owner, target.get(), arguments, call);
    }

    private Value argument(Value value, ClassDesc declared) {
        Type number = MethodTranslator.numberType(declared);
        return number == Single.VOID && !(value instanceof Opaque)
                ? value
                : method.expect(value, number == Single.VOID ? Type.Single.MESSAGE : number);
    }

    private Value invoke(Class<?> owner, MethodModel target, List<Value> arguments, Call call) {
        List<Type> types = arguments.stream().map(Value::type).toList();
        Optional<Function> function = method.program.function(owner, target, types);
        if (function.isEmpty()) {
            return unknown(Rule.RECURSION, call);
        }
        Value result = method.emit(new Op.Call(function.get()), arguments);
        boolean lost =
                function.get().returnType() == Single.VOID
                        && TypeKind.from(call.type().returnType()) != TypeKind.VOID;
        if (lost && method.program.diagnostics.isEmpty()) {
            method.report(
                    Rule.INSTRUCTION, "the result of " + call + " has no value on the device");
        }
        return lost ? poison(call.type()) : result;
    }

    private void construct(Call call) {
        Value receiver = call.receiver();
        switch (Meaning.of(receiver).orElse(null)) {
            case Meaning.Fresh(Class<?> type, int n) -> {
                Value made =
                        type.isRecord()
                                ? record(type, call)
                                : new Exceptions(method)
                                        .construct(type, call.type(), call.arguments());
                method.stack.replaceAll(value ->
                        value instanceof Opaque opaque
                                        && opaque.meaning().equals(((Opaque) receiver).meaning())
                                ? made
                                : value);
            }
            case Meaning.Constructed c when call.owner().equals("java/lang/Record") -> {
                // nothing to do
            }
            case Meaning.Constructed c -> delegate(call);
            case Meaning.Poison p -> {
                // reported as an allocation
            }
            case null, default -> unknown(Rule.CALL, call);
        }
    }

    private Value record(Class<?> type, Call call) {
        Optional<MethodModel> constructor = find(type, call);
        Optional<Type.Rec> rec = method.program.record(type, method.position());
        List<Value> components = call.arguments().subList(1, call.arguments().size());
        if (constructor.isEmpty() || rec.isEmpty()) {
            return constructor.isEmpty() ? unknown(Rule.CALL, call) : Meaning.poison();
        }
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < components.size(); i++) {
            arguments.add(argument(components.get(i), call.type().parameterType(i)));
        }
        boolean poisoned = arguments.stream().anyMatch(Meaning::isPoison);
        if (!poisoned && arguments.size() == rec.get().struct().fields().size()) {
            for (int i = 0; i < arguments.size(); i++) {
                poisoned |= isOfAnotherLength(arguments.get(i), rec.get().component(i));
            }
        }
        return poisoned ? Meaning.poison() : invoke(type, constructor.get(), arguments, call);
    }

    /** Reports an array that is too long or short here, where the record is made. */
    private boolean isOfAnotherLength(Value argument, Type component) {
        boolean wrong =
                argument.type() instanceof Type.Array given
                        && component instanceof Type.Array needed
                        && given.javaElement() == needed.javaElement()
                        && given.length() != needed.length();
        if (wrong) {
            method.report(
                    Rule.RECORD_ARRAY, argument.type() + " where " + component + " is needed");
        }
        return wrong;
    }

    /** {@code this(...)} in a record's constructor. */
    private void delegate(Call call) {
        Value made = record(method.owner, call);
        if (made.type() instanceof Type.Rec rec) {
            for (int i = 0; i < rec.struct().fields().size(); i++) {
                method.writeField(i, method.emit(new Op.RecordGet(rec, i), made));
            }
        } else {
            for (int i = 0; i < method.owner.getRecordComponents().length; i++) {
                method.writeField(i, Meaning.poison());
            }
        }
    }

    private Value unknown(Rule rule, Call call) {
        method.report(rule, call.toString());
        return poison(call.type());
    }

    private static Value poison(MethodTypeDesc type) {
        return new Opaque(new Meaning.Poison(TypeKind.from(type.returnType()).slotSize() == 2));
    }
}
