package io.ringkernel.gpu;

import io.ringkernel.spi.KernelBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;

/** A kernel that is ready to be launched. Safe for use by any thread. */
public final class Kernel {

    private final Method method;
    private final Class<?>[] parameters;
    private final KernelBackend.Code code;
    private final Duration timeout;

    Kernel(Method method, KernelBackend.Code code, Duration timeout) {
        this.method = method;
        this.parameters = method.getParameterTypes();
        this.code = code;
        this.timeout = timeout;
    }

    /** Checks that a method can be a kernel on any backend. */
    static void check(Method method) {
        boolean statically = Modifier.isStatic(method.getModifiers());
        if (!statically || method.getReturnType() != void.class) {
            throw new IllegalArgumentException(
                    "a kernel is a static method without a result: method=" + method);
        }
        for (Class<?> type : method.getParameterTypes()) {
            Class<?> element = type.isArray() ? type.getComponentType() : type;
            if (!element.isPrimitive() || (type.isArray() && element == boolean.class)) {
                throw new IllegalArgumentException(
                        "a kernel takes primitives, and arrays of primitives other than boolean:"
                                + " method=%s, parameter=%s".formatted(method, type.getTypeName()));
            }
        }
    }

    /** Returns its class and method, as in {@code com.acme.Saxpy.saxpy}. */
    public String name() {
        return name(method);
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    /**
     * Runs the kernel in every thread of a grid and waits for its end.
     *
     * @param grid blocks and threads
     * @param arguments one for each parameter: a number, widened as Java would, or a {@link
     *     GpuArray} of the same {@link Kernels}
     * @throws IllegalArgumentException if an argument does not fit its parameter
     * @throws KernelFaultException if a thread of it fails
     * @throws KernelDivergenceException if a barrier is not reached by all (on the CPU)
     * @throws KernelTimeoutException if it does not end in time
     */
    public void launch(Grid grid, Object... arguments) {
        if (arguments.length != parameters.length) {
            throw new IllegalArgumentException(
                    "wrong number of arguments: kernel=%s, parameters=%d, arguments=%d"
                            .formatted(name(), parameters.length, arguments.length));
        }
        Object[] converted = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            converted[i] = convert(i, parameters[i], arguments[i]);
        }
        code.launch(grid, converted, timeout);
    }

    private Object convert(int index, Class<?> type, Object argument) {
        if (type.isArray()) {
            if (argument instanceof GpuArray<?> array && array.type() == type) {
                return array.memory();
            }
            throw unfit(index, type, argument, ": make one with copyOf or allocate of its Kernels");
        }
        Object number = argument instanceof Character c ? (Object) (int) c : argument;
        return switch (number) {
            case Boolean b when type == boolean.class -> b;
            case Integer i when type == char.class && argument instanceof Character c -> c;
            case Byte b when type == byte.class -> b;
            case Byte b when type == short.class -> (short) b;
            case Short s when type == short.class -> s;
            case Byte b when isWide(type) -> widen(type, b, b);
            case Short s when isWide(type) -> widen(type, s, s);
            case Integer i when isWide(type) -> widen(type, i, i);
            case Long l when type == long.class -> l;
            case Long l when type == float.class -> (float) l;
            case Long l when type == double.class -> (double) l;
            case Float f when type == float.class -> f;
            case Float f when type == double.class -> (double) f;
            case Double d when type == double.class -> d;
            default -> throw unfit(index, type, argument, "");
        };
    }

    private static boolean isWide(Class<?> type) {
        return type == int.class
                || type == long.class
                || type == float.class
                || type == double.class;
    }

    private static Object widen(Class<?> type, int value, double exact) {
        if (type == int.class) {
            return value;
        }
        if (type == long.class) {
            return (long) value;
        }
        return type == float.class ? (Object) (float) value : (Object) exact;
    }

    private IllegalArgumentException unfit(
            int index, Class<?> type, Object argument, String advice) {
        return new IllegalArgumentException(
                "argument does not fit its parameter: kernel=%s, index=%d, parameter=%s, argument=%s%s"
                        .formatted(
                                name(),
                                index,
                                type.isArray()
                                        ? "GpuArray<" + type.getTypeName() + ">"
                                        : type.getName(),
                                argument instanceof GpuArray<?>
                                        ? argument
                                        : argument.getClass().getTypeName(),
                                advice));
    }

    @Override
    public String toString() {
        return "Kernel[" + name() + "]";
    }
}
