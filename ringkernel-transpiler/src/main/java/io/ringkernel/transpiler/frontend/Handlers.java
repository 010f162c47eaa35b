package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Position;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the exception handlers of a method. The only ones allowed are those that javac puts
 * around the accessors in a record pattern, which wrap what an accessor throws in a {@link
 * MatchException}; they can be left out, because a call within them is refused unless it cannot
 * fail.
 */
final class Handlers {

    private final MethodTranslator method;
    private final CodeModel code;
    private final BytecodeBlocks bytecode;
    private final List<Range> accessors = new ArrayList<>();

    private record Range(int from, int to) {}

    Handlers(MethodTranslator method, CodeModel code, BytecodeBlocks bytecode) {
        this.method = method;
        this.code = code;
        this.bytecode = bytecode;
    }

    void check() {
        if (code.elementStream().anyMatch(MonitorInstruction.class::isInstance)) {
            return; // reported as a lock where it is reached
        }
        for (CodeElement element : code.elementList()) {
            if (!(element instanceof ExceptionCatch handler)) {
                continue;
            }
            int from = bytecode.index(handler.tryStart());
            if (wrapsInMatchException(bytecode.index(handler.handler()))) {
                accessors.add(new Range(from, bytecode.index(handler.tryEnd())));
            } else {
                report(from);
            }
        }
    }

    /** Reports the element if what it throws would be wrapped in a {@link MatchException}. */
    void refuseFault(int element) {
        if (accessors.stream().anyMatch(range -> range.from() <= element && element < range.to())) {
            method.report(Rule.TRY, "what is called inside a record pattern may fail");
        }
    }

    private boolean wrapsInMatchException(int start) {
        List<Instruction> found = new ArrayList<>();
        for (int i = start; i < code.elementList().size() && found.size() < 8; i++) {
            if (code.elementList().get(i) instanceof Instruction instruction) {
                found.add(instruction);
            }
        }
        return found.size() == 8
                && found.get(1) instanceof NewObjectInstruction make
                && make.className().asInternalName().equals("java/lang/MatchException")
                && found.get(2).opcode() == Opcode.DUP
                && found.get(4) instanceof InvokeInstruction text
                && text.name().equalsString("toString")
                && found.get(6) instanceof InvokeInstruction init
                && init.name().equalsString("<init>")
                && found.get(7).opcode() == Opcode.ATHROW;
    }

    private void report(int tryStart) {
        int first = tryStart;
        while (!(code.elementList().get(first) instanceof Instruction)) {
            first++;
        }
        int line = bytecode.line(first);
        Position position = method.position();
        method.program.diagnostics.report(
                Rule.TRY,
                new Position(position.className(), position.methodName(), line),
                "exception handler");
    }
}
