package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.fuzz.Kind.Method;
import io.ringkernel.cli.fuzz.Kind.Primitive;
import io.ringkernel.cli.fuzz.Kind.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a random actor in the language of actors, always the same for a seed: records and enums,
 * messages, state, helper methods, and {@code receive}.
 */
final class ProgramGenerator {

    /** The package of all programs. */
    static final String PACKAGE = "fuzz";

    private static final int RECEIVE_PIECES = 130;
    private static final int HELPER_PIECES = 35;
    private static final int RECORD_PIECES = 10;
    private static final int MOST_COMPONENTS = 4;

    private final long seed;
    private final Random random;
    private final Expressions expressions;
    private final List<Object> members = new ArrayList<>();
    private final List<Kind> values = new ArrayList<>();
    private final List<Kind.Rec> replies = new ArrayList<>();
    private final List<Variable> fields = new ArrayList<>();
    private final List<Variable> constants = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();

    private ProgramGenerator(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L ^ seed >>> 17);
        this.expressions = new Expressions(random);
    }

    /** Returns the program of a seed. */
    static Tree generate(long seed) {
        return new ProgramGenerator(seed).program();
    }

    /** Returns the simple name of the actor's class. */
    static String className(long seed) {
        return "P" + Long.toHexString(seed);
    }

    private Tree program() {
        values.addAll(List.of(Primitive.values()));
        for (int i = random.nextInt(3); i > 0; i--) {
            values.add(enumeration("E" + i));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            values.add(data("D" + i));
        }
        Kind messages = messages();
        String replyType = replies();
        constants();
        fields();
        declareHelpers(messages, replyType);
        List<Variable> parameters =
                List.of(
                        new Variable("message", messages, false),
                        new Variable("context", new Kind.Context(replyType), false));
        Method receive = new Method("receive", false, null, parameters);
        for (int i = 0; i < methods.size(); i++) {
            members.add(Tree.member(body(methods.get(i), i, HELPER_PIECES).toArray()));
        }
        members.add("@Override ");
        members.addAll(body(receive, -1, RECEIVE_PIECES));
        List<Object> all = new ArrayList<>();
        all.add(
                "package %1$s;\nimport io.ringkernel.*;\npublic final class %2$s implements Actor<%2$s.%3$s, %4$s> {\n"
                        .formatted(
                                PACKAGE,
                                className(seed),
                                messages.java(),
                                replyType.equals("Void")
                                        ? replyType
                                        : className(seed) + "." + replyType));
        all.add(
                Tree.member(
                        """
                        public static final class Oops extends RuntimeException {
                        Oops() {}
                        Oops(String text) { super(text); }
                        }
                        """));
        all.addAll(members);
        all.add("}\n");
        return Tree.fixed(all);
    }

    // ---- types

    private Kind.Enumeration enumeration(String name) {
        List<String> constants = List.of("A", "B", "C", "D").subList(0, 1 + random.nextInt(4));
        members.add(
                Tree.member(
                        "public enum %s {\n%s;\nint weight(int x) { return this == A ? x * 31 : ordinal() - x; }\n}\n"
                                .formatted(name, String.join(", ", constants))));
        return new Kind.Enumeration(name, constants);
    }

    private List<Variable> components(boolean arrays) {
        List<Variable> components = new ArrayList<>();
        for (int i = random.nextInt(MOST_COMPONENTS + 1); i > 0; i--) {
            Kind kind = random.nextInt(3) == 0 ? Primitive.INT : expressions.pick(values);
            boolean many =
                    arrays
                            && random.nextInt(6) == 0
                            && !(kind instanceof Kind.Rec rec && rec.holdsArray());
            Kind type = many ? new Kind.Arr(kind, 1 + random.nextInt(5)) : kind;
            components.add(new Variable("c" + components.size(), type, false));
        }
        return components;
    }

    private static String header(String name, List<Variable> components) {
        return components.stream()
                .map(c ->
                        (c.kind() instanceof Kind.Arr(Kind e, int length)
                                        ? "@Length(" + length + ") "
                                        : "")
                                + c.kind().java()
                                + " "
                                + c.name())
                .collect(Collectors.joining(", ", "public record " + name + "(", ")"));
    }

    /** A record with a method or two, some with a constructor that changes or refuses. */
    private Kind.Rec data(String name) {
        List<Variable> components = components(false);
        List<Object> text = new ArrayList<>(List.of(header(name, components) + " {\n"));
        List<Method> own = new ArrayList<>();
        List<Variable> assignable =
                components.stream().map(c -> new Variable(c.name(), c.kind(), true)).toList();
        if (random.nextInt(3) == 0 && !components.isEmpty()) {
            expressions.refill(RECORD_PIECES);
            Scope scope = Scope.of(assignable, List.of(), 0);
            Statements statements = statements(List.of(), null, true);
            text.add("public " + name + " {\n");
            text.addAll(statements.some(scope, 2));
            text.add("}\n");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Primitive result = expressions.pick(List.of(Primitive.values()));
            Variable parameter = new Variable("x", expressions.pick(values), false);
            List<Variable> named = new ArrayList<>(components);
            named.add(parameter);
            expressions.refill(RECORD_PIECES);
            Tree value = expressions.of(result, Scope.of(named, List.of(), 0), 3);
            own.add(new Method("m" + i, false, result, List.of(parameter)));
            text.add(
                    Tree.member(
                            "public %s m%d(%s x) {\nreturn "
                                    .formatted(result.java(), i, parameter.kind().java()),
                            value,
                            ";\n}\n"));
        }
        text.add("}\n");
        members.add(Tree.member(text.toArray()));
        return new Kind.Rec(name, components, own);
    }

    private Kind messages() {
        List<Kind.Rec> all = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        boolean sealed = count > 1 || random.nextInt(3) == 0;
        int grouped = count > 2 && random.nextBoolean() ? 2 : 0;
        for (int i = 0; i < count; i++) {
            List<Variable> components = components(true);
            Kind.Rec rec = new Kind.Rec("M" + i, components, List.of());
            all.add(rec);
            String owner = i < grouped ? "S" : "M";
            members.add(
                    header(rec.name(), components)
                            + (sealed ? " implements " + owner + " {}\n" : " {}\n"));
        }
        if (!sealed) {
            return all.getFirst();
        }
        List<String> permitted = new ArrayList<>();
        Kind.Message group = null;
        if (grouped > 0) {
            group = new Kind.Message("S", List.copyOf(all.subList(0, grouped)), null);
            members.add("public sealed interface S extends M permits M0, M1 {}\n");
            permitted.add("S");
        }
        all.subList(grouped, count).forEach(rec -> permitted.add(rec.name()));
        members.add("public sealed interface M permits " + String.join(", ", permitted) + " {}\n");
        return new Kind.Message("M", all, group);
    }

    private String replies() {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Kind.Rec rec = new Kind.Rec("R" + i, components(false), List.of());
            replies.add(rec);
            members.add(
                    header(rec.name(), rec.components())
                            + (count > 1 ? " implements R {}\n" : " {}\n"));
        }
        if (count > 1) {
            members.add(
                    replies.stream()
                            .map(Kind.Rec::name)
                            .collect(
                                    Collectors.joining(
                                            ", ", "public sealed interface R permits ", " {}\n")));
        }
        return count == 0 ? "Void" : count == 1 ? "R0" : "R";
    }

    // ---- the actor

    private void constants() {
        for (int i = random.nextInt(3); i > 0; i--) {
            Kind kind = expressions.pick(values);
            if (!(kind instanceof Kind.Rec)) {
                String name = "k" + i;
                members.add(
                        Tree.member(
                                "private static final %s %s = %s;\n"
                                        .formatted(kind.java(), name, initial(kind))));
                constants.add(new Variable(name, kind, false));
            }
        }
    }

    private void fields() {
        for (int i = 1 + random.nextInt(7); i > 0; i--) {
            Kind kind = expressions.pick(values);
            String name = "f" + i;
            if (random.nextInt(4) == 0) {
                int length = 1 + random.nextInt(6);
                String values =
                        java.util.stream.IntStream.range(0, length)
                                .mapToObj(at -> initial(kind))
                                .collect(Collectors.joining(", "));
                members.add(
                        Tree.member(
                                "@Length(%d) private final %s[] %s = {%s};\n"
                                        .formatted(length, kind.java(), name, values)));
                fields.add(new Variable(name, new Kind.Arr(kind, length), true));
            } else {
                members.add(
                        Tree.member(
                                "private %s %s = %s;\n"
                                        .formatted(kind.java(), name, initial(kind))));
                fields.add(new Variable(name, kind, true));
            }
        }
    }

    private String initial(Kind kind) {
        return switch (kind) {
            case Primitive number -> Literals.of(number, random);
            case Kind.Enumeration e -> e.name() + "." + expressions.pick(e.constants());
            default -> kind.simplest();
        };
    }

    private void declareHelpers(Kind messages, String replyType) {
        for (int i = random.nextInt(5); i > 0; i--) {
            Kind result = random.nextInt(6) == 0 ? null : expressions.pick(values);
            boolean isStatic = random.nextInt(3) == 0;
            List<Variable> parameters = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                parameters.add(new Variable("p" + n, expressions.pick(values), true));
            }
            if (random.nextInt(3) == 0) {
                parameters.add(new Variable("message", messages, false));
            }
            if (random.nextInt(5) == 0) {
                parameters.add(new Variable("context", new Kind.Context(replyType), false));
            }
            List<Variable> arrays =
                    fields.stream().filter(f -> f.kind() instanceof Kind.Arr).toList();
            if (random.nextInt(4) == 0 && !arrays.isEmpty()) {
                parameters.add(new Variable("array", expressions.pick(arrays).kind(), true));
            }
            methods.add(new Method("h" + methods.size(), isStatic, result, parameters));
        }
    }

    /** A method may call those behind it; the first two and {@code receive} have loops. */
    private List<Object> body(Method method, int index, int pieces) {
        List<Variable> named = new ArrayList<>(method.parameters());
        named.addAll(constants);
        if (!method.isStatic()) {
            named.addAll(fields);
        }
        List<Method> callable =
                methods.subList(index + 1, methods.size()).stream()
                        .filter(other -> !method.isStatic() || other.isStatic())
                        .toList();
        int loops = index < 0 ? 2 : index < 2 ? 1 : 0;
        Scope scope = Scope.of(named, callable, loops);
        expressions.refill(pieces);
        Statements statements =
                statements(method.isStatic() ? List.of() : fields, method.result(), false);
        List<Object> parts = new ArrayList<>(List.of(signature(method)));
        parts.addAll(statements.some(scope, index < 0 ? 8 : 4));
        if (index < 0 && random.nextInt(4) != 0) {
            expressions.refill(RECORD_PIECES * 2);
            parts.add(statements.reply(scope));
        }
        Kind result = method.result();
        if (result != null) {
            expressions.refill(RECORD_PIECES);
            parts.add("return ");
            parts.add(expressions.of(result, scope, 3));
            parts.add(";\n");
        }
        parts.add("}\n");
        return parts;
    }

    private static String signature(Method method) {
        Kind result = method.result();
        return (method.name().equals("receive")
                        ? "public "
                        : "private " + (method.isStatic() ? "static " : ""))
                + (result == null ? "void " : result.java() + " ")
                + method.name()
                + method.parameters().stream()
                        .map(p -> p.kind().java() + " " + p.name())
                        .collect(Collectors.joining(", ", "(", ") {\n"));
    }

    private Statements statements(
            List<Variable> guardFields, @Nullable Kind result, boolean constructor) {
        List<Method> inLoops = methods.size() > 2 ? methods.subList(2, methods.size()) : List.of();
        return new Statements(
                random, expressions, values, guardFields, inLoops, replies, result, constructor);
    }
}
