package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message that an exception will have. One of the JDK is made once, here, to see it; one
 * of the program must hand its message to a JDK exception unchanged and override neither {@code
 * getMessage} nor {@code fillInStackTrace}.
 */
final class Exceptions {

    private static final Set<String> KNOWN_ARGUMENTS =
            Set.of(
                    "()V",
                    "(Ljava/lang/String;)V",
                    "(Ljava/lang/Object;)V",
                    "(Ljava/lang/String;Ljava/lang/Throwable;)V");

    private final MethodTranslator method;

    Exceptions(MethodTranslator method) {
        this.method = method;
    }

    /** Returns the exception made by a constructor; {@code arguments} starts with the receiver. */
    Value construct(Class<?> type, MethodTypeDesc constructor, List<Value> arguments) {
        if (arguments.stream().anyMatch(Meaning::isPoison)) {
            return Meaning.poison();
        }
        Optional<@Nullable String[]> text = text(constructor, arguments);
        if (text.isEmpty()) {
            method.report(Rule.THROW, "new " + type.getName() + constructor.displayDescriptor());
            return Meaning.poison();
        }
        @Nullable String message = text.get().length == 0 ? null : text.get()[0];
        Optional<Class<?>> known = platformException(type, constructor);
        Optional<Throwable> sample = known.flatMap(t -> sample(t, constructor, message));
        if (sample.isEmpty()) {
            method.report(Rule.THROW, "new " + type.getName() + constructor.displayDescriptor());
            return Meaning.poison();
        }
        return new Opaque(
                new Meaning.Thrown(type.getName(), sample.get().getMessage(), method.position()));
    }

    /** Returns the constant text among the arguments: an array of none or one. */
    private static Optional<@Nullable String[]> text(
            MethodTypeDesc constructor, List<Value> arguments) {
        if (!KNOWN_ARGUMENTS.contains(constructor.descriptorString())) {
            return Optional.empty();
        }
        if (arguments.size() == 1) {
            return Optional.of(new String[0]);
        }
        if (arguments.size() == 3
                && !(Meaning.of(arguments.get(2)).orElse(null) instanceof Meaning.Null)) {
            return Optional.empty();
        }
        return switch (Meaning.of(arguments.get(1)).orElse(null)) {
            case Meaning.Text(String text) -> Optional.of(new @Nullable String[] {text});
            case Meaning.Null n
                    when !constructor.descriptorString().equals("(Ljava/lang/Object;)V") ->
                    Optional.of(new @Nullable String[] {null});
            case null, default -> Optional.empty();
        };
    }

    /** Follows constructors that only pass their arguments on, up to a class of the JDK. */
    private Optional<Class<?>> platformException(Class<?> type, MethodTypeDesc constructor) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (ClassSource.isPlatform(at)) {
                return Optional.of(at);
            }
            Optional<ClassModel> model = method.program.classes.model(at);
            Optional<MethodModel> init =
                    method.program.classes.method(at, "<init>", constructor.descriptorString());
            boolean plain =
                    model.isPresent()
                            && model.get().methods().stream()
                                    .noneMatch(m ->
                                            m.methodName().equalsString("getMessage")
                                                    || m.methodName()
                                                            .equalsString("fillInStackTrace"))
                            && init.filter(TrivialMethods::onlyCallsSuper).isPresent();
            if (!plain) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Throwable> sample(
            Class<?> type, MethodTypeDesc descriptor, @Nullable String message) {
        try {
            Constructor<?> constructor =
                    switch (descriptor.descriptorString()) {
                        case "()V" -> type.getConstructor();
                        case "(Ljava/lang/String;)V" -> type.getConstructor(String.class);
                        case "(Ljava/lang/Object;)V" -> type.getConstructor(Object.class);
                        default -> type.getConstructor(String.class, Throwable.class);
                    };
            Object made =
                    switch (constructor.getParameterCount()) {
                        case 0 -> constructor.newInstance();
                        case 1 -> constructor.newInstance(message);
                        default -> constructor.newInstance(message, null);
                    };
            return Optional.of((Throwable) made);
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }
}
