package io.ringkernel.cli.fuzz;

import io.ringkernel.cli.CommandException;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaDriver;
import io.ringkernel.cuda.CudaException;
import io.ringkernel.cuda.CudaModule;
import io.ringkernel.cuda.CudaStream;
import io.ringkernel.cuda.DeviceMemory;
import io.ringkernel.cuda.Dim3;
import io.ringkernel.cuda.KernelArguments;
import io.ringkernel.cuda.PinnedMemory;
import io.ringkernel.cuda.compile.CompileOptions;
import io.ringkernel.cuda.compile.CompilerSearch;
import io.ringkernel.cuda.compile.KernelCompiler;
import io.ringkernel.cuda.compile.NvccCompiler;
import io.ringkernel.cuda.compile.NvrtcCompiler;
import io.ringkernel.cuda.compile.ToolPaths;
import io.ringkernel.transpiler.Transpiler;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;

/**
 * Runs generated code on a GPU: a kernel of one thread for each program, one module for a batch.
 * Several threads may compile at once; one at a time runs.
 */
final class DeviceCode implements Execution, AutoCloseable {

    private static final Duration RUN_LIMIT = Duration.ofSeconds(60);
    private static final String WHERE = "GPU";

    private final KernelCompiler compiler;
    private final CudaContext context;
    private final CudaStream stream;

    /**
     * Takes the first device.
     *
     * @throws CommandException if there is no compiler
     * @throws io.ringkernel.cuda.CudaUnavailableException if there is no device
     */
    DeviceCode() {
        ToolPaths paths = ToolPaths.ofProcess();
        CompilerSearch nvrtc = NvrtcCompiler.find(paths);
        CompilerSearch found = nvrtc.compiler().isPresent() ? nvrtc : NvccCompiler.find(paths);
        compiler =
                found.compiler()
                        .orElseThrow(() ->
                                new CommandException(
                                        "--gpu needs NVRTC or nvcc: "
                                                + nvrtc.reason()
                                                + "; "
                                                + found.reason()));
        context = CudaContext.retain(CudaDriver.require().device(0));
        stream = CudaStream.create(context);
    }

    /** Returns the device and the compiler, for people. */
    String description() {
        return context.device().name() + ", " + compiler.identity();
    }

    @Override
    public void check(List<Trial> trials) {
        try (Arena arena = Arena.ofConfined()) {
            Batch batch = new Batch(trials, arena);
            StringBuilder source = new StringBuilder(batch.source());
            for (int i = 0; i < trials.size(); i++) {
                source.append(
                        "extern \"C\" __global__ void fuzz_%1$d(const unsigned char* in, unsigned char* out) { fuzz_run<%2$s>(reinterpret_cast<const FuzzJob*>(in + 16)[%1$d], in, out); }\n"
                                .formatted(i, batch.behavior(i)));
            }
            CompileOptions options = CompileOptions.DEFAULT;
            for (String option : Transpiler.compilerOptions()) {
                if (!option.startsWith("--fmad")) { // which the options say themselves
                    options = options.withExtra(option);
                }
            }
            byte[] image =
                    compiler.compile(source.toString(), context.device().architecture(), options)
                            .bytes();
            run(batch, image, arena);
        }
    }

    private synchronized void run(Batch batch, byte[] image, Arena arena) {
        long inputBytes = batch.input().byteSize();
        try (CudaModule module = CudaModule.load(context, image);
                PinnedMemory in = PinnedMemory.allocate(context, inputBytes);
                PinnedMemory out = PinnedMemory.allocate(context, batch.outputBytes());
                DeviceMemory input = DeviceMemory.allocate(context, inputBytes);
                DeviceMemory output = DeviceMemory.allocate(context, batch.outputBytes())) {
            in.segment().copyFrom(batch.input());
            input.copyFrom(0, in, 0, inputBytes, stream);
            output.zero(stream);
            KernelArguments arguments =
                    KernelArguments.builder().add(input).add(output).build(arena);
            for (int i = 0; i < batch.trials().size(); i++) {
                module.function("fuzz_" + i).launch(Dim3.of(1), Dim3.of(1), 0, stream, arguments);
            }
            output.copyTo(0, out, 0, batch.outputBytes(), stream);
            if (!stream.await(RUN_LIMIT)) {
                throw new CommandException(
                        "the GPU does not end within %d s: one of the programs of seeds %s to %s runs for ever"
                                .formatted(
                                        RUN_LIMIT.toSeconds(),
                                        batch.trials().getFirst().seed(),
                                        batch.trials().getLast().seed()));
            }
            for (int i = 0; i < batch.trials().size(); i++) {
                batch.compare(i, out.segment(), WHERE);
            }
        } catch (CudaException e) {
            throw new CommandException(
                    "the GPU fails with one of the programs of seeds %s to %s: %s"
                            .formatted(
                                    batch.trials().getFirst().seed(),
                                    batch.trials().getLast().seed(),
                                    e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        stream.close();
        context.close();
    }
}
