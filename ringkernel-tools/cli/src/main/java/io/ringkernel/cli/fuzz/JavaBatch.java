package io.ringkernel.cli.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles sources in memory and loads what comes of them. Not thread-safe. */
final class JavaBatch implements AutoCloseable {

    private final JavaCompiler compiler;
    private final StandardJavaFileManager files;

    /**
     * Finds the compiler.
     *
     * @throws IllegalStateException if this Java runtime has none
     */
    JavaBatch() {
        JavaCompiler found = ToolProvider.getSystemJavaCompiler();
        if (found == null) {
            throw new IllegalStateException(
                    "this Java runtime has no compiler (module jdk.compiler): java.home="
                            + System.getProperty("java.home"));
        }
        this.compiler = found;
        this.files = found.getStandardFileManager(null, Locale.ROOT, null);
    }

    /** A source that is not a program of Java, with what the compiler says. */
    static final class SourceException extends Exception {
        private static final long serialVersionUID = 1L;

        SourceException(String message) {
            super(message);
        }
    }

    /**
     * Compiles sources, each by the simple name of its class, and returns what loads them.
     *
     * @throws SourceException if one has an error
     */
    ClassLoader compile(Map<String, String> sources) throws SourceException {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Loader loader = new Loader(JavaBatch.class.getClassLoader());
        List<Source> units =
                sources.entrySet().stream()
                        .map(entry -> new Source(entry.getKey(), entry.getValue()))
                        .toList();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-nowarn",
                        "-Xlint:none",
                        "-g:lines,source",
                        "-implicit:none",
                        "-classpath",
                        System.getProperty("java.class.path"));
        boolean done =
                compiler.getTask(
                                null, new Manager(files, loader), diagnostics, options, null, units)
                        .call();
        if (!done) {
            throw new SourceException(
                    diagnostics.getDiagnostics().stream()
                            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                            .map(Object::toString)
                            .collect(Collectors.joining("\n")));
        }
        return loader;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(
                    URI.create("string:///" + ProgramGenerator.PACKAGE + "/" + name + ".java"),
                    Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Manager extends ForwardingJavaFileManager<JavaFileManager> {
        private final Loader loader;

        Manager(JavaFileManager files, Loader loader) {
            super(files);
            this.loader = loader;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location,
                String className,
                JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            loader.classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }

    /** Defines the classes and hands out their class files, which the transpiler reads. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes = new HashMap<>();

        Loader(ClassLoader parent) {
            super(parent);
            setDefaultAssertionStatus(false);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            byte[] bytes = classes.get(name.replace(".class", "").replace('/', '.'));
            return bytes == null
                    ? super.getResourceAsStream(name)
                    : new ByteArrayInputStream(bytes);
        }
    }
}
