package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Effect;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Translates one method by following its operand stack block by block.
 *
 * <p>Whatever is not understood is reported and leaves a poison, so that one run finds everything
 * that is wrong.
 */
final class MethodTranslator {

    // a class file has at most 65,535 local variables and as many stack slots
    private static final int FIRST_STACK_SLOT = 1 << 16;
    private static final int FIRST_FIELD_SLOT = 1 << 17;

    final ProgramBuilder program;
    final Class<?> owner;
    final List<Value> stack = new ArrayList<>();

    private final MethodModel method;
    private final CodeModel code;
    private final BytecodeBlocks bytecode;
    private final Function function;
    private final SsaBuilder ssa;
    private final Map<Integer, Block> blocks = new LinkedHashMap<>();
    private final Map<Block, Integer> depths = new HashMap<>();
    private final InstructionTranslator instructions;
    private final Handlers handlers;
    private Block block;
    private int element;
    private @Nullable Value returned;

    MethodTranslator(
            ProgramBuilder program,
            Class<?> owner,
            MethodModel method,
            String identifier,
            List<Type> parameterTypes) {
        this.program = program;
        this.owner = owner;
        this.method = method;
        this.code = method.code().orElseThrow();
        this.bytecode = new BytecodeBlocks(code);
        List<Parameter> parameters = new ArrayList<>();
        for (Type type : parameterTypes) {
            parameters.add(new Parameter(parameters.size(), type));
        }
        this.function =
                new Function(
                        identifier, parameters, numberType(method.methodTypeSymbol().returnType()));
        this.handlers = new Handlers(this, code, bytecode);
        this.ssa = new SsaBuilder(program.diagnostics);
        this.block = function.newBlock();
        this.instructions = new InstructionTranslator(this);
    }

    Function translate() {
        handlers.check();
        declaredRecord().ifPresent(function::returns);
        bindParameters();
        for (int start : bytecode.order()) {
            blocks.put(start, function.newBlock());
        }
        Block entry = block;
        Block first = at(bytecode.order().getFirst());
        first.predecessors().add(entry);
        depths.put(first, 0);
        entry.terminate(new Terminator.Jump(first));
        for (int start : bytecode.order()) {
            bytecode.successors(start)
                    .forEach(successor -> at(successor).predecessors().add(at(start)));
        }
        ssa.sealIfReady(entry);
        ssa.fill(entry);
        for (int start : bytecode.order()) {
            translate(start);
        }
        function.replace(ssa.replacements());
        function.recomputePredecessors();
        return function;
    }

    /** The record that is returned, known even where every path fails before its return. */
    private Optional<Type.Rec> declaredRecord() {
        Optional<Class<?>> declared =
                isConstructor()
                        ? Optional.of(owner)
                        : program.classes.load(method.methodTypeSymbol().returnType());
        return declared.filter(Class::isRecord).flatMap(type -> program.record(type, position()));
    }

    private void bindParameters() {
        int slot = 0;
        if (isConstructor()) {
            ssa.write(slot++, block, new Opaque(new Meaning.Constructed()));
        }
        for (Parameter parameter : function.parameters()) {
            ssa.write(slot, block, bind(parameter));
            slot += parameter.type() == Prim.I64 || parameter.type() == Prim.F64 ? 2 : 1;
        }
    }

    /** An actor that understands a single record has it without asking. */
    private Value bind(Parameter parameter) {
        Class<?> root = program.protocol.messages().root();
        if (parameter.type() != Single.MESSAGE || !root.isRecord()) {
            return parameter;
        }
        return program.record(root, position())
                .map(rec -> emit(new Op.MessageRecord(rec), parameter))
                .orElseGet(Meaning::poison);
    }

    private void translate(int start) {
        block = at(start);
        element = start;
        ssa.sealIfReady(block);
        stack.clear();
        int depth = depths.getOrDefault(block, 0);
        for (int i = 0; i < depth; i++) {
            stack.add(ssa.read(stackSlot(i), block, position()));
        }
        for (CodeElement next : bytecode.elements(start)) {
            element(next);
            element++;
        }
        element--; // back to the last of the block
        if (!block.isTerminated()) {
            finish(new Terminator.Jump(at(bytecode.end(start))));
        }
    }

