package io.ringkernel.cli;

import io.ringkernel.UnsupportedActorException;
import io.ringkernel.cuda.compile.CompileOptions;
import io.ringkernel.cuda.compile.CompilerSearch;
import io.ringkernel.cuda.compile.KernelCompiler;
import io.ringkernel.cuda.compile.NvccCompiler;
import io.ringkernel.cuda.compile.ToolPaths;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.transpiler.Stage;
import io.ringkernel.transpiler.TranspiledActor;
import io.ringkernel.transpiler.Transpiler;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what an actor's class becomes. */
@Command(
        name = "transpile",
        description =
                "Translate an actor's class for the GPU and print what it becomes, or what it may"
                        + " not contain.",
        footer = {
            "",
            "Exit codes: 0 translated, 1 refused, 2 wrong options, 3 no such class.",
            "ptx and sass-stats need nvcc, but no GPU."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TranspileCommand implements Callable<Integer> {

    private static final Duration NVCC_LIMIT = Duration.ofMinutes(2);

    /** What can be printed. */
    enum Emit {
        /** The intermediate representation, before the passes and after them. */
        IR("ir"),
        /** CUDA C++. */
        CUDA("cuda"),
        /** What nvcc makes of it. */
        PTX("ptx"),
        /** Registers, spills, shared memory. */
        SASS_STATS("sass-stats");

        private final String option;

        Emit(String option) {
            this.option = option;
        }

        @Override
        public String toString() {
            return option;
        }
    }

    @Parameters(
            paramLabel = "CLASS",
            description = "The actor's class, such as com.acme.Airport or com.acme.Air$$Port.")
    private String className;

    @Option(
            names = {"--class-path", "-cp"},
            paramLabel = "PATH",
            description =
                    "Folders and jars with the class and what it uses, separated as by java."
                            + " Default: the current folder.")
    private String classPath = ".";

    @Option(
            names = "--emit",
            paramLabel = "WHAT",
            split = ",",
            description = "One or more of ${COMPLETION-CANDIDATES}. Default: cuda.")
    private Set<Emit> emit = new LinkedHashSet<>(List.of(Emit.CUDA));

    @Option(
            names = "--arch",
            paramLabel = "SM",
            defaultValue = "sm_90",
            description = "The architecture for ptx and sass-stats. Default: ${DEFAULT-VALUE}.")
    private String architecture;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (URLClassLoader loader = new URLClassLoader(urls(), getClass().getClassLoader())) {
            Class<?> type = find(loader);
            if (type == null) {
                err.println(
                        "ringkernel: no such class: "
                                + className
                                + ", --class-path="
                                + classPath
                                + "; name it with its package, and a nested one with $");
                return ExitCode.BAD_INPUT;
            }
            StringBuilder before = new StringBuilder();
            TranspiledActor actor =
                    Transpiler.transpile(
                            ActorProtocol.of(type),
                            stage -> {
                                if (stage.name().equals(Stage.CONSTRUCTION)) {
                                    before.append(stage.ir());
                                }
                            });
            for (Emit what : emit) {
                if (emit.size() > 1) {
                    out.println("// ---- " + what);
                }
                out.print(text(what, actor, before.toString()));
            }
            out.flush();
            return ExitCode.OK;
        } catch (UnsupportedActorException refused) {
            refused.diagnostics().forEach(err::println);
            err.printf(
                    Locale.ROOT,
                    "%d places cannot run on the GPU; docs/transpiler-rules.md lists the rules%n",
                    refused.diagnostics().size());
            return ExitCode.FAILED;
        }
    }

    private URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Finds a class by its binary name, or as Java's source names a nested one. */
    private @Nullable Class<?> find(ClassLoader loader) {
        String name = className;
        while (true) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException | NoClassDefFoundError e) {
                int dot = name.lastIndexOf('.');
                if (dot < 0) {
                    return null;
                }
                name = name.substring(0, dot) + "$" + name.substring(dot + 1);
            }
        }
    }

    private String text(Emit what, TranspiledActor actor, String before) throws IOException {
        return switch (what) {
            case IR -> "; before the passes\n" + before + "\n; after the passes\n" + actor.ir();
            case CUDA -> actor.source();
            case PTX -> ptx(actor);
            case SASS_STATS -> statistics(actor);
        };
    }

    private String ptx(TranspiledActor actor) throws IOException {
        Path folder = Files.createTempDirectory("ringkernel-transpile");
        Path source = folder.resolve("handler.cu");
        Path ptx = folder.resolve("handler.ptx");
        try {
            Files.writeString(source, HandlerKernel.of(actor));
            List<String> command = new ArrayList<>(List.of(nvcc().location(), "-ptx"));
            command.addAll(List.of("-arch=" + architecture, "-std=c++17"));
            command.addAll(Transpiler.compilerOptions());
            command.addAll(List.of("-o", ptx.toString(), source.toString()));
            Child.of(command, NVCC_LIMIT).run();
            return Files.readString(ptx);
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(ptx);
            Files.delete(folder);
        }
    }

    private String statistics(TranspiledActor actor) {
        KernelCompiler nvcc = nvcc();
        CompileOptions options = CompileOptions.DEFAULT.withExtra("--resource-usage");
        for (String option : Transpiler.compilerOptions()) {
            if (!option.startsWith("--fmad")) { // which the options say themselves
                options = options.withExtra(option);
            }
        }
        String log = nvcc.compile(HandlerKernel.of(actor), architecture, options).log();
        return ResourceUsage.of(log, HandlerKernel.NAME)
                .map(usage -> usage.text(architecture, nvcc.identity()))
                .orElseThrow(() ->
                        new CommandException(
                                nvcc.identity() + " does not tell its resources: " + log));
    }

    private static KernelCompiler nvcc() {
        CompilerSearch search = NvccCompiler.find(ToolPaths.ofProcess());
        return search.compiler()
                .orElseThrow(() ->
                        new CommandException(
                                "--emit ptx and sass-stats need nvcc: " + search.reason()));
    }
}
