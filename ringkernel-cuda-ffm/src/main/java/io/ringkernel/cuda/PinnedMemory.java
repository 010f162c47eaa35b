package io.ringkernel.cuda;

import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Page-locked host memory that kernels on every device read and write in place ({@code DEVICEMAP |
 * PORTABLE}), zero at first. Allocating and releasing wait for the device: allocate before the
 * resident launch, close after the kernel ended.
 *
 * <p>Any thread may use the memory; ordering between threads, and between host and device, is the
 * user's.
 */
/*
 * The segment lives in a shared arena, closed before the driver frees the memory: a thread that still sends to an actor of a
 * runtime that is being closed gets an exception instead of ending the JVM. The price is one handshake with all threads a
 * close (some 0.1 ms, jvm-costs) and nothing on access: the liveness check is hoisted.
 */
public final class PinnedMemory implements AutoCloseable {
    private final CudaContext context;
    private final MemorySegment raw;
    private final Arena lifetime = Arena.ofShared();
    private final MemorySegment segment;
    private final long devicePointer;
    private final AtomicBoolean closed = new AtomicBoolean();

    @SuppressWarnings("restricted") // the same memory, with an end
    private PinnedMemory(CudaContext context, MemorySegment raw, long devicePointer) {
        this.context = context;
        this.raw = raw;
        this.segment = raw.reinterpret(lifetime, null);
        this.devicePointer = devicePointer;
    }

    /**
     * Allocates zeroed memory, aligned to a page.
     *
     * @param context a context on whose device kernels will use it
     * @param bytes its size, at least 1
     * @throws IllegalArgumentException if {@code bytes} is below 1
     * @throws CudaException if there is not as much ({@code CUDA_ERROR_OUT_OF_MEMORY})
     */
    @SuppressWarnings("restricted") // the driver's memory, of exactly this size
    public static PinnedMemory allocate(CudaContext context, long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("pinned memory below one byte: bytes=" + bytes);
        }
        context.makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            int flags = Cuda.CU_MEMHOSTALLOC_DEVICEMAP() | Cuda.CU_MEMHOSTALLOC_PORTABLE();
            int result = Cuda.cuMemHostAlloc(out, bytes, flags);
            if (result != CudaResult.SUCCESS) {
                throw CudaException.of(result, "cuMemHostAlloc", "bytes=" + bytes);
            }
            MemorySegment memory = out.get(ValueLayout.ADDRESS, 0).reinterpret(bytes);
            result = Cuda.cuMemHostGetDevicePointer_v2(out, memory, 0);
            if (result != CudaResult.SUCCESS) {
                Cuda.cuMemFreeHost(memory);
                throw CudaException.of(result, "cuMemHostGetDevicePointer_v2", "bytes=" + bytes);
            }
            memory.fill((byte) 0);
            return new PinnedMemory(context, memory, out.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /**
     * Returns the memory as the host sees it. The segment may be used by any thread; after {@link
     * #close} every access throws {@link IllegalStateException}.
     *
     * @throws IllegalStateException if closed
     */
    public MemorySegment segment() {
        requireOpen();
        return segment;
    }

    /**
     * Returns the address at which kernels find the memory.
     *
     * @throws IllegalStateException if closed
     */
    public long devicePointer() {
        requireOpen();
        return devicePointer;
    }

    /** Returns the size in bytes. */
    public long byteSize() {
        return segment.byteSize();
    }

    /** Returns a checked range of the memory. */
    MemorySegment slice(long offset, long bytes) {
        requireOpen();
        return segment.asSlice(offset, bytes);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("pinned memory is closed: bytes=" + segment.byteSize());
        }
    }

    /**
     * Frees the memory. No kernel may use it any more; a thread that tries gets an exception.
     * Idempotent.
     *
     * @throws CudaException if the driver refuses for another reason than that the context is lost
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lifetime.close();
            if (context.makeCurrentForRelease()) {
                CudaException.checkRelease(Cuda.cuMemFreeHost(raw), "cuMemFreeHost");
            }
        }
    }

    @Override
    public String toString() {
        return "PinnedMemory[bytes=" + segment.byteSize() + ", closed=" + closed + "]";
    }
}