    private void element(CodeElement next) {
        switch (next) {
            case LoadInstruction load -> push(ssa.read(load.slot(), block, position()));
            case StoreInstruction store -> ssa.write(store.slot(), block, pop());
            case IncrementInstruction increment -> increment(increment);
            case BranchInstruction branch -> branch(branch);
            case TableSwitchInstruction table ->
                    switchOn(table.cases(), at(bytecode.index(table.defaultTarget())));
            case LookupSwitchInstruction lookup ->
                    switchOn(lookup.cases(), at(bytecode.index(lookup.defaultTarget())));
            case ReturnInstruction r -> returns(r.typeKind());
            case ThrowInstruction t -> throwsException();
            case java.lang.classfile.Instruction other -> instructions.translate(other);
            default -> {
                // labels, local variable tables and frames carry nothing that is needed
            }
        }
    }

    private void increment(IncrementInstruction increment) {
        push(ssa.read(increment.slot(), block, position()));
        push(Constant.of(increment.constant()));
        operate(new Op.Binary(Op.BinaryKind.ADD, Prim.I32), 2);
        ssa.write(increment.slot(), block, pop());
    }

    private void branch(BranchInstruction branch) {
        Block target = at(bytecode.index(branch.target()));
        if (BytecodeBlocks.isGoto(branch)) {
            finish(new Terminator.Jump(target));
            return;
        }
        Value condition = instructions.condition(branch.opcode());
        Block next = at(bytecode.end(startOf(block)));
        finish(
                target == next
                        ? new Terminator.Jump(target)
                        : new Terminator.Branch(condition, target, next));
    }

    private void switchOn(List<SwitchCase> cases, Block otherwise) {
        Value selector = expect(pop(), Prim.I32);
        TreeMap<Integer, Block> targets = new TreeMap<>();
        cases.forEach(c -> targets.put(c.caseValue(), at(bytecode.index(c.target()))));
        finish(new Terminator.Switch(selector, targets, otherwise));
    }

    private void returns(TypeKind kind) {
        if (isConstructor()) {
            returnRecord();
        } else if (kind == TypeKind.VOID) {
            finish(new Terminator.Return(null));
        } else {
            Value value = pop();
            returnType(value);
            finish(new Terminator.Return(value));
        }
    }

    private void returnRecord() {
        Optional<Type.Rec> rec = program.record(owner, position());
        if (rec.isEmpty()) {
            finish(new Terminator.Return(null));
            return;
        }
        List<Value> components = new ArrayList<>();
        for (int i = 0; i < rec.get().struct().fields().size(); i++) {
            components.add(readField(i));
        }
        Value value = emit(new Op.RecordNew(rec.get()), components);
        returnType(value);
        finish(new Terminator.Return(value));
    }

    private void returnType(Value value) {
        if (Meaning.isPoison(value)) {
            return;
        }
        switch (value.type()) {
            case Single s ->
                    report(Rule.MERGE, "an object is returned that has no value on the device");
            case Type type when function.returnType() == Single.VOID -> function.returns(type);
            case Type type when !function.returnType().equals(type) ->
                    report(Rule.MERGE, "returns " + function.returnType() + " or " + type);
            case Type type when !type.canMerge() && returned != value ->
                    report(Rule.MERGE, "returns one array or another: " + type);
            default -> {
                // as before
            }
        }
        returned = value;
    }

    private void throwsException() {
        Value thrown = pop();
        handlers.refuseFault(element);
        Site site =
                switch (Meaning.of(thrown).orElse(null)) {
                    case Meaning.Thrown t -> new Site(t.type(), t.message(), t.position());
                    case Meaning.Poison p -> new Site("poison", null, position());
                    case null, default -> {
                        report(Rule.THROW, "the exception thrown is not constructed here");
                        yield new Site("poison", null, position());
                    }
                };
        finish(new Terminator.Fault(site));
    }

    private void finish(Terminator terminator) {
        for (int i = 0; i < stack.size(); i++) {
            ssa.write(stackSlot(i), block, stack.get(i));
        }
        for (Block successor : terminator.successors()) {
            depths.put(successor, stack.size());
        }
        block.terminate(terminator);
        ssa.fill(block);
        terminator.successors().forEach(ssa::sealIfReady);
    }

