package io.ringkernel.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Compiles one source and loads its classes, so that a test can hold several versions of one. */
final class CompiledSources {

    private static final String IMPORTS =
            "package v; import io.ringkernel.Length; @SuppressWarnings(\"all\") class Source {}\n";

    private final ClassLoader loader;

    private CompiledSources(ClassLoader loader) {
        this.loader = loader;
    }

    /** Compiles top-level types of package {@code v}. */
    static CompiledSources of(Path folder, String types) {
        try {
            Path sources = Files.createTempDirectory(folder, "src");
            Path classes = Files.createTempDirectory(folder, "classes");
            Path file = Files.writeString(sources.resolve("Source.java"), IMPORTS + types);
            int result =
                    ToolProvider.findFirst("javac")
                            .orElseThrow()
                            .run(
                                    System.out,
                                    System.err,
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-d",
                                    classes.toString(),
                                    file.toString());
            if (result != 0) {
                throw new IllegalArgumentException("javac refused:\n" + types);
            }
            return new CompiledSources(
                    new URLClassLoader(
                            new URL[] {url(classes)}, CompiledSources.class.getClassLoader()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    Class<?> type(String simpleName) {
        try {
            return loader.loadClass("v." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("not in the source: name=" + simpleName, e);
        }
    }

    Class<? extends Record> record(String simpleName) {
        return type(simpleName).asSubclass(Record.class);
    }

    MessageProtocol protocol(String simpleName) {
        return MessageProtocol.of(type(simpleName));
    }
}
