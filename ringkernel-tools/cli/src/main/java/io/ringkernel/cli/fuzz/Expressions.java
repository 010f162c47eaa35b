package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.fuzz.Kind.Method;
import io.ringkernel.cli.fuzz.Kind.Primitive;
import io.ringkernel.cli.fuzz.Kind.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Makes random expressions of a wanted type. */
final class Expressions {

    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=", "==", "!=");

    private final Random random;
    private int budget;

    Expressions(Random random) {
        this.random = random;
    }

    /** Sets how many pieces the next method may have, about. */
    void refill(int pieces) {
        budget = pieces;
    }

    boolean isSpent() {
        return budget <= 0;
    }

    /** Returns an expression of this type; numbers may be of a type that widens to it. */
    Tree of(Kind kind, Scope scope, int depth) {
        budget--;
        if (depth <= 0 || budget <= 0) {
            return leaf(kind, scope);
        }
        return switch (kind) {
            case Primitive number -> number(number, scope, depth - 1);
            case Kind.Enumeration e -> enumeration(e, scope, depth - 1);
            case Kind.Rec rec -> record(rec, scope, depth - 1);
            default -> leaf(kind, scope);
        };
    }

    private Tree leaf(Kind kind, Scope scope) {
        List<Supplier<Tree>> readable = readable(kind, scope);
        if (!readable.isEmpty() && random.nextInt(5) != 0) {
            return pick(readable).get();
        }
        return switch (kind) {
            case Primitive number -> Tree.expression(kind, Literals.of(number, random));
            case Kind.Enumeration e -> Tree.expression(kind, e.name() + "." + pick(e.constants()));
            default -> Tree.expression(kind, kind.simplest());
        };
    }

    // ---- what is there

    private List<Supplier<Tree>> readable(Kind kind, Scope scope) {
        List<Supplier<Tree>> found = new ArrayList<>();
        for (Variable variable : scope.variables()) {
            read(kind, scope, variable.name(), variable.kind(), 2, found);
        }
        return found;
    }

    private void read(
            Kind wanted,
            Scope scope,
            String path,
            Kind kind,
            int depth,
            List<Supplier<Tree>> found) {
        boolean fits =
                kind.equals(wanted)
                        || (kind instanceof Primitive n
                                && wanted instanceof Primitive w
                                && n.fits(w));
        if (fits) {
            found.add(() -> Tree.expression(wanted, path));
        }
        if (depth == 0) {
            return;
        }
        switch (kind) {
            case Kind.Rec rec -> {
                for (Variable component : rec.components()) {
                    String inner = path + "." + component.name() + "()";
                    read(wanted, scope, inner, component.kind(), depth - 1, found);
                }
            }
            case Kind.Arr(Kind element, int length) -> {
                List<Supplier<Tree>> elements = new ArrayList<>();
                read(wanted, scope, "", element, depth - 1, elements);
                for (Supplier<Tree> ending : elements) {
                    found.add(() ->
                            Tree.expression(
                                    wanted,
                                    path,
                                    "[",
                                    index(length, scope, 1),
                                    "]",
                                    ending.get().text()));
                }
                if (wanted == Primitive.INT) {
                    found.add(() -> Tree.expression(wanted, path + ".length"));
                }
            }
            default -> {
                // holds nothing more
            }
        }
    }

