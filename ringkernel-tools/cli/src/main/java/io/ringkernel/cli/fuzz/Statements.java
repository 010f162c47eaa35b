package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.fuzz.Expressions.Target;
import io.ringkernel.cli.fuzz.Kind.Method;
import io.ringkernel.cli.fuzz.Kind.Primitive;
import io.ringkernel.cli.fuzz.Kind.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the random statements of one method. Every loop ends after a few turns. */
final class Statements {

    private static final int DEPTH = 3;
    private static final Pattern NAME_OR_CALL = Pattern.compile("\\b[bfk][0-9]|[A-Za-z]\\(");
    private static final List<String> EXCEPTIONS =
            List.of(
                    "IllegalStateException(\"bad state\")",
                    "IllegalArgumentException(\"bad \\\"argument\\\"\")",
                    "ArithmeticException()",
                    "AssertionError(\"never\")",
                    "Oops(\"oops\")",
                    "Oops()",
                    "UnsupportedOperationException()");

    private final Random random;
    private final Expressions expressions;
    private final List<Kind> locals;
    private final List<Variable> fields;
    private final List<Method> inLoops;
    private final List<Kind.Rec> replies;
    private final @Nullable Kind result;
    private final boolean constructor;
    private int names;
    private int labels;

    /**
     * @param locals the types of local variables
     * @param fields what a guard may name
     * @param inLoops the methods that a loop may call
     * @param replies the records that the actor answers with
     * @param result what {@code return} returns, null for nothing
     * @param constructor whether it is that of a record, which must reach its end
     */
    Statements(
            Random random,
            Expressions expressions,
            List<Kind> locals,
            List<Variable> fields,
            List<Method> inLoops,
            List<Kind.Rec> replies,
            @Nullable Kind result,
            boolean constructor) {
        this.random = random;
        this.expressions = expressions;
        this.locals = locals;
        this.fields = fields;
        this.inLoops = inLoops;
        this.replies = replies;
        this.result = result;
        this.constructor = constructor;
    }

    /** What a jump may name: the loop around, and the labels. */
    private record Jumps(boolean loop, boolean breakable, List<String> labels) {
        static final Jumps NONE = new Jumps(false, false, List.of());

        Jumps inLoop(@Nullable String label) {
            List<String> all = new ArrayList<>(labels);
            if (label != null) {
                all.add(label);
            }
            return new Jumps(true, true, all);
        }

        Jumps inSwitch() {
            return new Jumps(loop, true, labels);
        }
    }

    /** Returns some statements. */
    List<Tree> some(Scope scope, int most) {
        return block(scope, most, 3, Jumps.NONE);
    }

    private List<Tree> block(Scope scope, int most, int depth, Jumps jumps) {
        List<Tree> all = new ArrayList<>();
        for (int i = 1 + random.nextInt(most); i > 0 && !expressions.isSpent(); i--) {
            all.add(statement(scope, depth, jumps));
        }
        return all;
    }

    private Tree statement(Scope scope, int depth, Jumps jumps) {
        if (depth == 0) {
            return simple(scope);
        }
        return switch (random.nextInt(18)) {
            case 0, 1, 2 -> condition(scope, depth, jumps);
            case 3 -> forLoop(scope, depth, jumps);
            case 4 -> whileLoop(scope, depth, jumps);
            case 5 -> switchOver(scope, depth, jumps);
            case 6, 7, 8 -> patterns(scope, depth, jumps);
            case 9 -> jump(scope, jumps);
            case 10 -> fault(scope);
            case 11 -> reply(scope);
            default -> simple(scope);
        };
    }

    private Tree simple(Scope scope) {
        List<Target> targets = expressions.targets(scope);
        int how = random.nextInt(10);
        if (how < 3 || targets.isEmpty()) {
            return declare(scope);
        }
        if (how == 3) {
            List<Method> callable =
                    scope.methods().stream()
                            .filter(method -> expressions.canCall(method, scope))
                            .toList();
            if (!callable.isEmpty()) {
                List<Object> parts = new ArrayList<>();
                for (Object part :
                        expressions.arguments(expressions.pick(callable), "", scope, DEPTH)) {
                    parts.add(part);
                }
                parts.add(";\n");
                return Tree.statement(parts.toArray());
            }
        }
        Target target = expressions.pick(targets);
        List<Object> parts = new ArrayList<>();
        if (how == 4 && target.kind() instanceof Primitive n && n != Primitive.BOOLEAN) {
            parts.addAll(target.parts().get());
            parts.add(random.nextBoolean() ? "++" : "--");
        } else {
            parts.addAll(expressions.assign(target, scope, DEPTH));
        }
        parts.add(";\n");
        return Tree.statement(parts.toArray());
    }

