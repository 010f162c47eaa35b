package io.ringkernel.internal;

import io.ringkernel.ActorFault;
import java.util.concurrent.TimeoutException;

/** Describes what an actor threw, in the words that every backend uses. */
public final class Faults {

    private static final String[] PLATFORM = {
        "java.", "javax.", "jdk.", "sun.", "io.ringkernel.internal.", "io.ringkernel.gpu."
    };

    private Faults() {}

    /**
     * Describes an exception by the top-most frame that belongs to neither the JDK nor the runtime.
     *
     * <p>Once HotSpot has compiled code that throws the same implicit exception often (index,
     * division), it throws one without trace and message there. Run with {@code
     * -XX:-OmitStackTraceInFastThrow} to have them always.
     *
     * @param actorClass named where the exception has no such frame, as when the JVM omits stack
     *     traces of frequent ones
     */
    public static ActorFault of(Throwable thrown, Class<?> actorClass) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (!isPlatform(frame.getClassName())) {
                return fault(
                        thrown, frame.getClassName(), frame.getMethodName(), frame.getLineNumber());
            }
        }
        return fault(thrown, actorClass.getName(), "receive", -1);
    }

    /**
     * Describes where a handler is that does not return: the top-most frame of the actor's own
     * code, and in the message what that waits in.
     */
    public static ActorFault stalled(StackTraceElement[] stack, long nanos, Class<?> actorClass) {
        String message =
                "receive has not returned for "
                        + nanos / 1_000_000
                        + " ms"
                        + (stack.length == 0 ? "" : ", in " + stack[0]);
        TimeoutException stall = new TimeoutException(message);
        stall.setStackTrace(stack);
        return of(stall, actorClass);
    }

    private static ActorFault fault(Throwable thrown, String className, String method, int line) {
        return new ActorFault(
                thrown.getClass().getName(),
                thrown.getMessage(),
                className,
                method,
                Math.max(line, -1));
    }

    private static boolean isPlatform(String className) {
        for (String prefix : PLATFORM) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
