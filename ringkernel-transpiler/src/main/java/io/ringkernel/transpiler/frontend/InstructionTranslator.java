package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Op.Conversion;
import io.ringkernel.transpiler.ir.Op.Relation;
import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ConstantDesc;
import java.util.Optional;
import java.util.SortedSet;

/** Translates the instructions that neither branch nor touch local variables. */
final class InstructionTranslator {

    private final MethodTranslator method;
    private final FieldTranslator fields;
    private final CallTranslator calls;
    private final ArrayTranslator arrays;
    private int allocations;

    InstructionTranslator(MethodTranslator method) {
        this.method = method;
        this.fields = new FieldTranslator(method);
        this.arrays = new ArrayTranslator(method);
        this.calls = new CallTranslator(method, arrays);
    }

    void translate(Instruction instruction) {
        switch (instruction) {
            case ConstantInstruction constant -> method.push(constant(constant.constantValue()));
            case OperatorInstruction operator -> operator(operator.opcode());
            case ConvertInstruction convert ->
                    method.operate(new Op.Convert(Conversion.valueOf(convert.opcode().name())), 1);
            case StackInstruction shuffle -> StackShuffle.apply(shuffle.opcode(), method.stack);
            case FieldInstruction field -> fields.translate(field);
            case InvokeInstruction invoke -> calls.translate(invoke);
            case InvokeDynamicInstruction dynamic -> calls.translate(dynamic);
            case ArrayLoadInstruction load -> arrays.load();
            case ArrayStoreInstruction store -> arrays.store();
            case TypeCheckInstruction check -> typeCheck(check);
            case NewObjectInstruction make -> newObject(make);
            case NewPrimitiveArrayInstruction make ->
                    arrays.make(make.typeKind().upperBound().arrayType(), 1);
            case NewReferenceArrayInstruction make ->
                    arrays.make(make.componentType().asSymbol().arrayType(), 1);
            case NewMultiArrayInstruction make ->
                    arrays.make(make.arrayType().asSymbol(), make.dimensions());
            case MonitorInstruction monitor -> {
                method.pop();
                method.report(Rule.LOCK, "synchronized block");
            }
            case NopInstruction nop -> {
                // nothing
            }
            default ->
                    method.report(
                            Rule.INSTRUCTION,
                            instruction.opcode().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private Value constant(ConstantDesc constant) {
        return switch (constant) {
            case Integer i -> Constant.of((int) i);
            case Long l -> Constant.of((long) l);
            case Float f -> Constant.of((float) f);
            case Double d -> Constant.of((double) d);
            case String text -> new Opaque(new Meaning.Text(text));
            case ConstantDesc nothing when nothing.equals(java.lang.constant.ConstantDescs.NULL) ->
                    new Opaque(new Meaning.Null());
            default -> {
                method.report(Rule.INSTRUCTION, "constant " + constant);
                yield Meaning.poison();
            }
        };
    }

    private void operator(Opcode opcode) {
        switch (opcode) {
            case ARRAYLENGTH -> arrays.length();
            case INEG -> method.operate(new Op.Negate(Prim.I32), 1);
            case LNEG -> method.operate(new Op.Negate(Prim.I64), 1);
            case FNEG -> method.operate(new Op.Negate(Prim.F32), 1);
            case DNEG -> method.operate(new Op.Negate(Prim.F64), 1);
            case LCMP -> method.operate(new Op.ThreeWay(Prim.I64, 0), 2);
            case FCMPL -> method.operate(new Op.ThreeWay(Prim.F32, -1), 2);
            case FCMPG -> method.operate(new Op.ThreeWay(Prim.F32, 1), 2);
            case DCMPL -> method.operate(new Op.ThreeWay(Prim.F64, -1), 2);
            case DCMPG -> method.operate(new Op.ThreeWay(Prim.F64, 1), 2);
            default -> binary(opcode.name());
        }
    }

    private void binary(String name) {
        Prim type =
                switch (name.charAt(0)) {
                    case 'I' -> Prim.I32;
                    case 'L' -> Prim.I64;
                    case 'F' -> Prim.F32;
                    case 'D' -> Prim.F64;
                    default -> throw new IllegalStateException("unknown operator: opcode=" + name);
                };
        BinaryKind kind = BinaryKind.valueOf(name.substring(1));
        if (type.isInteger() && (kind == BinaryKind.DIV || kind == BinaryKind.REM)) {
            method.emit(
                    new Op.CheckNotZero(type, Site.division(method.position())),
                    method.stack.getLast());
        }
        method.operate(new Op.Binary(kind, type), 2);
    }

    /** Returns the value that is 1 if a conditional branch is taken. */
    Value condition(Opcode opcode) {
        return switch (opcode) {
            case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE ->
                    compare(
                            Relation.valueOf(opcode.name().substring(2)),
                            method.pop(),
                            Constant.of(0));
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE -> {
                Value right = method.pop();
                yield compare(
                        Relation.valueOf(opcode.name().substring("IF_ICMP".length())),
                        method.pop(),
                        right);
            }
            case IFNULL -> isNull(method.pop(), true);
            case IFNONNULL -> isNull(method.pop(), false);
            case IF_ACMPEQ -> identity(Relation.EQ);
            case IF_ACMPNE -> identity(Relation.NE);
            default -> {
                method.report(Rule.INSTRUCTION, opcode.name());
                yield Meaning.poison();
            }
        };
    }

    private Value compare(Relation relation, Value left, Value right) {
        return method.emit(new Op.Compare(relation, Prim.I32, false), left, right);
    }

    /** Values on the device are never null; only the constant is. */
    private static Value isNull(Value value, boolean expected) {
        return switch (Meaning.of(value).orElse(null)) {
            case Meaning.Poison poison -> value;
            case Meaning.Null none -> Constant.of(expected ? 1 : 0);
            case null, default -> Constant.of(expected ? 0 : 1);
        };
    }

    private Value identity(Relation relation) {
        Value right = method.pop();
        Value left = method.pop();
        if (Meaning.isPoison(left) || Meaning.isPoison(right)) {
            return Meaning.poison();
        }
        if (Meaning.of(right).orElse(null) instanceof Meaning.Null) {
            return isNull(left, relation == Relation.EQ);
        }
        if (Meaning.of(left).orElse(null) instanceof Meaning.Null) {
            return isNull(right, relation == Relation.EQ);
        }
        if (left.type() instanceof Type.Enumeration e && e.equals(right.type())) {
            return compare(
                    relation,
                    method.emit(new Op.Ordinal(e), left),
                    method.emit(new Op.Ordinal(e), right));
        }
        method.report(Rule.IDENTITY, left.type() + " and " + right.type());
        return Meaning.poison();
    }

    private void newObject(NewObjectInstruction make) {
        String name = make.className().asInternalName();
        Optional<Class<?>> type = method.program.classes.load(name);
        if (type.isPresent()
                && (type.get().isRecord() || Throwable.class.isAssignableFrom(type.get()))) {
            method.push(new Opaque(new Meaning.Fresh(type.get(), allocations++)));
        } else {
            method.report(Rule.ALLOCATION, "new " + name.replace('/', '.'));
            method.push(Meaning.poison());
        }
    }

    private void typeCheck(TypeCheckInstruction check) {
        Value value = method.pop();
        boolean cast = check.opcode() == Opcode.CHECKCAST;
        boolean same =
                value instanceof Opaque opaque && cast && opaque.meaning() instanceof Meaning.Null;
        if (Meaning.isPoison(value) || same) {
            method.push(value);
            return;
        }
        String name = check.type().asInternalName();
        Optional<Class<?>> target =
                name.startsWith("[") ? Optional.empty() : method.program.classes.load(name);
        method.push(
                switch (value.type()) {
                    case Single s when s == Single.MESSAGE && target.isPresent() ->
                            message(value, target.get(), cast);
                    case Type.Rec rec when target.isPresent() ->
                            known(value, rec.javaClass(), target.get(), cast);
                    case Type.Enumeration e when target.isPresent() ->
                            known(value, e.javaClass(), target.get(), cast);
                    case Single s when s == Single.CONTEXT && cast && isContext(target) -> value;
                    case Type.Obj obj when target.isPresent() ->
                            known(value, obj.javaClass(), target.get(), cast);
                    case Type.Array array when cast -> value;
                    default -> failed(value, name);
                });
    }

    private static boolean isContext(Optional<Class<?>> target) {
        return target.isPresent() && target.get() == io.ringkernel.ActorContext.class;
    }

    private Value message(Value message, Class<?> target, boolean cast) {
        SortedSet<Integer> ids = method.program.messagesOf(target);
        if (!cast) {
            return method.emit(new Op.MessageIs(ids), message);
        }
        if (!target.isRecord()) {
            method.emit(new Op.MessageAs(ids, Single.MESSAGE), message);
            return message;
        }
        Optional<Type.Rec> rec = method.program.record(target, method.position());
        return rec.isPresent()
                ? method.emit(new Op.MessageAs(ids, rec.get()), message)
                : Meaning.poison();
    }

    private Value known(Value value, Class<?> type, Class<?> target, boolean cast) {
        boolean fits = target.isAssignableFrom(type);
        if (cast && !fits) {
            return failed(value, target.getName());
        }
        return cast ? value : Constant.of(fits ? 1 : 0);
    }

    private Value failed(Value value, String target) {
        method.report(Rule.CAST, value.type() + " to " + target.replace('/', '.'));
        return Meaning.poison();
    }
}
