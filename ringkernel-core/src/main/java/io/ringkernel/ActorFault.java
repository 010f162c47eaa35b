package io.ringkernel;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong inside {@code receive}, described alike on every backend.
 *
 * @param exceptionType the binary name of the exception's class, such as {@code
 *     java.lang.ArithmeticException}
 * @param message the exception's message, or null if it has none
 * @param className the binary name of the class whose code failed
 * @param methodName the method in that class
 * @param line the line in its source, or -1 if the class file does not tell
 */
public record ActorFault(
        String exceptionType,
        @Nullable String message,
        String className,
        String methodName,
        int line) {

    @Override
    public String toString() {
        return exceptionType
                + (message == null ? "" : ": " + message)
                + " at "
                + className
                + "."
                + methodName
                + "("
                + (line < 0 ? "unknown line" : "line " + line)
                + ")";
    }
}
