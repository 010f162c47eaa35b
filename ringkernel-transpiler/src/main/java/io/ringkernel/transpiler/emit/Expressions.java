package io.ringkernel.transpiler.emit;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.CudaNames;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Program;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Writes values as C++ expressions; each is a primary expression, so that it can stand inside any
 * other.
 */
final class Expressions {

    private final Program program;
    private final Operands operands;

    Expressions(Program program, Operands operands) {
        this.program = program;
        this.operands = operands;
    }

    /** Returns the expression by which a user names the value. */
    String use(Value value) {
        String variable = operands.variables().get(value);
        if (variable != null) {
            return variable;
        }
        return switch (value) {
            case Constant constant -> literal(constant);
            case Parameter parameter -> parameter(parameter);
            case Instruction instruction when instruction.type() instanceof Type.Obj ->
                    "(&" + compute(instruction) + ")";
            case Instruction instruction -> compute(instruction);
            default -> throw new IllegalStateException("value has no name: value=" + value);
        };
    }

    static String parameter(Parameter parameter) {
        return switch (parameter.type()) {
            case Single.STATE -> "self";
            case Single.CONTEXT -> "context";
            default -> "p" + parameter.index();
        };
    }

    /** Returns the expression that computes an instruction's value. */
    String compute(Instruction i) {
        return switch (i.op()) {
            case Op.Binary(Op.BinaryKind kind, Prim type) ->
                    binary(kind, type, use(i.argument(0)), use(i.argument(1)));
            case Op.Negate(Prim type) ->
                    type.isInteger() ? call("rk_neg_" + type, i) : "(-" + use(i.argument(0)) + ")";
            case Op.Convert(Op.Conversion kind) -> convert(kind, i);
            case Op.Compare compare -> compare(compare, use(i.argument(0)), use(i.argument(1)));
            case Op.ThreeWay(Prim type, int unordered) ->
                    call(
                            (type.isInteger()
                                            ? "rk_compare_"
                                            : unordered < 0 ? "rk_cmpl_" : "rk_cmpg_")
                                    + type,
                            i);
            case Op.Intrinsic(var function) -> call(function.cudaName(), i);
            case Op.Ordinal o -> use(i.argument(0));
            case Op.RecordNew(Type.Rec rec) -> construct(rec, i.arguments());
            case Op.RecordGet(Type.Rec rec, int index) ->
                    member(i.argument(0)) + rec.struct().fields().get(index).name();
            case Op.StateLoad load -> "self." + field(load.field()).name();
            case Op.ObjectLoad(Type.Obj object, int index) ->
                    member(i.argument(0)) + object.struct().fields().get(index).name();
            case Op.ArrayLoad a -> use(i.argument(0)) + "[" + use(i.argument(1)) + "]";
            case Op.MessageId m -> "(rk_i32)type";
            case Op.MessageIs(SortedSet<Integer> ids) -> isOneOf("type", ids);
            case Op.MessageRecord(Type.Rec rec) -> "(*" + message(rec) + ")";
            case Op.FirstLabel(List<SortedSet<Integer>> labels) -> firstLabel(labels, i);
            case Op.Table(List<Integer> numbers) -> table(numbers, use(i.argument(0)));
            case Op.Call(var function) -> function.name() + arguments(i.arguments());
            case Op.BufferLength b -> use(i.argument(0)) + ".length";
            case Op.BufferLoad b -> use(i.argument(0)) + ".data[" + use(i.argument(1)) + "]";
            case Op.SharedArray shared -> "shared" + shared.number();
            case Op.Device device -> DeviceCalls.expression(device, i.arguments(), this::use);
            case Op.BufferStore b -> throw noValue(i);
            case Op.CheckBounds c -> throw noValue(i);
            case Op.StateStore s -> throw noValue(i);
            case Op.ObjectStore s -> throw noValue(i);
            case Op.ArrayNew a -> throw noValue(i);
            case Op.ArrayClone a -> throw noValue(i);
            case Op.CheckTrue c -> throw noValue(i);
            case Op.ArrayStore s -> throw noValue(i);
            case Op.CheckNotZero c -> throw noValue(i);
            case Op.CheckIndex c -> throw noValue(i);
            case Op.CheckNotReplied c -> throw noValue(i);
            case Op.Reply r -> throw noValue(i);
            case Op.MessageAs m -> throw noValue(i);
        };
    }