    private Tree declare(Scope scope) {
        Kind kind = expressions.pick(locals);
        Tree value = expressions.of(kind, scope, DEPTH);
        String name = "v" + names++;
        if (random.nextInt(6) == 0) {
            Tree condition = truth(scope);
            Tree other = expressions.of(kind, scope, 2);
            scope.add(new Variable(name, kind, true));
            return Tree.statement(
                    kind.java() + " " + name + ";\nif (",
                    condition,
                    ") {\n" + name + " = ",
                    value,
                    ";\n} else {\n" + name + " = ",
                    other,
                    ";\n}\n");
        }
        scope.add(new Variable(name, kind, true));
        return Tree.statement(kind.java() + " " + name + " = ", value, ";\n");
    }

    private Tree truth(Scope scope) {
        return expressions.of(Primitive.BOOLEAN, scope, 2);
    }

    private Tree condition(Scope scope, int depth, Jumps jumps) {
        List<Object> parts = new ArrayList<>(List.of("if (", truth(scope), ") {\n"));
        parts.addAll(block(scope.inner(), 3, depth - 1, jumps));
        if (random.nextInt(3) != 0) {
            parts.add("} else {\n");
            parts.addAll(block(scope.inner(), 2, depth - 1, jumps));
        }
        parts.add("}\n");
        return Tree.statement(parts.toArray());
    }

    private Tree forLoop(Scope scope, int depth, Jumps jumps) {
        if (scope.loops() <= 0) {
            return condition(scope, depth, jumps);
        }
        String name = "i" + names++;
        String label = random.nextInt(3) == 0 ? "loop" + labels++ : null;
        Scope body = scope.loop(inLoops);
        body.add(new Variable(name, Primitive.INT, false));
        Tree limit =
                random.nextBoolean()
                        ? Tree.expression(Primitive.INT, Integer.toString(1 + random.nextInt(5)))
                        : Tree.expression(
                                Primitive.INT,
                                "(",
                                expressions.of(Primitive.INT, scope, 1),
                                " & 3)");
        List<Object> parts = new ArrayList<>();
        if (label != null) {
            parts.add(label + ": ");
        }
        parts.add("for (int " + name + " = 0; " + name + " < ");
        parts.add(limit);
        parts.add("; " + name + "++) {\n");
        parts.addAll(block(body, 3, depth - 1, jumps.inLoop(label)));
        parts.add("}\n");
        return Tree.statement(parts.toArray());
    }

    private Tree whileLoop(Scope scope, int depth, Jumps jumps) {
        if (scope.loops() <= 0) {
            return condition(scope, depth, jumps);
        }
        String fuel = "n" + names++;
        String label = random.nextInt(3) == 0 ? "loop" + labels++ : null;
        String prefix = label == null ? "" : label + ": ";
        Scope body = scope.loop(inLoops);
        body.add(new Variable(fuel, Primitive.INT, false));
        List<Object> parts =
                new ArrayList<>(List.of("int " + fuel + " = " + (1 + random.nextInt(4)) + ";\n"));
        boolean first = random.nextBoolean();
        Tree more = Tree.expression(Primitive.BOOLEAN, truth(body));
        if (first) {
            parts.add(prefix + "while (" + fuel + "-- > 0 && ");
            parts.add(more);
            parts.add(") {\n");
            parts.addAll(block(body, 3, depth - 1, jumps.inLoop(label)));
            parts.add("}\n");
        } else {
            parts.add(prefix + "do {\n");
            parts.addAll(block(body.inner(), 3, depth - 1, jumps.inLoop(label)));
            parts.add("} while (" + fuel + "-- > 0 && ");
            parts.add(more);
            parts.add(");\n");
        }
        return Tree.statement(parts.toArray());
    }