    private int stackSlot(int depth) {
        return FIRST_STACK_SLOT + depth;
    }

    private int fieldSlot(int index) {
        return FIRST_FIELD_SLOT + index;
    }

    /** Returns the value of a field of the record under construction. */
    Value readField(int index) {
        return ssa.read(fieldSlot(index), block, position());
    }

    /** Sets a field of the record under construction. */
    void writeField(int index, Value value) {
        ssa.write(fieldSlot(index), block, value);
    }

    boolean isConstructor() {
        return method.methodName().equalsString("<init>");
    }

    /**
     * Returns whether what is being translated runs once, before anything that is not always run.
     */
    boolean isAtStart() {
        return program.isInEntry()
                && block == at(bytecode.order().getFirst())
                && block.predecessors().size() == 1;
    }

    private Block at(int start) {
        Block found = blocks.get(start);
        if (found == null) {
            throw new IllegalStateException(
                    "no block: method=" + method.methodName() + ", element=" + start);
        }
        return found;
    }

    private int startOf(Block of) {
        return blocks.entrySet().stream()
                .filter(entry -> entry.getValue() == of)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    Position position() {
        return new Position(
                owner.getName(), method.methodName().stringValue(), bytecode.line(element));
    }

    void report(Rule rule, String detail) {
        program.diagnostics.report(rule, position(), detail);
    }

    void push(Value value) {
        stack.add(value);
    }

    Value pop() {
        return stack.removeLast();
    }

    /** Removes {@code count} values and returns them, the deepest first. */
    List<Value> pop(int count) {
        List<Value> top = stack.subList(stack.size() - count, stack.size());
        List<Value> values = List.copyOf(top);
        top.clear();
        return values;
    }

    /** Replaces the top {@code count} values by the result of an operation on them. */
    void operate(Op op, int count) {
        Value result = emit(op, pop(count));
        if (op.type() != Single.VOID) {
            push(result);
        }
    }

    /**
     * Returns the type as which a primitive is computed with, {@link Single#VOID} for anything
     * else.
     */
    static Type numberType(ClassDesc type) {
        return switch (type.descriptorString()) {
            case "Z", "B", "S", "C", "I" -> Prim.I32;
            case "J" -> Prim.I64;
            case "F" -> Prim.F32;
            case "D" -> Prim.F64;
            default -> Single.VOID;
        };
    }

    /** Adds an instruction; the result is poison if an argument is not what the operation needs. */
    Value emit(Op op, List<Value> arguments) {
        List<Type> types = op.parameterTypes();
        boolean sound = true;
        for (int i = 0; i < types.size(); i++) {
            sound &= !Meaning.isPoison(expect(arguments.get(i), types.get(i)));
        }
        if (!sound) {
            return op.type() == Prim.I64 || op.type() == Prim.F64
                    ? new Opaque(new Meaning.Poison(true))
                    : Meaning.poison();
        }
        if (op.effects().contains(Effect.FAULTS)) {
            handlers.refuseFault(element);
        }
        Instruction instruction = new Instruction(op, position(), arguments);
        block.instructions().add(instruction);
        return instruction;
    }

    Value emit(Op op, Value... arguments) {
        return emit(op, List.of(arguments));
    }

    /**
     * Returns the value if it has this type; else reports it, unless that has been done, and
     * returns poison.
     */
    Value expect(Value value, Type type) {
        if (type.accepts(value.type()) && !(value instanceof Opaque)) {
            return value;
        }
        @Nullable Meaning meaning = Meaning.of(value).orElse(null);
        switch (meaning) {
            case Meaning.Poison p -> {
                // reported where it arose
            }
            case Meaning.Null n -> report(Rule.NULL, "null where " + type + " is needed");
            case Meaning.Text t -> report(Rule.TEXT, "text where " + type + " is needed");
            case null, default ->
                    report(
                            type instanceof Type.Array ? Rule.RECORD_ARRAY : Rule.INSTRUCTION,
                            (meaning == null ? value.type() : meaning)
                                    + " where "
                                    + type
                                    + " is needed");
        }
        return Meaning.poison();
    }
}
