package io.ringkernel.transpiler.ir;

import org.jspecify.annotations.Nullable;

/**
 * A way in which an instruction can fail: the exception that the JVM would throw there.
 *
 * @param exceptionType the binary name of the exception's class
 * @param message its message, null if it has none; {@code %d} stands for a value that only the run
 *     knows
 * @param position where
 */
public record Site(String exceptionType, @Nullable String message, Position position) {

    /** An integer division by zero. */
    public static Site division(Position position) {
        return new Site("java.lang.ArithmeticException", "/ by zero", position);
    }

    /** An index out of bounds; the values are the index and the length. */
    public static Site index(Position position) {
        return new Site(
                "java.lang.ArrayIndexOutOfBoundsException",
                "Index %d out of bounds for length %d",
                position);
    }

    /** A second reply to one message. */
    public static Site alreadyReplied(Position position) {
        return new Site("java.lang.IllegalStateException", "already replied", position);
    }
}
