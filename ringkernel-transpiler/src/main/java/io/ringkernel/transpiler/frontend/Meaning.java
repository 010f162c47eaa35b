package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an {@link Opaque} value stands for while a method is followed. */
sealed interface Meaning {

    /**
     * The result of something that has been reported; whatever is done with it is not reported
     * again.
     */
    record Poison(boolean wide) implements Meaning {}

    /** {@code null}. */
    record Null() implements Meaning {}

    /** A text constant. */
    record Text(String text) implements Meaning {}

    /** An object whose constructor has not been called. */
    record Fresh(Class<?> type, int instruction) implements Meaning {}

    /** An exception that has been constructed. */
    record Thrown(String type, @Nullable String message, Position position) implements Meaning {}

    /** The record under construction, in its own constructor. */
    record Constructed() implements Meaning {}

    /** The table by which javac numbers the constants of an enum in a {@code switch}. */
    record OrdinalTable(List<Integer> numbers) implements Meaning {}

    /** Returns a poison of one operand. */
    static Value poison() {
        return new Opaque(new Poison(false));
    }

    /** Returns what a value stands for, empty if it is a value of the IR. */
    static Optional<Meaning> of(Value value) {
        return value instanceof Opaque opaque
                ? Optional.of((Meaning) opaque.meaning())
                : Optional.empty();
    }

    /** Returns whether it has been reported already. */
    static boolean isPoison(Value value) {
        return value instanceof Opaque opaque && opaque.meaning() instanceof Poison;
    }
}