    /** Returns an index that mostly lies in the array. */
    Tree index(int length, Scope scope, int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> of(Primitive.INT, scope, depth);
            case 1, 2, 3 ->
                    Tree.expression(
                            Primitive.INT,
                            "Math.floorMod(",
                            of(Primitive.INT, scope, depth),
                            ", " + length + ")");
            case 4, 5 ->
                    Tree.expression(
                            Primitive.INT,
                            "(",
                            of(Primitive.INT, scope, depth),
                            " & " + (Integer.highestOneBit(length) - 1) + ")");
            default -> Tree.expression(Primitive.INT, Integer.toString(random.nextInt(length)));
        };
    }

    /** Returns something that can be assigned to, empty if there is nothing; and its type. */
    List<Target> targets(Scope scope) {
        List<Target> targets = new ArrayList<>();
        for (Variable variable : scope.variables()) {
            if (variable.assignable() && variable.kind() instanceof Kind.Arr(Kind e, int length)) {
                targets.add(
                        new Target(
                                e,
                                () -> List.of(variable.name(), "[", index(length, scope, 1), "]")));
            } else if (variable.assignable()) {
                targets.add(new Target(variable.kind(), () -> List.of(variable.name())));
            }
        }
        return targets;
    }

    /** A variable, field or element. */
    record Target(Kind kind, Supplier<List<Object>> parts) {}

    // ---- numbers

    private Tree number(Primitive kind, Scope scope, int depth) {
        if (kind == Primitive.BOOLEAN) {
            return truth(scope, depth);
        }
        if (!Primitive.COMPUTED.contains(kind)) {
            return narrow(kind, scope, depth);
        }
        return switch (random.nextInt(16)) {
            case 0, 1 -> leaf(kind, scope);
            case 2, 3, 4, 5 -> binary(kind, scope, depth);
            case 6 -> shiftOrUnary(kind, scope, depth);
            case 7 -> cast(kind, scope, depth);
            case 8 -> ternary(kind, scope, depth);
            case 9, 10 -> jdk(kind, scope, depth);
            case 11, 12 -> call(kind, scope, depth);
            case 13 -> assignment(kind, scope, depth);
            case 14 -> choice(kind, scope, depth);
            default ->
                    kind == Primitive.INT ? enumNumber(scope, depth) : binary(kind, scope, depth);
        };
    }

    private Tree narrow(Primitive kind, Scope scope, int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> leaf(kind, scope);
            case 1 -> ternary(kind, scope, depth);
            case 2 -> assignment(kind, scope, depth);
            case 3 -> call(kind, scope, depth);
            default -> cast(kind, scope, depth);
        };
    }

    private Tree binary(Primitive kind, Scope scope, int depth) {
        List<String> operators =
                kind.isInteger()
                        ? List.of("+", "-", "*", "&", "|", "^", "+", "-", "/", "%")
                        : List.of("+", "-", "*", "/", "%");
        Tree left = of(operand(kind), scope, depth);
        Tree right = of(kind, scope, depth);
        boolean swap = random.nextBoolean();
        String operator = pick(operators);
        String between = random.nextInt(12) == 0 ? "\n" + operator + " " : " " + operator + " ";
        return Tree.expression(kind, "(", swap ? right : left, between, swap ? left : right, ")");
    }

    /** A type that widens to this one. */
    private Primitive operand(Primitive kind) {
        return random.nextInt(4) != 0
                ? kind
                : pick(Primitive.NUMERIC.stream().filter(other -> other.fits(kind)).toList());
    }

    private Tree shiftOrUnary(Primitive kind, Scope scope, int depth) {
        if (kind.isInteger() && random.nextInt(3) != 0) {
            Primitive count = random.nextBoolean() ? Primitive.INT : Primitive.LONG;
            return Tree.expression(
                    kind,
                    "(",
                    of(kind, scope, depth),
                    pick(List.of(" << ", " >> ", " >>> ")),
                    of(count, scope, depth),
                    ")");
        }
        String sign = kind.isInteger() && random.nextBoolean() ? "(~" : "(-";
        return Tree.expression(kind, sign, of(kind, scope, depth), ")");
    }

    private Tree cast(Primitive kind, Scope scope, int depth) {
        Tree from = of(pick(Primitive.NUMERIC), scope, depth);
        return Tree.expression(kind, "((" + kind.java() + ") ", from, ")");
    }

    private Tree ternary(Kind kind, Scope scope, int depth) {
        return Tree.expression(
                kind,
                "(",
                of(Primitive.BOOLEAN, scope, depth),
                " ? ",
                of(kind, scope, depth),
                " : ",
                of(kind, scope, depth),
                ")");
    }

    private Tree jdk(Primitive kind, Scope scope, int depth) {
        String call = pick(Calls.of(kind));
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = call.indexOf('$'); at >= 0; at = call.indexOf('$', from)) {
            parts.add(call.substring(from, at));
            parts.add(of(Calls.argument(call.charAt(at + 1)), scope, depth));
            from = at + 2;
        }
        parts.add(call.substring(from));
        return Tree.expression(kind, parts.toArray());
    }

    /** Returns a call of one of the program's methods, another expression if there is none. */
    private Tree call(Kind kind, Scope scope, int depth) {
        List<Supplier<Tree>> calls = new ArrayList<>();
        for (Method method : scope.methods()) {
            if (fits(method, kind) && canCall(method, scope)) {
                calls.add(() -> Tree.expression(kind, arguments(method, "", scope, depth)));
            }
        }
        for (Variable variable : scope.variables()) {
            if (variable.kind() instanceof Kind.Rec rec) {
                for (Method method : rec.methods()) {
                    if (fits(method, kind)) {
                        String receiver = variable.name() + ".";
                        calls.add(() ->
                                Tree.expression(kind, arguments(method, receiver, scope, depth)));
                    }
                }
            }
        }
        if (!calls.isEmpty()) {
            return pick(calls).get();
        }
        return kind instanceof Primitive number && Primitive.COMPUTED.contains(number)
                ? binary(number, scope, depth)
                : leaf(kind, scope);
    }

    private static boolean fits(Method method, Kind kind) {
        return kind.equals(method.result())
                || (method.result() instanceof Primitive n
                        && kind instanceof Primitive k
                        && n.fits(k));
    }

    /** Returns whether there is a variable for each parameter that no expression gives. */
    boolean canCall(Method method, Scope scope) {
        return method.parameters().stream()
                .filter(parameter -> !isValue(parameter.kind()))
                .allMatch(parameter -> !named(parameter, scope).isEmpty());
    }

    private static boolean isValue(Kind kind) {
        return kind instanceof Primitive
                || kind instanceof Kind.Enumeration
                || (kind instanceof Kind.Rec rec && !rec.holdsArray());
    }

    /** What can be handed over: an array that is written must be one of the actor's. */
    private static List<Variable> named(Variable parameter, Scope scope) {
        return scope.variables().stream()
                .filter(variable -> variable.kind().equals(parameter.kind()))
                .filter(variable -> variable.assignable() || !parameter.assignable())
                .toList();
    }

    /** Returns the parts of a call. */
    Object[] arguments(Method method, String receiver, Scope scope, int depth) {
        List<Object> parts = new ArrayList<>(List.of(receiver + method.name() + "("));
        for (Variable parameter : method.parameters()) {
            if (parts.size() > 1) {
                parts.add(", ");
            }
            parts.add(
                    isValue(parameter.kind())
                            ? of(parameter.kind(), scope, depth)
                            : pick(named(parameter, scope)).name());
        }
        parts.add(")");
        return parts.toArray();
    }

    private Tree assignment(Primitive kind, Scope scope, int depth) {
        List<Target> targets =
                scope.isPure()
                        ? List.of()
                        : targets(scope).stream()
                                .filter(t -> t.kind() instanceof Primitive n && n.fits(kind))
                                .toList();
        if (targets.isEmpty()) {
            return leaf(kind, scope);
        }
        Target target = pick(targets);
        List<Object> parts = new ArrayList<>(List.of("("));
        int how = random.nextInt(4);
        if (how == 0) {
            parts.add(random.nextBoolean() ? "++" : "--");
            parts.addAll(target.parts().get());
        } else if (how == 1) {
            parts.addAll(target.parts().get());
            parts.add(random.nextBoolean() ? "++" : "--");
        } else {
            parts.addAll(assign(target, scope, depth));
        }
        parts.add(")");
        return Tree.expression(kind, parts.toArray());
    }

    /** Returns the parts of an assignment, plain or compound. */
    List<Object> assign(Target target, Scope scope, int depth) {
        List<Object> parts = new ArrayList<>(target.parts().get());
        if (!(target.kind() instanceof Primitive number) || random.nextInt(3) == 0) {
            parts.add(" = ");
            parts.add(of(target.kind(), scope, depth));
        } else if (number == Primitive.BOOLEAN) {
            parts.add(pick(List.of(" &= ", " |= ", " ^= ")));
            parts.add(of(number, scope, depth));
        } else if (number.isInteger() && random.nextInt(3) == 0) {
            parts.add(pick(List.of(" <<= ", " >>= ", " >>>= ", " &= ", " |= ", " ^= ")));
            parts.add(of(random.nextBoolean() ? Primitive.INT : Primitive.LONG, scope, depth));
        } else {
            parts.add(pick(List.of(" += ", " -= ", " *= ", " += ", " /= ", " %= ")));
            parts.add(of(pick(Primitive.NUMERIC), scope, depth));
        }
        return parts;
    }

    /** A switch expression over an int. */
    private Tree choice(Kind kind, Scope scope, int depth) {
        List<Object> parts = new ArrayList<>(List.of("(switch ("));
        parts.add(of(Primitive.INT, scope, depth));
        parts.add(" & 7) { ");
        Set<Integer> used = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int label = random.nextInt(10) - 1;
            if (used.add(label)) {
                parts.add(arm(label, kind, scope, depth));
            }
        }
        parts.add("default -> ");
        parts.add(of(kind, scope, depth));
        parts.add("; })");
        return Tree.expression(kind, parts.toArray());
    }

    private Tree arm(int label, Kind kind, Scope scope, int depth) {
        Tree value = of(kind, scope, depth);
        return random.nextInt(4) != 0
                ? Tree.member("case " + label + " -> ", value, "; ")
                : Tree.member(
                        "case " + label + " -> { if (",
                        of(Primitive.BOOLEAN, scope, depth),
                        ") { yield ",
                        of(kind, scope, depth),
                        "; } yield ",
                        value,
                        "; } ");
    }

    private Tree enumNumber(Scope scope, int depth) {
        List<Variable> enums =
                scope.variables().stream()
                        .filter(v -> v.kind() instanceof Kind.Enumeration)
                        .toList();
        if (enums.isEmpty()) {
            return binary(Primitive.INT, scope, depth);
        }
        Kind.Enumeration e = (Kind.Enumeration) pick(enums).kind();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Tree.expression(Primitive.INT, of(e, scope, depth), ".ordinal()");
            }
            case 1 -> {
                Tree x = of(Primitive.INT, scope, depth);
                return Tree.expression(Primitive.INT, of(e, scope, depth), ".weight(", x, ")");
            }
            default -> {
                // a switch
            }
        }
        List<Object> parts = new ArrayList<>(List.of("(switch ("));
        parts.add(of(e, scope, depth));
        parts.add(") { ");
        for (String constant : e.constants()) {
            parts.add("case " + constant + " -> ");
            parts.add(of(Primitive.INT, scope, depth));
            parts.add("; ");
        }
        parts.add("})");
        return Tree.expression(Primitive.INT, parts.toArray());
    }

    // ---- truth

    private Tree truth(Scope scope, int depth) {
        return switch (random.nextInt(12)) {
            case 0 -> leaf(Primitive.BOOLEAN, scope);
            case 1, 2, 3, 4, 5 -> comparison(scope, depth);
            case 6, 7 ->
                    Tree.expression(
                            Primitive.BOOLEAN,
                            "(",
                            of(Primitive.BOOLEAN, scope, depth),
                            pick(List.of(" && ", " || ", " & ", " | ", " ^ ", " == ", " != ")),
                            of(Primitive.BOOLEAN, scope, depth),
                            ")");
            case 8 ->
                    Tree.expression(
                            Primitive.BOOLEAN, "(!", of(Primitive.BOOLEAN, scope, depth), ")");
            case 9 -> jdk(Primitive.BOOLEAN, scope, depth);
            case 10 -> equality(scope, depth);
            default -> call(Primitive.BOOLEAN, scope, depth);
        };
    }

    private Tree comparison(Scope scope, int depth) {
        Primitive kind = pick(Primitive.NUMERIC);
        Primitive other = random.nextInt(3) == 0 ? pick(Primitive.NUMERIC) : kind;
        return Tree.expression(
                Primitive.BOOLEAN,
                "(",
                of(kind, scope, depth),
                " " + pick(COMPARISONS) + " ",
                of(other, scope, depth),
                ")");
    }

    private Tree equality(Scope scope, int depth) {
        List<Variable> comparable =
                scope.variables().stream()
                        .filter(v ->
                                v.kind() instanceof Kind.Enumeration
                                        || (v.kind() instanceof Kind.Rec rec && !rec.holdsArray()))
                        .toList();
        if (comparable.isEmpty()) {
            return comparison(scope, depth);
        }
        Variable one = pick(comparable);
        Tree other = of(one.kind(), scope, depth);
        return one.kind() instanceof Kind.Enumeration
                ? Tree.expression(
                        Primitive.BOOLEAN,
                        "(" + one.name() + (random.nextBoolean() ? " == " : " != "),
                        other,
                        ")")
                : Tree.expression(Primitive.BOOLEAN, one.name() + ".equals(", other, ")");
    }

    // ---- objects

    private Tree enumeration(Kind.Enumeration e, Scope scope, int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> ternary(e, scope, depth);
            case 1 -> call(e, scope, depth);
            default -> leaf(e, scope);
        };
    }

    private Tree record(Kind.Rec rec, Scope scope, int depth) {
        if (rec.holdsArray()) {
            return leaf(rec, scope);
        }
        return switch (random.nextInt(8)) {
            case 0, 1 -> leaf(rec, scope);
            case 2 -> ternary(rec, scope, depth);
            case 3 -> call(rec, scope, depth);
            default -> make(rec, scope, depth);
        };
    }

    /** Returns a record made of new components. */
    Tree make(Kind.Rec rec, Scope scope, int depth) {
        List<Object> parts = new ArrayList<>(List.of("new " + rec.name() + "("));
        for (Variable component : rec.components()) {
            if (parts.size() > 1) {
                parts.add(", ");
            }
            parts.add(of(component.kind(), scope, depth));
        }
        parts.add(")");
        return Tree.expression(rec, parts.toArray());
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
