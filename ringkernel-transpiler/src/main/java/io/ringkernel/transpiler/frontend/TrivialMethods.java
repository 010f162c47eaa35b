package io.ringkernel.transpiler.frontend;

import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.util.List;

/** Recognises methods by their instructions. */
final class TrivialMethods {

    private TrivialMethods() {}

    /** Returns whether a record's method does nothing but return the field of its own name. */
    static boolean isAccessor(MethodModel method) {
        List<Instruction> code = instructions(method);
        return code.size() == 3
                && code.get(0) instanceof LoadInstruction load
                && load.slot() == 0
                && code.get(1) instanceof FieldInstruction field
                && field.opcode() == Opcode.GETFIELD
                && field.name().equalsString(method.methodName().stringValue());
    }

    /**
     * Returns whether javac made a record's {@code equals}, {@code hashCode} or {@code toString}.
     */
    static boolean isGenerated(MethodModel method) {
        return instructions(method).stream()
                .anyMatch(instruction ->
                        instruction instanceof InvokeDynamicInstruction dynamic
                                && dynamic.bootstrapMethod()
                                        .owner()
                                        .descriptorString()
                                        .equals("Ljava/lang/runtime/ObjectMethods;"));
    }

    /**
     * Returns whether a constructor {@code ()} or {@code (String)} only calls the same one of its
     * superclass.
     */
    static boolean onlyCallsSuper(MethodModel constructor) {
        List<Instruction> code = instructions(constructor);
        int parameters = constructor.methodTypeSymbol().parameterCount();
        if (code.size() != parameters + 3
                || !(code.get(parameters + 1) instanceof InvokeInstruction invoke)
                || invoke.opcode() != Opcode.INVOKESPECIAL
                || !invoke.type().equalsString(constructor.methodType().stringValue())) {
            return false;
        }
        for (int i = 0; i <= parameters; i++) {
            if (!(code.get(i) instanceof LoadInstruction load) || load.slot() != i) {
                return false;
            }
        }
        return true;
    }

    private static List<Instruction> instructions(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(Instruction.class::isInstance)
                .map(Instruction.class::cast)
                .toList();
    }
}
