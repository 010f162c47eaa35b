package io.ringkernel.cuda;

import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A loaded device image (cubin, fatbin or PTX). Loading is eager, and waits for the device: load
 * before the resident launch, close after the kernel has ended. Safe for use by any thread.
 */
public final class CudaModule implements AutoCloseable {
    /** The image is read as 64-bit words. */
    private static final long IMAGE_ALIGNMENT = 64;

    /**
     * A global variable of the module.
     *
     * @param address its device address
     * @param bytes its size
     */
    public record Global(long address, long bytes) {}

    private final CudaContext context;
    private final MemorySegment handle;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CudaModule(CudaContext context, MemorySegment handle) {
        this.context = context;
        this.handle = handle;
    }

    /**
     * Loads an image; it is copied, so the array may change afterwards.
     *
     * @param context where to load it
     * @param image the bytes of a cubin or fatbin, or PTX text
     * @throws CudaException if the image is not for this device ({@code
     *     CUDA_ERROR_NO_BINARY_FOR_GPU}), not an image at all, or does not fit
     */
    public static CudaModule load(CudaContext context, byte[] image) {
        context.makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy =
                    arena.allocate(image.length + 1L, IMAGE_ALIGNMENT); // PTX must end in a zero
            MemorySegment.copy(image, 0, copy, ValueLayout.JAVA_BYTE, 0, image.length);
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            int result = Cuda.cuModuleLoadData(out, copy);
            if (result != CudaResult.SUCCESS) {
                throw CudaException.of(
                        result,
                        "cuModuleLoadData",
                        "imageBytes="
                                + image.length
                                + ", architecture="
                                + context.device().architecture());
            }
            return new CudaModule(context, out.get(ValueLayout.ADDRESS, 0));
        }
    }

    /**
     * Finds a kernel.
     *
     * @param name its name in the image: that of the source if declared {@code extern "C"}, else
     *     the mangled one
     * @throws CudaException if there is none of that name
     * @throws IllegalStateException if closed
     */
    public CudaFunction function(String name) {
        MemorySegment open = open();
        context.makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            int result = Cuda.cuModuleGetFunction(out, open, arena.allocateFrom(name));
            if (result != CudaResult.SUCCESS) {
                throw CudaException.of(result, "cuModuleGetFunction", "name=" + name);
            }
            return new CudaFunction(this, name, out.get(ValueLayout.ADDRESS, 0));
        }
    }

    /**
     * Finds a {@code __device__} or {@code __constant__} variable.
     *
     * @throws CudaException if there is none of that name
     * @throws IllegalStateException if closed
     */
    public Global global(String name) {
        MemorySegment open = open();
        context.makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
            int result = Cuda.cuModuleGetGlobal_v2(address, bytes, open, arena.allocateFrom(name));
            if (result != CudaResult.SUCCESS) {
                throw CudaException.of(result, "cuModuleGetGlobal_v2", "name=" + name);
            }
            return new Global(
                    address.get(ValueLayout.JAVA_LONG, 0), bytes.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    CudaContext context() {
        return context;
    }

    /** Returns the open module's handle. */
    MemorySegment open() {
        if (closed.get()) {
            throw new IllegalStateException(
                    "module is closed: device=" + context.device().ordinal());
        }
        return handle;
    }

    /**
     * Unloads the image; its functions cannot be used any more. Idempotent.
     *
     * @throws CudaException if the driver refuses for another reason than that the context is lost
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && context.makeCurrentForRelease()) {
            CudaException.checkRelease(Cuda.cuModuleUnload(handle), "cuModuleUnload");
        }
    }

    @Override
    public String toString() {
        return "CudaModule[device=" + context.device().ordinal() + ", closed=" + closed + "]";
    }
}