    private static IllegalStateException noValue(Instruction instruction) {
        return new IllegalStateException("operation has no value: op=" + instruction.op());
    }

    /** Returns the field of the state with this index. */
    Struct.Field field(int index) {
        return program.state().struct().fields().get(index);
    }

    /** Returns the name of the pointer to the message as this record. */
    String message(Type.Rec rec) {
        return "m" + program.protocol().messages().find(rec.javaClass()).orElseThrow().id();
    }

    /** Returns what stands before the name of a record's or an object's member. */
    String member(Value holder) {
        boolean named = operands.variables().containsKey(holder);
        if (holder.type() instanceof Type.Obj) {
            return holder instanceof Instruction place && !named
                    ? compute(place) + "."
                    : use(holder) + "->";
        }
        return holder instanceof Instruction i
                        && i.op() instanceof Op.MessageRecord(Type.Rec rec)
                        && !named
                ? message(rec) + "->"
                : use(holder) + ".";
    }

    private String call(String function, Instruction i) {
        return function
                + i.arguments().stream().map(this::use).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Returns the arguments of a call of one of the actor's own functions. */
    private String arguments(List<Value> values) {
        List<String> all = new ArrayList<>(List.of("self", "type", "payload", "context"));
        values.stream()
                .filter(value -> !(value.type() instanceof Single))
                .forEach(value -> all.add(use(value)));
        return "(" + String.join(", ", all) + ")";
    }

    private static String binary(Op.BinaryKind kind, Prim type, String a, String b) {
        boolean integer = type.isInteger();
        return switch (kind) {
            case AND -> "(" + a + " & " + b + ")";
            case OR -> "(" + a + " | " + b + ")";
            case XOR -> "(" + a + " ^ " + b + ")";
            case ADD -> integer ? function("add", type, a, b) : "(" + a + " + " + b + ")";
            case SUB -> integer ? function("sub", type, a, b) : "(" + a + " - " + b + ")";
            case MUL -> integer ? function("mul", type, a, b) : "(" + a + " * " + b + ")";
            case DIV -> integer ? function("div", type, a, b) : "(" + a + " / " + b + ")";
            case REM, SHL, SHR, USHR -> function(kind.name().toLowerCase(Locale.ROOT), type, a, b);
        };
    }

    private static String function(String name, Prim type, String a, String b) {
        return "rk_" + name + "_" + type + "(" + a + ", " + b + ")";
    }

    private String convert(Op.Conversion kind, Instruction i) {
        return switch (kind) {
            case I2L, I2F, I2D, L2F, L2D, F2D, D2F ->
                    "(" + kind.to().scalar().cudaName() + ")" + use(i.argument(0));
            case L2I, F2I, F2L, D2I, D2L, I2B, I2C, I2S ->
                    call("rk_" + kind.name().toLowerCase(Locale.ROOT), i);
        };
    }

    private static String compare(Op.Compare compare, String a, String b) {
        // C++ gives true for != and false for all else where a NaN takes part
        boolean natural =
                compare.operands().isInteger()
                        || compare.unordered() == (compare.relation() == Op.Relation.NE);
        return natural
                ? "(" + a + sign(compare.relation()) + b + ")"
                : "!(" + a + sign(compare.relation().negated()) + b + ")";
    }

    private static String sign(Op.Relation relation) {
        return switch (relation) {
            case EQ -> " == ";
            case NE -> " != ";
            case LT -> " < ";
            case GE -> " >= ";
            case GT -> " > ";
            case LE -> " <= ";
        };
    }

    /** Returns a record made of its components. */
    private String construct(Type.Rec rec, List<Value> components) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < components.size(); i++) {
            parts.add(narrow(rec.struct().fields().get(i).type(), use(components.get(i))));
        }
        return rec.struct().name() + "{" + String.join(", ", parts) + "}";
    }

    /** Returns the expression as what a field of this type holds. */
    static String narrow(FieldType type, String expression) {
        if (!(type instanceof FieldType.OfScalar(Scalar scalar))) {
            return expression;
        }
        return switch (scalar) {
            case BOOL -> "(rk_u8)(" + expression + " & 1)";
            case I8, I16, U16 -> "(" + scalar.cudaName() + ")" + expression;
            case I32, U32, I64, U64, F32, F64 -> expression;
        };
    }

    private static String isOneOf(String number, SortedSet<Integer> ids) {
        return ids.isEmpty()
                ? "0"
                : ids.stream()
                        .map(id -> number + " == " + id)
                        .collect(Collectors.joining(" || ", "(", ")"));
    }

    private String firstLabel(List<SortedSet<Integer>> labels, Instruction i) {
        String number = use(i.argument(0));
        String restart = use(i.argument(1));
        StringBuilder out = new StringBuilder("(");
        for (int label = 0; label < labels.size(); label++) {
            out.append(
                    "%s <= %d && %s ? %2$d : "
                            .formatted(restart, label, isOneOf(number, labels.get(label))));
        }
        return out.append(labels.size()).append(')').toString();
    }

    private static String table(List<Integer> numbers, String index) {
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != 0) {
                out.append("%s == %d ? %d : ".formatted(index, i, numbers.get(i)));
            }
        }
        return out.append("0)").toString();
    }

    private static String literal(Constant constant) {
        return switch (constant.type()) {
            case Prim.I64 -> integer(constant.asLong(), Long.MIN_VALUE, "ll");
            case Prim.F32 -> {
                float f = constant.asFloat();
                yield Float.isFinite(f)
                        ? parenthesised(f + "f")
                        : "rk_bits_to_f32("
                                + integer(Float.floatToRawIntBits(f), Integer.MIN_VALUE, "")
                                + ")";
            }
            case Prim.F64 -> {
                double d = constant.asDouble();
                yield Double.isFinite(d)
                        ? parenthesised(Double.toString(d))
                        : "rk_bits_to_f64("
                                + integer(Double.doubleToRawLongBits(d), Long.MIN_VALUE, "ll")
                                + ")";
            }
            default -> integer(constant.asInt(), Integer.MIN_VALUE, "");
        };
    }

    private static String integer(long value, long minimum, String suffix) {
        return value == minimum
                ? "(" + (value + 1) + suffix + " - 1)"
                : parenthesised(value + suffix);
    }

    private static String parenthesised(String literal) {
        return literal.startsWith("-") ? "(" + literal + ")" : literal;
    }

    /** Returns the type of what an array's elements are in memory. */
    static String elementName(Type.Array array) {
        return elementName(array.element());
    }

    private static String elementName(FieldType element) {
        return switch (element) {
            case FieldType.OfScalar(Scalar scalar) -> scalar.cudaName();
            case FieldType.OfStruct(Struct struct) -> struct.name();
            case FieldType.OfArray(FieldType inner, int length) ->
                    "rk_row<" + elementName(inner) + ", " + length + ">::type";
            case FieldType.OfText text ->
                    throw new IllegalStateException("text was not refused before: type=" + text);
        };
    }

    static String typeName(Type type) {
        return switch (type) {
            case Prim prim -> prim.scalar().cudaName();
            case Type.Enumeration e -> Scalar.I32.cudaName();
            case Type.Rec rec -> rec.struct().name();
            case Type.Buffer buffer -> "RkArray<" + buffer.element().cudaName() + ">";
            case Type.Array array -> elementName(array) + "*";
            case Type.Obj object -> object.struct().name() + "*";
            case Single.VOID -> "void";
            case Single single ->
                    throw new IllegalStateException("no variable has this type: type=" + single);
        };
    }

    /** Returns the identifier of the actor's behaviour. */
    static String behaviour(Class<?> actor) {
        return CudaNames.of(actor) + "_Behavior";
    }
}
