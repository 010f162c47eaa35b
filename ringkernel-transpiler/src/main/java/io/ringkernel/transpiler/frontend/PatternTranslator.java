package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Translates call sites made at run time: the pattern-matching {@code switch} of {@link
 * java.lang.runtime.SwitchBootstraps}.
 *
 * <p>A label becomes the set of numbers (of messages, or ordinals of an enum) that it covers; a
 * value whose class is known has the one number 0.
 */
final class PatternTranslator {

    private static final String SWITCHES = "Ljava/lang/runtime/SwitchBootstraps;";

    private final MethodTranslator method;

    PatternTranslator(MethodTranslator method) {
        this.method = method;
    }

    Value translate(InvokeDynamicInstruction dynamic, List<Value> arguments) {
        ClassDesc bootstrap = dynamic.bootstrapMethod().owner();
        String name = dynamic.bootstrapMethod().methodName();
        if (!bootstrap.descriptorString().equals(SWITCHES)) {
            boolean concat = name.startsWith("makeConcat");
            method.report(
                    concat ? Rule.TEXT : Rule.DYNAMIC, concat ? "text is put together" : name);
            return Meaning.poison();
        }
        Value selector = arguments.get(0);
        List<SortedSet<Integer>> labels = new ArrayList<>();
        for (ConstantDesc label : dynamic.bootstrapArgs()) {
            Optional<SortedSet<Integer>> covered = covered(label, selector.type());
            if (covered.isEmpty()) {
                method.report(Rule.PATTERN, "label " + label);
                return Meaning.poison();
            }
            labels.add(covered.get());
        }
        return number(selector)
                .map(number -> method.emit(new Op.FirstLabel(labels), number, arguments.get(1)))
                .orElseGet(Meaning::poison);
    }

    private Optional<Value> number(Value selector) {
        return switch (selector.type()) {
            case Single.MESSAGE -> Optional.of(method.emit(new Op.MessageId(), selector));
            case Type.Rec rec -> Optional.of(Constant.of(0));
            case Type.Enumeration e -> Optional.of(method.emit(new Op.Ordinal(e), selector));
            default -> {
                method.report(Rule.PATTERN, "switch over " + selector.type());
                yield Optional.empty();
            }
        };
    }

    private Optional<SortedSet<Integer>> covered(ConstantDesc label, Type selector) {
        if (label instanceof ClassDesc type) {
            return method.program.classes.load(type).flatMap(c -> covered(c, selector));
        }
        if (label instanceof String name && selector instanceof Type.Enumeration e) {
            Object[] constants = e.javaClass().getEnumConstants();
            SortedSet<Integer> ordinals = new TreeSet<>();
            for (int i = 0; i < constants.length; i++) {
                if (((Enum<?>) constants[i]).name().equals(name)) {
                    ordinals.add(i);
                }
            }
            return Optional.of(ordinals);
        }
        return Optional.empty();
    }

    private Optional<SortedSet<Integer>> covered(Class<?> label, Type selector) {
        return switch (selector) {
            case Single.MESSAGE -> Optional.of(method.program.messagesOf(label));
            case Type.Rec rec ->
                    Optional.of(
                            label.isAssignableFrom(rec.javaClass())
                                    ? new TreeSet<>(List.of(0))
                                    : new TreeSet<>());
            case Type.Enumeration e when label.isAssignableFrom(e.javaClass()) -> {
                SortedSet<Integer> all = new TreeSet<>();
                for (int i = 0; i < e.javaClass().getEnumConstants().length; i++) {
                    all.add(i);
                }
                yield Optional.of(all);
            }
            default -> Optional.empty();
        };
    }
}