    private Tree switchOver(Scope scope, int depth, Jumps jumps) {
        List<Kind.Enumeration> enums =
                locals.stream()
                        .filter(Kind.Enumeration.class::isInstance)
                        .map(Kind.Enumeration.class::cast)
                        .toList();
        boolean overEnum = !enums.isEmpty() && random.nextInt(3) == 0;
        List<String> possible =
                overEnum
                        ? expressions.pick(enums).constants()
                        : List.of("0", "1", "2", "3", "-1", "7", "1000", "Integer.MIN_VALUE");
        Kind selector =
                overEnum
                        ? enums.stream()
                                .filter(e -> e.constants().equals(possible))
                                .findFirst()
                                .orElseThrow()
                        : Primitive.INT;
        boolean arrows = random.nextBoolean();
        List<Object> parts = new ArrayList<>(List.of(overEnum ? "switch (" : "switch ((int) "));
        parts.add(expressions.of(selector, scope, 2));
        parts.add(overEnum ? ") {\n" : random.nextBoolean() ? " & 3) {\n" : ") {\n");
        Set<String> used = new LinkedHashSet<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String label = expressions.pick(possible);
            if (used.add(label)) {
                parts.add(branch("case " + label, arrows, scope, depth, jumps));
            }
        }
        if (random.nextBoolean()) {
            parts.add(branch("default", arrows, scope, depth, jumps));
        }
        parts.add("}\n");
        return Tree.statement(parts.toArray());
    }

    private Tree branch(String label, boolean arrow, Scope scope, int depth, Jumps jumps) {
        List<Object> parts = new ArrayList<>(List.of(label + (arrow ? " -> {\n" : ": {\n")));
        parts.addAll(block(scope.inner(), 2, depth - 1, jumps.inSwitch()));
        parts.add(arrow || random.nextBoolean() ? "}\n" : "} break;\n");
        return Tree.member(parts.toArray());
    }

    private Tree jump(Scope scope, Jumps jumps) {
        List<String> possible = new ArrayList<>();
        if (jumps.loop()) {
            possible.add("continue;");
        }
        if (jumps.breakable()) {
            possible.add("break;");
        }
        for (String label : jumps.labels()) {
            possible.add("break " + label + ";");
            possible.add("continue " + label + ";");
        }
        if (possible.isEmpty() && constructor) {
            return fault(scope);
        }
        if (possible.isEmpty() || (!constructor && random.nextInt(5) == 0)) {
            return result == null
                    ? Tree.statement("if (", truth(scope), ") {\nreturn;\n}\n")
                    : Tree.statement(
                            "if (",
                            truth(scope),
                            ") {\nreturn ",
                            expressions.of(result, scope, 2),
                            ";\n}\n");
        }
        return Tree.statement("if (", truth(scope), ") {\n" + expressions.pick(possible) + "\n}\n");
    }

    private Tree fault(Scope scope) {
        String exception = expressions.pick(EXCEPTIONS);
        return Tree.statement(
                "if (",
                truth(scope),
                ") {\nthrow "
                        + (random.nextInt(4) == 0 ? "\n" : "")
                        + "new "
                        + exception
                        + ";\n}\n");
    }

    /** Answers, where there is a context. */
    Tree reply(Scope scope) {
        boolean known = scope.variables().stream().anyMatch(v -> v.kind() instanceof Kind.Context);
        if (!known || replies.isEmpty()) {
            return simple(scope);
        }
        Kind.Rec rec = expressions.pick(replies);
        Tree answer = rec.holdsArray() ? null : expressions.make(rec, scope, DEPTH);
        if (answer == null) {
            return scope.variables().stream()
                    .filter(v -> v.kind().equals(rec))
                    .findFirst()
                    .map(v -> Tree.statement("context.reply(" + v.name() + ");\n"))
                    .orElseGet(() -> simple(scope));
        }
        return Tree.statement("context.reply(", answer, ");\n");
    }

    // ---- patterns

    private Tree patterns(Scope scope, int depth, Jumps jumps) {
        boolean overRecord = random.nextInt(5) == 0;
        List<Variable> possible =
                scope.variables().stream()
                        .filter(v ->
                                overRecord
                                        ? v.kind() instanceof Kind.Rec
                                        : v.kind() instanceof Kind.Message)
                        .toList();
        if (possible.isEmpty()) {
            return condition(scope, depth, jumps);
        }
        Variable message = expressions.pick(possible);
        Kind.Message kind =
                switch (message.kind()) {
                    case Kind.Message m -> m;
                    case Kind.Rec rec -> new Kind.Message(rec.name(), List.of(rec), null);
                    default -> throw new IllegalStateException("no patterns: " + message);
                };
        return random.nextInt(4) == 0
                ? test(message, kind, scope, depth, jumps)
                : switchOver(message, kind, scope, depth, jumps);
    }

    /** An {@code instanceof}. */
    private Tree test(Variable message, Kind.Message kind, Scope scope, int depth, Jumps jumps) {
        List<Variable> bindings = new ArrayList<>();
        String pattern = pattern(expressions.pick(kind.members()), bindings);
        Scope then = scope.inner();
        bindings.forEach(then::add);
        List<Object> parts = new ArrayList<>();
        parts.add("if (" + message.name() + " instanceof " + pattern);
        if (random.nextBoolean()) {
            parts.add(" && ");
            parts.add(truth(then));
        }
        parts.add(") {\n");
        parts.addAll(block(then, 3, depth - 1, jumps));
        if (random.nextBoolean()) {
            parts.add("} else {\n");
            parts.addAll(block(scope.inner(), 2, depth - 1, jumps));
        }
        parts.add("}\n");
        return Tree.statement(parts.toArray());
    }

    private Tree switchOver(
            Variable message, Kind.Message kind, Scope scope, int depth, Jumps jumps) {
        List<Object> parts = new ArrayList<>(List.of("switch (" + message.name() + ") {\n"));
        for (int i = random.nextInt(3); i > 0; i--) {
            parts.add(patternCase(expressions.pick(kind.members()), true, scope, depth, jumps));
        }
        List<Kind.Rec> left = new ArrayList<>(kind.members());
        java.util.Collections.shuffle(left, random);
        Kind.Message group = kind.group();
        if (group != null && random.nextInt(3) != 0) {
            if (random.nextInt(3) == 0) {
                parts.add(patternCase(group, true, scope, depth, jumps));
            }
            parts.add(patternCase(group, false, scope, depth, jumps));
            left.removeAll(group.members());
        }
        while (left.size() > 1 || (left.size() == 1 && random.nextBoolean())) {
            Kind.Rec rec = left.removeFirst();
            if (random.nextInt(3) == 0) {
                parts.add(patternCase(rec, true, scope, depth, jumps));
            }
            parts.add(patternCase(rec, false, scope, depth, jumps));
        }
        if (!left.isEmpty()) {
            parts.add("default -> {\n");
            parts.addAll(block(scope.inner(), 2, depth - 1, jumps.inSwitch()));
            parts.add("}\n");
        }
        parts.add("}\n");
        return Tree.statement(parts.toArray());
    }

    private Tree patternCase(Kind kind, boolean guarded, Scope scope, int depth, Jumps jumps) {
        List<Variable> bindings = new ArrayList<>();
        List<Object> parts = new ArrayList<>(List.of("case " + pattern(kind, bindings)));
        if (guarded) {
            parts.add(" when ");
            Tree guard = expressions.of(Primitive.BOOLEAN, scope.guard(fields, bindings), 2);
            parts.add(guard);
            if (!NAME_OR_CALL.matcher(guard.text()).find()) {
                parts.add(" && Integer.bitCount(8) == 1"); // a constant guard is an error
            }
        }
        parts.add(" -> {\n");
        Scope body = scope.inner();
        bindings.forEach(body::add);
        parts.addAll(block(body, 3, depth - 1, jumps.inSwitch()));
        parts.add("}\n");
        return guarded ? Tree.member(parts.toArray()) : Tree.fixed(parts);
    }

    /** A type pattern or a record pattern. */
    private String pattern(Kind kind, List<Variable> bindings) {
        if (!(kind instanceof Kind.Rec rec) || random.nextInt(3) == 0) {
            return kind.java() + " " + bind(kind, bindings);
        }
        List<String> parts = new ArrayList<>();
        for (Variable component : rec.components()) {
            if (component.kind() instanceof Kind.Rec nested && random.nextBoolean()) {
                parts.add(pattern(nested, bindings));
            } else {
                String type = random.nextInt(4) == 0 ? "var" : component.kind().java();
                parts.add(type + " " + bind(component.kind(), bindings));
            }
        }
        return rec.name() + "(" + String.join(", ", parts) + ")";
    }

    private String bind(Kind kind, List<Variable> bindings) {
        String name = "b" + names++;
        bindings.add(new Variable(name, kind, false));
        return name;
    }
}
