package io.ringkernel.transpiler;

import io.ringkernel.MessageTypeException;
import io.ringkernel.UnsupportedActorException;
import io.ringkernel.gpu.UnsupportedKernelException;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.StateLayout;
import io.ringkernel.transpiler.diagnostic.Diagnostic;
import io.ringkernel.transpiler.diagnostic.Diagnostics;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.emit.KernelEmitter;
import io.ringkernel.transpiler.emit.ProgramEmitter;
import io.ringkernel.transpiler.frontend.ProgramBuilder;
import io.ringkernel.transpiler.ir.IrPrinter;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Program;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.pass.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Translates actors from their class files to CUDA C++. Stateless and thread-safe. */
public final class Transpiler {

    private static final String PRELUDE = "java.cuh";
    private static final String GPU_PRELUDE = "gpu.cuh";

    private Transpiler() {}

    /**
     * Translates an actor.
     *
     * @throws UnsupportedActorException if the class uses what the device cannot do, with every
     *     such place
     */
    public static TranspiledActor transpile(ActorProtocol protocol) {
        return transpile(protocol, stage -> {});
    }

    /**
     * The same, and shows the program to an observer: as it was read from the class file, after
     * each pass that changed it, and last as the text is written from it.
     *
     * @throws UnsupportedActorException as {@link #transpile(ActorProtocol)}
     */
    public static TranspiledActor transpile(ActorProtocol protocol, Consumer<Stage> observer) {
        Diagnostics diagnostics = new Diagnostics();
        Program program = optimised(protocol, diagnostics, observer);
        observer.accept(new Stage(Stage.END, program));
        ProgramEmitter emitter = new ProgramEmitter(program);
        String behavior = emitter.emit();
        return new TranspiledActor(
                protocol,
                program.state(),
                emitter.name(),
                emitter.structs(),
                behavior,
                emitter.stateInRegisters(),
                sites(emitter.sites().all()),
                IrPrinter.print(program));
    }

    /**
     * Translates a kernel.
     *
     * @param method static, without a result; its parameters are primitives and arrays of
     *     primitives other than {@code boolean}
     * @throws UnsupportedKernelException if it uses what the device cannot do, with every such
     *     place
     */
    public static TranspiledKernel kernel(Method method) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<Program> program =
                ProgramBuilder.kernel(method, diagnostics)
                        .filter(built -> diagnostics.isEmpty())
                        .map(built -> Pipeline.run(built, diagnostics, pass -> {}));
        if (program.isEmpty() || !diagnostics.isEmpty()) {
            throw new UnsupportedKernelException(
                    method.getDeclaringClass().getName() + "." + method.getName(),
                    diagnostics.all().stream().map(Diagnostic::toString).toList());
        }
        KernelEmitter emitter = new KernelEmitter(program.get(), method.getName());
        String source = emitter.emit();
        return new TranspiledKernel(
                method,
                emitter.entry(),
                source,
                sites(emitter.sites().all()),
                IrPrinter.print(program.get()));
    }

    private static Program optimised(
            ActorProtocol protocol, Diagnostics diagnostics, Consumer<Stage> observer) {
        Optional<Program> program =
                layout(protocol, diagnostics)
                        .flatMap(state -> ProgramBuilder.build(protocol, state, diagnostics));
        if (program.isEmpty() || !diagnostics.isEmpty()) {
            throw unsupported(protocol, diagnostics);
        }
        observer.accept(new Stage(Stage.CONSTRUCTION, program.get()));
        Program result =
                Pipeline.run(
                        program.get(),
                        diagnostics,
                        after -> observer.accept(new Stage(after, program.get())));
        if (!diagnostics.isEmpty()) {
            throw unsupported(protocol, diagnostics);
        }
        return result;
    }

    private static Optional<StateLayout> layout(ActorProtocol protocol, Diagnostics diagnostics) {
        try {
            return Optional.of(StateLayout.of(protocol.actorClass()));
        } catch (MessageTypeException e) {
            Position unknown = new Position(protocol.actorClass().getName(), "<init>", -1);
            diagnostics.report(Rule.STATE, unknown, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static UnsupportedActorException unsupported(
            ActorProtocol protocol, Diagnostics diagnostics) {
        return new UnsupportedActorException(
                protocol.actorClass().getName(),
                diagnostics.all().stream().map(Diagnostic::toString).toList());
    }

    private static List<FaultSite> sites(List<Site> sites) {
        List<FaultSite> result = new ArrayList<>();
        for (Site site : sites) {
            Position at = site.position();
            result.add(
                    new FaultSite(
                            result.size() + 1,
                            site.exceptionType(),
                            site.message(),
                            at.className(),
                            at.methodName(),
                            at.line()));
        }
        return result;
    }

    /**
     * Returns the functions that generated code calls: Java's arithmetic in C++. It needs the
     * {@code rk_} types; it defines {@code RK_DEVICE} unless that is defined.
     */
    public static String prelude() {
        return resource(PRELUDE);
    }

    /** Returns what kernels need besides {@link #prelude}, to stand behind it. */
    public static String gpuPrelude() {
        return resource(GPU_PRELUDE);
    }

    private static String resource(String name) {
        try (InputStream in = Transpiler.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing: name=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the options that nvcc and NVRTC must be given for Java's floating point: no
     * contraction, no flushing.
     */
    public static List<String> compilerOptions() {
        return List.of("--fmad=false", "--ftz=false", "--prec-div=true", "--prec-sqrt=true");
    }
}
