package io.ringkernel.transpiler.emit;

import io.ringkernel.memory.Struct;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Effect;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Program;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one function. A block with one predecessor stands where that leads to it; the others
 * follow at the end with their labels. Variables are declared first, because C++ forbids to jump
 * over an initialisation. Phis are copies on the edges.
 */
final class FunctionEmitter {

    private static final int MAX_DEPTH = 12;

    private final Function function;
    private final Sites sites;
    private final Operands operands;
    private final Expressions expressions;
    private final StringBuilder out = new StringBuilder();
    private final LinkedHashSet<Block> labelled = new LinkedHashSet<>();
    private int depth = 2;

    private final SourceFiles files;
    private Optional<Position> position = Optional.empty();
    private String file = "";
    private int nextLine;

    FunctionEmitter(Program program, Function function, Sites sites, SourceFiles files) {
        this.function = function;
        this.sites = sites;
        this.files = files;
        this.operands = new Operands(function);
        this.expressions = new Expressions(program, operands);
    }

    String emit(boolean isReceive) {
        List<String> parameters =
                new ArrayList<>(
                        List.of(
                                "State& self",
                                "const rk_u32 type",
                                "const unsigned char* const payload",
                                "Context& context"));
        for (Parameter parameter : function.parameters()) {
            if (!isReceive && !(parameter.type() instanceof Single)) {
                parameters.add(declaration(parameter));
            }
        }
        out.append("  template <class Context>\n  RK_DEVICE ")
                .append(Expressions.typeName(function.returnType()));
        out.append(' ').append(function.name()).append('(');
        out.append(String.join(", ", parameters)).append(") {\n");
        declareVariables();
        block(function.entry());
        List<Block> written = new ArrayList<>();
        while (written.size() < labelled.size()) {
            for (Block next : List.copyOf(labelled)) {
                if (!written.contains(next)) {
                    written.add(next);
                    out.append("   ").append(next).append(":;\n");
                    nextLine++;
                    block(next);
                }
            }
        }
        out.append("  }\n");
        return out.toString();
    }

    private static String declaration(Parameter parameter) {
        String name = Expressions.parameter(parameter);
        return switch (parameter.type()) {
            case Type.Rec rec -> "const " + rec.struct().name() + "& " + name;
            case Type.Array array -> {
                boolean readOnly = array.space() == Type.Space.RECORD;
                yield (readOnly ? "const " : "") + Expressions.typeName(array) + " const " + name;
            }
            case Type.Obj object -> Expressions.typeName(object) + " const " + name;
            default -> "const " + Expressions.typeName(parameter.type()) + " " + name;
        };
    }

