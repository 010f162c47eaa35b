package io.ringkernel.cli.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A type of a generated program. */
sealed interface Kind {

    /** Returns how Java writes it. */
    String java();

    /** Returns the simplest value, as Java writes it. */
    String simplest();

    /** A primitive type. */
    enum Primitive implements Kind {
        BOOLEAN("boolean", "true", 0),
        BYTE("byte", "((byte) 0)", 1),
        SHORT("short", "((short) 0)", 2),
        CHAR("char", "((char) 0)", 2),
        INT("int", "0", 3),
        LONG("long", "0L", 4),
        FLOAT("float", "0f", 5),
        DOUBLE("double", "0.0", 6);

        /** The types that arithmetic is done in. */
        static final List<Primitive> COMPUTED = List.of(INT, LONG, FLOAT, DOUBLE);

        /** All but boolean. */
        static final List<Primitive> NUMERIC = List.of(BYTE, SHORT, CHAR, INT, LONG, FLOAT, DOUBLE);

        private final String java;
        private final String simplest;
        private final int rank;

        Primitive(String java, String simplest, int rank) {
            this.java = java;
            this.simplest = simplest;
            this.rank = rank;
        }

        boolean isInteger() {
            return this != BOOLEAN && rank <= LONG.rank;
        }

        /** Returns whether a value of this type may stand where {@code other} is computed with. */
        boolean fits(Primitive other) {
            return this == other
                    || (this != BOOLEAN && rank < other.rank && other.rank >= INT.rank);
        }

        @Override
        public String java() {
            return java;
        }

        @Override
        public String simplest() {
            return simplest;
        }
    }

    /** An enum. */
    record Enumeration(String name, List<String> constants) implements Kind {
        @Override
        public String java() {
            return name;
        }

        @Override
        public String simplest() {
            return name + "." + constants.getFirst();
        }
    }

    /** A record; {@code methods} of it return a number each. */
    record Rec(String name, List<Variable> components, List<Method> methods) implements Kind {

        boolean holdsArray() {
            return components.stream()
                    .anyMatch(component ->
                            component.kind() instanceof Arr
                                    || (component.kind() instanceof Rec nested
                                            && nested.holdsArray()));
        }

        @Override
        public String java() {
            return name;
        }

        @Override
        public String simplest() {
            return components.stream()
                    .map(component -> component.kind().simplest())
                    .collect(Collectors.joining(", ", "new " + name + "(", ")"));
        }
    }

    /** An array of fixed length. */
    record Arr(Kind element, int length) implements Kind {
        @Override
        public String java() {
            return element.java() + "[]";
        }

        @Override
        public String simplest() {
            return "new " + element.java() + "[" + length + "]";
        }
    }

    /** One of several messages: a sealed interface, which may have another for some of them. */
    record Message(String name, List<Rec> members, @Nullable Message group) implements Kind {
        @Override
        public String java() {
            return name;
        }

        @Override
        public String simplest() {
            return members.getFirst().simplest();
        }
    }

    /** The actor's context. */
    record Context(String replies) implements Kind {
        @Override
        public String java() {
            return "ActorContext<" + replies + ">";
        }

        @Override
        public String simplest() {
            return "context";
        }
    }

    /** Something that has a name: a variable, a field, a parameter, a component. */
    record Variable(String name, Kind kind, boolean assignable) {}

    /** A method that can be called; a result of null means void. */
    record Method(
            String name, boolean isStatic, @Nullable Kind result, List<Variable> parameters) {}
}
