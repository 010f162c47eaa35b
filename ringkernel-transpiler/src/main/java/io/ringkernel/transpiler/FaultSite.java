package io.ringkernel.transpiler;

import io.ringkernel.ActorFault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place in an actor that can fail. Generated code names it by its number; here is what that
 * means.
 *
 * @param id the number, unique in the actor, from 1
 * @param exceptionType the binary name of the exception that the JVM throws there
 * @param message its message, null if it has none; {@code %d} stands for a value that the device
 *     reports
 * @param className the binary name of the class
 * @param methodName the method
 * @param line the line, or -1 if the class file does not tell
 */
public record FaultSite(
        int id,
        String exceptionType,
        @Nullable String message,
        String className,
        String methodName,
        int line) {

    /**
     * Returns the fault as the CPU backend would report it, given the two values that the device
     * reported.
     */
    public ActorFault toFault(long a, long b) {
        boolean template =
                exceptionType.equals("java.lang.ArrayIndexOutOfBoundsException")
                        && message != null
                        && message.contains("%d");
        String text =
                template && message != null ? String.format(Locale.ROOT, message, a, b) : message;
        return new ActorFault(exceptionType, text, className, methodName, line);
    }
}
