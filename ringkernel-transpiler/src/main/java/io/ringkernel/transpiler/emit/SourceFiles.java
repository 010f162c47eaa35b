package io.ringkernel.transpiler.emit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the Java files that classes were compiled from, by which profilers find their lines. */
final class SourceFiles {

    private final ClassLoader loader;
    private final Map<String, Optional<String>> known = new HashMap<>();

    SourceFiles(Class<?> actor) {
        ClassLoader own = actor.getClassLoader();
        loader = own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    /**
     * Returns the file of a class, from its package's root folder: {@code com/acme/Airport.java};
     * empty if the class file does not tell.
     */
    Optional<String> of(String className) {
        return known.computeIfAbsent(className, this::read);
    }

    private Optional<String> read(String className) {
        String path = className.replace('.', '/');
        try (InputStream in = loader.getResourceAsStream(path + ".class")) {
            if (in == null) {
                return Optional.empty();
            }
            String folder = path.substring(0, path.lastIndexOf('/') + 1);
            return ClassFile.of()
                    .parse(in.readAllBytes())
                    .findAttribute(Attributes.sourceFile())
                    .map(file -> folder + file.sourceFile().stringValue());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
