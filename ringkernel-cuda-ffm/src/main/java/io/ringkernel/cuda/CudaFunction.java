package io.ringkernel.cuda;

import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A kernel of a loaded module; it lives as long as the module. Safe for use by any thread. Every
 * method throws {@link CudaException} if the driver refuses and {@link IllegalStateException} once
 * the module is closed.
 */
public final class CudaFunction {
    private final CudaModule module;
    private final String name;
    private final MemorySegment handle;

    CudaFunction(CudaModule module, String name, MemorySegment handle) {
        this.module = module;
        this.name = name;
        this.handle = handle;
    }

    /** Returns the kernel's name in the image. */
    public String name() {
        return name;
    }

    /** Returns the registers used by a thread. */
    public int registers() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_NUM_REGS());
    }

    /** Returns the shared memory of a block that the image fixes, in bytes. */
    public int staticSharedBytes() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES());
    }

    /** Returns the local memory of a thread (stack and spilled registers) in bytes. */
    public int localBytes() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES());
    }

    /** Returns the greatest number of threads in a block. */
    public int maxThreadsPerBlock() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK());
    }

    /** Returns the dynamic shared memory that a launch may ask for, in bytes. */
    public int maxDynamicSharedBytes() {
        return attribute(Cuda.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES());
    }

    /**
     * Raises the dynamic shared memory that a launch may ask for; needed above 48 KiB.
     *
     * @param bytes at most {@link CudaDevice#maxSharedBytesPerBlock} less {@link
     *     #staticSharedBytes}
     */
    public void setMaxDynamicSharedBytes(int bytes) {
        prepare();
        int result =
                Cuda.cuFuncSetAttribute(
                        handle, Cuda.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES(), bytes);
        if (result != CudaResult.SUCCESS) {
            throw CudaException.of(
                    result,
                    "cuFuncSetAttribute",
                    "kernel=" + name + ", maxDynamicSharedBytes=" + bytes);
        }
    }

    /**
     * Returns how many blocks of this kernel fit on one multiprocessor at a time. Times the number
     * of multiprocessors, this is the largest grid of a cooperative launch, and of a resident
     * kernel whose blocks wait for each other.
     *
     * @param threadsPerBlock the threads of a block
     * @param dynamicSharedBytes the dynamic shared memory of a block
     */
    public int maxBlocksPerMultiprocessor(int threadsPerBlock, int dynamicSharedBytes) {
        prepare();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            int result =
                    Cuda.cuOccupancyMaxActiveBlocksPerMultiprocessor(
                            out, handle, threadsPerBlock, dynamicSharedBytes);
            CudaException.check(result, "cuOccupancyMaxActiveBlocksPerMultiprocessor");
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /**
     * Queues the kernel in a stream. Does not wait for it.
     *
     * @param grid blocks
     * @param block threads of a block
     * @param dynamicSharedBytes dynamic shared memory of a block
     * @param stream where to queue it
     * @param arguments as many as the kernel has parameters, in their order; the driver cannot
     *     check them
     */
    public void launch(
            Dim3 grid,
            Dim3 block,
            int dynamicSharedBytes,
            CudaStream stream,
            KernelArguments arguments) {
        prepare();
        int result =
                Cuda.cuLaunchKernel(
                        handle,
                        grid.x(),
                        grid.y(),
                        grid.z(),
                        block.x(),
                        block.y(),
                        block.z(),
                        dynamicSharedBytes,
                        stream.handle(),
                        arguments.pointers(),
                        MemorySegment.NULL);
        checkLaunch(result, "cuLaunchKernel", grid, block, dynamicSharedBytes);
    }

    /**
     * As {@link #launch}, with all blocks resident at once, so that they may wait for each other; a
     * grid that does not fit is refused with {@code CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE}.
     *
     * @param grid blocks, at most {@link #maxBlocksPerMultiprocessor} times the number of
     *     multiprocessors
     * @param block threads of a block
     * @param dynamicSharedBytes dynamic shared memory of a block
     * @param stream where to queue it
     * @param arguments as many as the kernel has parameters, in their order; the driver cannot
     *     check them
     */
    public void launchCooperative(
            Dim3 grid,
            Dim3 block,
            int dynamicSharedBytes,
            CudaStream stream,
            KernelArguments arguments) {
        prepare();
        int result =
                Cuda.cuLaunchCooperativeKernel(
                        handle,
                        grid.x(),
                        grid.y(),
                        grid.z(),
                        block.x(),
                        block.y(),
                        block.z(),
                        dynamicSharedBytes,
                        stream.handle(),
                        arguments.pointers());
        checkLaunch(result, "cuLaunchCooperativeKernel", grid, block, dynamicSharedBytes);
    }

    private void checkLaunch(
            int result, String function, Dim3 grid, Dim3 block, int dynamicSharedBytes) {
        if (result != CudaResult.SUCCESS) {
            throw CudaException.of(
                    result,
                    function,
                    "kernel="
                            + name
                            + ", grid="
                            + grid
                            + ", block="
                            + block
                            + ", dynamicSharedBytes="
                            + dynamicSharedBytes);
        }
    }

    private int attribute(int attribute) {
        prepare();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            CudaException.check(
                    Cuda.cuFuncGetAttribute(out, attribute, handle), "cuFuncGetAttribute");
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    private void prepare() {
        module.open();
        module.context().makeCurrent();
    }

    @Override
    public String toString() {
        return "CudaFunction[" + name + "]";
    }
}
