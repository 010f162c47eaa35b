package io.ringkernel.transpiler.frontend;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds classes and their class files as the actor's class sees them. Initialises none of them. */
final class ClassSource {

    private final Class<?> root;
    private final Map<Class<?>, Optional<ClassModel>> models = new HashMap<>();

    ClassSource(Class<?> root) {
        this.root = root;
    }

    /** Returns the class with this internal name, empty if it cannot be loaded. */
    Optional<Class<?>> load(String internalName) {
        try {
            return Optional.of(
                    Class.forName(internalName.replace('/', '.'), false, root.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the class that a descriptor names, empty if it is primitive, an array of primitives
     * or unknown.
     */
    Optional<Class<?>> load(ClassDesc type) {
        if (!type.isClassOrInterface()) {
            return Optional.empty();
        }
        String descriptor = type.descriptorString();
        return load(descriptor.substring(1, descriptor.length() - 1));
    }

    /** Returns the parsed class file, empty if there is none. */
    Optional<ClassModel> model(Class<?> type) {
        return models.computeIfAbsent(type, ClassSource::parse);
    }

    private static Optional<ClassModel> parse(Class<?> type) {
        String name = type.getName();
        try (InputStream in =
                type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(ClassFile.of().parse(in.readAllBytes()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns a method of the class itself, empty if it does not declare it or has no class file.
     */
    Optional<MethodModel> method(Class<?> type, String name, String descriptor) {
        return model(type)
                .flatMap(model ->
                        model.methods().stream()
                                .filter(method ->
                                        method.methodName().equalsString(name)
                                                && method.methodType().equalsString(descriptor))
                                .findFirst());
    }

    /** Returns whether the class belongs to the JDK and not to the program. */
    static boolean isPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }
}