    private void declareVariables() {
        Set<Type.Rec> messages = new LinkedHashSet<>();
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                if (instruction.op() instanceof Op.MessageRecord(Type.Rec rec)) {
                    messages.add(rec);
                }
            }
        }
        for (Type.Rec rec : messages) {
            line(
                    "const %1$s* const %2$s = reinterpret_cast<const %1$s*>(payload);"
                            .formatted(rec.struct().name(), expressions.message(rec)));
        }
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                if (instruction.op() instanceof Op.SharedArray(Type.Array array, int number)) {
                    String declared = Expressions.elementName(array) + " shared" + number;
                    line("__shared__ " + declared + "[" + array.length() + "];");
                }
            }
        }
        Map<String, List<String>> byType = new LinkedHashMap<>();
        operands.variables()
                .forEach((value, name) -> {
                    String type = Expressions.typeName(value.type());
                    if (value.type() instanceof Type.Array array && isMade(value)) {
                        line(
                                Expressions.elementName(array)
                                        + " "
                                        + name
                                        + "["
                                        + array.length()
                                        + "];");
                    } else if (value.type().isPlace()) {
                        line(type + " " + name + ";");
                    } else {
                        byType.computeIfAbsent(type, t -> new ArrayList<>()).add(name);
                    }
                });
        byType.forEach((type, names) -> line(type + " " + String.join(", ", names) + ";"));
    }

    private static boolean isMade(Value value) {
        return value instanceof Instruction i
                && (i.op() instanceof Op.ArrayNew || i.op() instanceof Op.ArrayClone);
    }

    private void line(String text) {
        position.ifPresent(this::follow);
        nextLine++;
        out.repeat("  ", depth).append(text).append('\n');
    }

    /** Says that the next line stands for this one in Java, if the compiler would not think so. */
    private void follow(Position at) {
        Optional<String> found = files.of(at.className());
        if (found.isPresent()
                && at.line() > 0
                && (nextLine != at.line() || !file.equals(found.get()))) {
            file = found.get();
            nextLine = at.line();
            out.append("#line ").append(nextLine).append(" \"").append(file).append("\"\n");
        }
    }

    private void block(Block block) {
        for (Instruction instruction : block.instructions()) {
            if (!operands.isInside(instruction) && !Operands.isPlace(instruction)) {
                instruction(instruction);
            }
        }
        terminator(block);
    }

    private void instruction(Instruction i) {
        position = Optional.of(i.position());
        switch (i.op()) {
            case Op.StateStore store -> {
                Struct.Field field = expressions.field(store.field());
                String value = Expressions.narrow(field.type(), use(i.argument(1)));
                line("self." + field.name() + " = " + value + ";");
            }
            case Op.ObjectStore(Type.Obj object, int index) -> {
                Struct.Field field = object.struct().fields().get(index);
                String value = Expressions.narrow(field.type(), use(i.argument(1)));
                line(expressions.member(i.argument(0)) + field.name() + " = " + value + ";");
            }
            case Op.ArrayNew a when isUsed(i) -> line("rk_clear(" + use(i) + ");");
            case Op.ArrayClone a when isUsed(i) ->
                    line("rk_copy(" + use(i) + ", " + use(i.argument(0)) + ");");
            case Op.RecordNew(Type.Rec rec) when rec.holdsArray() && isUsed(i) -> record(rec, i);
            case Op.CheckTrue(Site site) ->
                    line("if (!" + use(i.argument(0)) + ") { " + fault(site, "0", "0") + " }");
            case Op.ArrayStore(Type.Array array) -> {
                String value = Expressions.narrow(array.element(), use(i.argument(2)));
                line(use(i.argument(0)) + "[" + use(i.argument(1)) + "] = " + value + ";");
            }
            case Op.CheckNotZero(var type, Site site) ->
                    line("if (" + use(i.argument(0)) + " == 0) { " + fault(site, "0", "0") + " }");
            case Op.CheckIndex(int length, Site site) -> {
                String index = use(i.argument(0));
                String failed = "(rk_u32)" + index + " >= " + length + "u";
                line(
                        "if ("
                                + failed
                                + ") { "
                                + fault(site, index, Integer.toString(length))
                                + " }");
            }
            case Op.BufferStore(Type.Buffer buffer) -> {
                String value =
                        Expressions.narrow(
                                new io.ringkernel.memory.FieldType.OfScalar(buffer.element()),
                                use(i.argument(2)));
                line(use(i.argument(0)) + ".data[" + use(i.argument(1)) + "] = " + value + ";");
            }
            case Op.CheckBounds(Type.Buffer buffer, Site site) -> {
                String index = use(i.argument(1));
                String length = use(i.argument(0)) + ".length";
                String failed = "(rk_u32)" + index + " >= (rk_u32)" + length;
                line("if (" + failed + ") { " + fault(site, index, length) + " }");
            }
            case Op.CheckNotReplied(Site site) ->
                    line("if (context.replied()) { " + fault(site, "0", "0") + " }");
            case Op.Reply reply ->
                    line("context.reply(" + reply.replyType() + "u, " + use(i.argument(1)) + ");");
            default -> value(i);
        }
    }

    private boolean isUsed(Instruction i) {
        return operands.variables().containsKey(i);
    }

    private void record(Type.Rec rec, Instruction i) {
        for (int part = 0; part < i.arguments().size(); part++) {
            Struct.Field field = rec.struct().fields().get(part);
            String member = use(i) + "." + field.name();
            String value = use(i.argument(part));
            line(
                    i.argument(part).type() instanceof Type.Array
                            ? "rk_copy(" + member + ", " + value + ");"
                            : member + " = " + Expressions.narrow(field.type(), value) + ";");
        }
    }

    private void value(Instruction i) {
        String variable = operands.variables().get(i);
        boolean mayFail = i.op().effects().contains(Effect.FAULTS);
        if (variable == null && !(i.op() instanceof Op.Call) && !acts(i.op())) {
            return;
        }
        line((variable == null ? "" : variable + " = ") + expressions.compute(i) + ";");
        if (mayFail) {
            line("if (context.failed()) { " + leave() + " }");
        }
    }

    /** Returns whether an operation is written even if nobody uses its value. */
    private static boolean acts(Op op) {
        return op.effects().stream()
                .anyMatch(effect ->
                        effect == Effect.WRITES
                                || effect == Effect.SENDS
                                || effect == Effect.CONVERGES);
    }

    private String use(Value value) {
        return expressions.use(value);
    }

    private String fault(Site site, String a, String b) {
        return "context.fault(" + sites.id(site) + ", " + a + ", " + b + "); " + leave();
    }

    /** Ends a call that has failed; what it returns is not looked at. */
    private String leave() {
        return function.returnType() == Single.VOID ? "return;" : "return {};";
    }

    private void terminator(Block block) {
        if (!block.instructions().isEmpty()) {
            position = Optional.of(block.instructions().getLast().position());
        }
        switch (block.terminator()) {
            case Terminator.Jump(Block target) -> edge(block, target);
            case Terminator.Branch(Value condition, Block t, Block f) -> {
                line("if " + parenthesised(use(condition)) + " {");
                nested(block, t);
                line("} else {");
                nested(block, f);
                line("}");
            }
            case Terminator.Switch s -> switchOn(block, s);
            case Terminator.Return(Value value) ->
                    line(value == null ? "return;" : "return " + use(value) + ";");
            case Terminator.Fault(Site site) -> {
                position = Optional.of(site.position());
                line(fault(site, "0", "0"));
            }
        }
    }

    /** Comparisons come with their parentheses. */
    private static String parenthesised(String condition) {
        int open = 0;
        for (int i = 0; i < condition.length(); i++) {
            open += condition.charAt(i) == '(' ? 1 : condition.charAt(i) == ')' ? -1 : 0;
            if (open == 0 && i < condition.length() - 1) {
                return "(" + condition + ")";
            }
        }
        return condition;
    }

    private void nested(Block from, Block to) {
        depth++;
        edge(from, to);
        depth--;
    }

    private void switchOn(Block block, Terminator.Switch s) {
        line("switch (" + use(s.selector()) + ") {");
        Map<Block, List<String>> labels = new LinkedHashMap<>();
        s.cases()
                .forEach((key, target) ->
                        labels.computeIfAbsent(target, b -> new ArrayList<>())
                                .add("case " + use(Constant.of((int) key)) + ":"));
        labels.computeIfAbsent(s.otherwise(), b -> new ArrayList<>()).add("default:");
        labels.forEach((target, names) -> {
            line(String.join(" ", names) + " {");
            nested(block, target);
            line("}");
        });
        line("}");
    }

    /** Goes from one block to the next, handing over what its phis need. */
    private void edge(Block from, Block to) {
        copy(from, to);
        if (to.predecessors().size() == 1 && depth < MAX_DEPTH) {
            block(to);
        } else {
            labelled.add(to);
            line("goto " + to + ";");
        }
    }

    private void copy(Block from, Block to) {
        List<Phi> phis = new ArrayList<>();
        List<Value> sources = new ArrayList<>();
        for (Phi phi : to.phis()) {
            Value source = phi.inputs().get(from);
            if (source != null && source != phi) {
                phis.add(phi);
                sources.add(source);
            }
        }
        if (!operands.overlap(phis, sources)) {
            for (int i = 0; i < phis.size(); i++) {
                line(use(phis.get(i)) + " = " + use(sources.get(i)) + ";");
            }
            return;
        }
        line("{");
        for (int i = 0; i < phis.size(); i++) {
            line(
                    "  const "
                            + Expressions.typeName(phis.get(i).type())
                            + " t"
                            + i
                            + " = "
                            + use(sources.get(i))
                            + ";");
        }
        for (int i = 0; i < phis.size(); i++) {
            line("  " + use(phis.get(i)) + " = t" + i + ";");
        }
        line("}");
    }
}
