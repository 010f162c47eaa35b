package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads the tables that javac makes for a {@code switch} over an enum: a synthetic class whose
 * initialiser sets {@code $SwitchMap$E[E.A.ordinal()] = 1} for each constant that has a case.
 */
final class OrdinalTables {

    private OrdinalTables() {}

    static Optional<List<Integer>> read(ClassSource classes, Class<?> owner, String name) {
        return classes.model(owner).flatMap(model -> read(classes, model, name));
    }

    private static Optional<List<Integer>> read(
            ClassSource classes, ClassModel model, String name) {
        List<CodeElement> code =
                model.methods().stream()
                        .filter(method -> method.methodName().equalsString("<clinit>"))
                        .flatMap(method -> method.code().stream())
                        .flatMap(c -> c.elementStream())
                        .toList();
        List<Integer> table = new ArrayList<>();
        boolean mine = false;
        Optional<Enum<?>> constant = Optional.empty();
        for (CodeElement element : code) {
            if (element instanceof FieldInstruction field && field.opcode() == Opcode.GETSTATIC) {
                if (field.name().stringValue().startsWith("$SwitchMap$")) {
                    mine = field.name().equalsString(name);
                } else {
                    constant = constant(classes, field);
                }
            } else if (element instanceof ConstantInstruction number
                    && number.constantValue() instanceof Integer value) {
                if (mine && constant.isPresent()) {
                    int ordinal = ordinal(constant.get());
                    table.addAll(Collections.nCopies(Math.max(0, ordinal + 1 - table.size()), 0));
                    table.set(ordinal, value);
                }
                mine = false;
                constant = Optional.empty();
            }
        }
        return table.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(table));
    }

    private static Optional<Enum<?>> constant(ClassSource classes, FieldInstruction field) {
        return classes.load(field.owner().asInternalName())
                .filter(Class::isEnum)
                .flatMap(type -> find(type, field.name().stringValue()));
    }

    /** Returns the constant of this name. */
    static Optional<Enum<?>> find(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (constant instanceof Enum<?> e && e.name().equals(name)) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** Returns a constant of an enum as the device knows it: by its ordinal. */
    static Value constant(Enum<?> constant) {
        return Constant.of(new Type.Enumeration(constant.getDeclaringClass()), ordinal(constant));
    }

    @SuppressWarnings("EnumOrdinal") // the ordinal is how an enum travels
    private static int ordinal(Enum<?> constant) {
        return constant.ordinal();
    }
}
