package io.ringkernel.cuda.backend;

import io.ringkernel.ActorFault;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/** Makes the exception that the JVM would have thrown where a kernel failed. */
final class JavaExceptions {

    private JavaExceptions() {}

    /**
     * Returns the exception, its trace the one line where the kernel failed; null if its class
     * cannot be made with a message or without.
     *
     * @param loader of the kernel's class
     */
    static @Nullable Throwable of(ActorFault fault, @Nullable ClassLoader loader) {
        try {
            Class<?> type = Class.forName(fault.exceptionType(), true, loader);
            Throwable made = make(type.asSubclass(Throwable.class), fault.message());
            made.setStackTrace(
                    new StackTraceElement[] {
                        new StackTraceElement(
                                fault.className(),
                                fault.methodName(),
                                sourceFile(fault.className(), loader),
                                fault.line())
                    });
            return made;
        } catch (ReflectiveOperationException | ClassCastException e) {
            return null;
        }
    }

    private static Throwable make(Class<? extends Throwable> type, @Nullable String message)
            throws ReflectiveOperationException {
        if (message == null) {
            return accessible(type.getDeclaredConstructor()).newInstance();
        }
        return accessible(type.getDeclaredConstructor(String.class)).newInstance(message);
    }

    private static <T> Constructor<T> accessible(Constructor<T> constructor) {
        constructor.trySetAccessible();
        return constructor;
    }

    private static @Nullable String sourceFile(String className, @Nullable ClassLoader loader) {
        String path = className.replace('.', '/') + ".class";
        try (InputStream in =
                loader == null
                        ? ClassLoader.getSystemResourceAsStream(path)
                        : loader.getResourceAsStream(path)) {
            return in == null
                    ? null
                    : ClassFile.of()
                            .parse(in.readAllBytes())
                            .findAttribute(Attributes.sourceFile())
                            .map(file -> file.sourceFile().stringValue())
                            .orElse(null);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
