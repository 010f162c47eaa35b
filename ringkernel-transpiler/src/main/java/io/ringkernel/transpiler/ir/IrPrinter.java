package io.ringkernel.transpiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the IR for people and golden files; the text depends on nothing but the program. */
public final class IrPrinter {

    private final Map<Value, String> names = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    private IrPrinter() {}

    /** Returns the text of all functions. */
    public static String print(Program program) {
        return program.functions().stream().map(IrPrinter::print).collect(Collectors.joining("\n"));
    }

    /** Returns the text of one function. */
    public static String print(Function function) {
        return new IrPrinter().function(function);
    }

    private String function(Function function) {
        for (Parameter parameter : function.parameters()) {
            names.put(parameter, "%p" + parameter.index());
        }
        for (Block block : function.blocks()) {
            block.phis().forEach(this::name);
            block.instructions().forEach(this::name);
        }
        out.append("function ").append(function.name()).append('(');
        out.append(
                function.parameters().stream()
                        .map(p -> name(p) + ": " + p.type())
                        .collect(Collectors.joining(", ")));
        out.append("): ").append(function.returnType()).append('\n');
        function.blocks().forEach(this::block);
        return out.toString();
    }

    private void block(Block block) {
        out.append(block).append(":\n");
        for (Phi phi : block.phis()) {
            String inputs =
                    phi.inputs().entrySet().stream()
                            .map(input -> input.getKey() + ": " + name(input.getValue()))
                            .collect(Collectors.joining(", "));
            out.append("  ").append(name(phi)).append(": ").append(phi.type());
            out.append(" = phi(").append(inputs).append(")\n");
        }
        for (Instruction instruction : block.instructions()) {
            out.append("  ");
            if (instruction.type() != Type.Single.VOID) {
                out.append(name(instruction)).append(": ").append(instruction.type()).append(" = ");
            }
            out.append(describe(instruction.op())).append(list(instruction.arguments()));
            out.append("  ; ").append(instruction.position().line()).append('\n');
        }
        out.append("  ")
                .append(block.isTerminated() ? describe(block.terminator()) : "(no terminator)")
                .append('\n');
    }

    private String list(List<Value> values) {
        return values.stream().map(this::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private String name(Value value) {
        return switch (value) {
            case Constant constant -> constant.toString();
            case Opaque opaque -> opaque.toString();
            case Parameter parameter ->
                    names.computeIfAbsent(parameter, p -> "%unknown" + parameter.index());
            case Phi phi -> names.computeIfAbsent(phi, v -> "%" + names.size());
            case Instruction instruction ->
                    names.computeIfAbsent(instruction, v -> "%" + names.size());
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String describe(Op op) {
        return switch (op) {
            case Op.Binary b -> lower(b.kind()) + "." + b.operands();
            case Op.Negate n -> "neg." + n.operand();
            case Op.Convert c -> lower(c.kind());
            case Op.Compare c ->
                    lower(c.relation()) + "." + c.operands() + (c.unordered() ? ".unordered" : "");
            case Op.ThreeWay t -> "cmp." + t.operands() + "." + t.unordered();
            case Op.Intrinsic i -> i.function().javaName();
            case Op.Ordinal o -> "ordinal";
            case Op.RecordNew r -> "new " + r.rec();
            case Op.RecordGet r ->
                    "get "
                            + r.rec()
                            + "."
                            + r.rec().javaClass().getRecordComponents()[r.index()].getName();
            case Op.StateLoad s -> "load " + s.name();
            case Op.StateStore s -> "store " + s.name();
            case Op.ObjectLoad(Type.Obj object, int index) ->
                    "load " + object + "." + object.name(index);
            case Op.ObjectStore(Type.Obj object, int index) ->
                    "store " + object + "." + object.name(index);
            case Op.ArrayNew a -> "array.new";
            case Op.ArrayClone a -> "array.clone";
            case Op.ArrayLoad a -> "array.load";
            case Op.ArrayStore a -> "array.store";
            case Op.CheckNotZero c -> "check.not.zero";
            case Op.CheckIndex c -> "check.index " + c.length();
            case Op.CheckTrue(Site site) -> "check.true \"" + site.message() + "\"";
            case Op.CheckNotReplied c -> "check.not.replied";
            case Op.Reply r -> "reply " + r.replyType();
            case Op.MessageId m -> "message.id";
            case Op.MessageIs m -> "message.is " + m.ids();
            case Op.MessageAs m -> "message.as " + m.as() + " " + m.ids();
            case Op.MessageRecord m -> "message.record " + m.rec();
            case Op.FirstLabel f ->
                    "first.label "
                            + f.labels().stream()
                                    .map(label -> label.toString())
                                    .collect(Collectors.joining(" "));
            case Op.Table t -> "table " + t.numbers();
            case Op.Call c -> "call " + c.function().name();
            case Op.BufferLength b -> "buffer.length";
            case Op.BufferLoad b -> "buffer.load";
            case Op.BufferStore b -> "buffer.store";
            case Op.CheckBounds c -> "check.bounds";
            case Op.SharedArray s -> "shared.array " + s.number();
            case Op.Device d -> d.intrinsic().javaName();
        };
    }

    private String describe(Terminator terminator) {
        return switch (terminator) {
            case Terminator.Jump(Block target) -> "jump " + target;
            case Terminator.Branch(Value condition, Block t, Block f) ->
                    "branch " + name(condition) + " ? " + t + " : " + f;
            case Terminator.Switch(Value selector, var cases, Block otherwise) ->
                    "switch " + name(selector) + " " + cases + " else " + otherwise;
            case Terminator.Return(Value value) ->
                    value == null ? "return" : "return " + name(value);
            case Terminator.Fault(Site site) ->
                    "fault "
                            + site.exceptionType()
                            + " \""
                            + site.message()
                            + "\" at "
                            + site.position();
        };
    }
}
