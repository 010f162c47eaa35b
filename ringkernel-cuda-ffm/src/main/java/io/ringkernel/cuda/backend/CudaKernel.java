package io.ringkernel.cuda.backend;

import io.ringkernel.ActorFault;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaFunction;
import io.ringkernel.cuda.CudaModule;
import io.ringkernel.cuda.Dim3;
import io.ringkernel.cuda.KernelArguments;
import io.ringkernel.cuda.compile.CompileOptions;
import io.ringkernel.cuda.compile.KernelImage;
import io.ringkernel.cuda.compile.KernelImages;
import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.KernelFaultException;
import io.ringkernel.gpu.KernelTimeoutException;
import io.ringkernel.kernels.KernelSource;
import io.ringkernel.spi.KernelBackend;
import io.ringkernel.transpiler.TranspiledKernel;
import io.ringkernel.transpiler.Transpiler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kernel whose image is on the device. */
final class CudaKernel implements KernelBackend.Code {

    private static final Logger LOG = LoggerFactory.getLogger(CudaKernel.class);

    /** With so many registers a thread, any block fits on a multiprocessor. */
    private static final String FEW_REGISTERS = "--maxrregcount=64";

    // RkKernelFault in gpu.cuh
    private static final long BLOCK = 4;
    private static final long THREAD = 16;
    private static final long A = 32;
    private static final long B = 40;

    private final CudaKernels owner;
    private final CudaContext context;
    private final TranspiledKernel kernel;
    private final CudaFunction function;
    private final int maxThreads;
    private volatile @Nullable CudaFunction forLargeBlocks;

    private CudaKernel(
            CudaKernels owner,
            CudaContext context,
            TranspiledKernel kernel,
            CudaFunction function) {
        this.owner = owner;
        this.context = context;
        this.kernel = kernel;
        this.function = function;
        this.maxThreads = function.maxThreadsPerBlock();
    }

    static CudaKernel load(CudaKernels owner, CudaContext context, TranspiledKernel kernel) {
        CudaFunction function = function(owner, context, kernel, CompileOptions.DEFAULT);
        return new CudaKernel(owner, context, kernel, function);
    }

    private static CudaFunction function(
            CudaKernels owner,
            CudaContext context,
            TranspiledKernel kernel,
            CompileOptions options) {
        String source =
                KernelSource.types()
                        + Transpiler.prelude()
                        + Transpiler.gpuPrelude()
                        + kernel.source();
        KernelImage image =
                KernelImages.ofProcess().cubin(source, context.device().architecture(), options);
        LOG.debug("kernel: method={}, image={}", kernel.method(), image);
        return owner.owned(() -> {
            CudaModule module = CudaModule.load(context, image.bytes());
            owner.keep(module);
            return module.function(kernel.entry());
        });
    }

    private CudaFunction functionFor(int threads) {
        if (threads <= maxThreads) {
            return function;
        }
        CudaFunction found = forLargeBlocks;
        if (found == null) {
            CompileOptions options = CompileOptions.DEFAULT.withExtra(FEW_REGISTERS);
            found = function(owner, context, kernel, options);
            forLargeBlocks = found;
        }
        return found;
    }

    @Override
    public void launch(Grid grid, Object[] arguments, Duration timeout) {
        CudaFunction launched = functionFor(grid.blockThreads());
        owner.exclusively(() -> {
            try (Arena arena = Arena.ofConfined()) {
                launched.launch(
                        new Dim3(grid.blocksX(), grid.blocksY(), grid.blocksZ()),
                        new Dim3(grid.threadsX(), grid.threadsY(), grid.threadsZ()),
                        0,
                        owner.stream(),
                        arguments(arguments).build(arena));
            }
            if (!owner.await(name(), timeout)) {
                throw new KernelTimeoutException(
                        "kernel has not ended: kernel=" + name() + ", timeout=" + timeout);
            }
            int site = owner.takeFault();
            if (site != 0) {
                throw fault(site, owner.fault());
            }
        });
    }

    private String name() {
        return kernel.method().getDeclaringClass().getName() + "." + kernel.method().getName();
    }

    private KernelArguments.Builder arguments(Object[] values) {
        KernelArguments.Builder builder = KernelArguments.builder();
        for (Object value : values) {
            switch (value) {
                case CudaArray array when array.owner() == owner ->
                        builder.add(array.memory()).addInt(array.length());
                case Boolean b -> builder.addInt(b ? 1 : 0);
                case Byte b -> builder.addInt(b);
                case Short s -> builder.addInt(s);
                case Character c -> builder.addInt(c);
                case Integer i -> builder.addInt(i);
                case Long l -> builder.addLong(l);
                case Float f -> builder.addFloat(f);
                case Double d -> builder.addDouble(d);
                default ->
                        throw new IllegalArgumentException(
                                "array belongs to other Kernels: kernel=" + name());
            }
        }
        return builder.addLong(owner.faultPointer()).add(owner.claimed());
    }

    private KernelFaultException fault(int site, MemorySegment record) {
        ActorFault fault =
                kernel.fault(
                        site,
                        record.get(ValueLayout.JAVA_LONG, A),
                        record.get(ValueLayout.JAVA_LONG, B));
        String where = "block=" + triple(record, BLOCK) + ", thread=" + triple(record, THREAD);
        ClassLoader loader = kernel.method().getDeclaringClass().getClassLoader();
        return new KernelFaultException(name(), where, fault, JavaExceptions.of(fault, loader));
    }

    private static String triple(MemorySegment record, long offset) {
        return "(%d, %d, %d)"
                .formatted(
                        record.get(ValueLayout.JAVA_INT, offset),
                        record.get(ValueLayout.JAVA_INT, offset + 4),
                        record.get(ValueLayout.JAVA_INT, offset + 8));
    }
}
