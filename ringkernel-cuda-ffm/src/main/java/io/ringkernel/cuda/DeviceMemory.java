package io.ringkernel.cuda;

import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Memory of a device. Allocating and releasing wait for the device: allocate before the resident
 * launch, close after the kernel has ended. Filling and copying are queued in a stream and return
 * at once; copies go to and from pinned memory only, since pageable ones wait. Safe for use by any
 * thread.
 */
public final class DeviceMemory implements AutoCloseable {
    private final CudaContext context;
    private final long pointer;
    private final long bytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DeviceMemory(CudaContext context, long pointer, long bytes) {
        this.context = context;
        this.pointer = pointer;
        this.bytes = bytes;
    }

    /**
     * Allocates memory, aligned to 256 bytes at least. Its content is undefined until {@link #zero}
     * or a copy.
     *
     * @param bytes its size, at least 1
     * @throws IllegalArgumentException if {@code bytes} is below 1
     * @throws CudaException if there is not as much ({@code CUDA_ERROR_OUT_OF_MEMORY})
     */
    public static DeviceMemory allocate(CudaContext context, long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("device memory below one byte: bytes=" + bytes);
        }
        context.makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            int result = Cuda.cuMemAlloc_v2(out, bytes);
            if (result != CudaResult.SUCCESS) {
                throw CudaException.of(result, "cuMemAlloc_v2", "bytes=" + bytes);
            }
            return new DeviceMemory(context, out.get(ValueLayout.JAVA_LONG, 0), bytes);
        }
    }

    /**
     * Returns the device address of the first byte.
     *
     * @throws IllegalStateException if closed
     */
    public long pointer() {
        if (closed.get()) {
            throw new IllegalStateException("device memory is closed: bytes=" + bytes);
        }
        return pointer;
    }

    /** Returns the size in bytes. */
    public long byteSize() {
        return bytes;
    }

    /**
     * Queues the filling of all of it with zero.
     *
     * @throws CudaException if the driver refuses
     * @throws IllegalStateException if this or the stream is closed
     */
    public void zero(CudaStream stream) {
        long to = pointer();
        context.makeCurrent();
        CudaException.check(
                Cuda.cuMemsetD8Async(to, (byte) 0, bytes, stream.handle()), "cuMemsetD8Async");
    }

    /**
     * Queues a copy from host to device. The source must not change before the stream has done it.
     *
     * @param offset where in this memory, in bytes
     * @param source where from
     * @param sourceOffset where in the source, in bytes
     * @param length how many bytes
     * @param stream where to queue it
     * @throws IndexOutOfBoundsException if either range is not inside its memory
     * @throws CudaException if the driver refuses
     * @throws IllegalStateException if something is closed
     */
    public void copyFrom(
            long offset, PinnedMemory source, long sourceOffset, long length, CudaStream stream) {
        long to = range(offset, length);
        MemorySegment from = source.slice(sourceOffset, length);
        context.makeCurrent();
        CudaException.check(
                Cuda.cuMemcpyHtoDAsync_v2(to, from, length, stream.handle()),
                "cuMemcpyHtoDAsync_v2");
    }

    /**
     * Queues a copy from device to host. The target may be read once the stream has done it.
     *
     * @param offset where in this memory, in bytes
     * @param target where to
     * @param targetOffset where in the target, in bytes
     * @param length how many bytes
     * @param stream where to queue it
     * @throws IndexOutOfBoundsException if either range is not inside its memory
     * @throws CudaException if the driver refuses
     * @throws IllegalStateException if something is closed
     */
    public void copyTo(
            long offset, PinnedMemory target, long targetOffset, long length, CudaStream stream) {
        long from = range(offset, length);
        MemorySegment to = target.slice(targetOffset, length);
        context.makeCurrent();
        CudaException.check(
                Cuda.cuMemcpyDtoHAsync_v2(to, from, length, stream.handle()),
                "cuMemcpyDtoHAsync_v2");
    }

    /**
     * Queues a copy within the device.
     *
     * @param offset where in this memory, in bytes
     * @param target where to
     * @param targetOffset where in the target, in bytes
     * @param length how many bytes
     * @param stream where to queue it
     * @throws IndexOutOfBoundsException if either range is not inside its memory
     * @throws CudaException if the driver refuses
     * @throws IllegalStateException if something is closed
     */
    public void copyTo(
            long offset, DeviceMemory target, long targetOffset, long length, CudaStream stream) {
        long from = range(offset, length);
        long to = target.range(targetOffset, length);
        context.makeCurrent();
        CudaException.check(
                Cuda.cuMemcpyDtoDAsync_v2(to, from, length, stream.handle()),
                "cuMemcpyDtoDAsync_v2");
    }

    private long range(long offset, long length) {
        return pointer() + Objects.checkFromIndexSize(offset, length, bytes);
    }

    /**
     * Frees the memory. No kernel may use it any more. Idempotent.
     *
     * @throws CudaException if the driver refuses for another reason than that the context is lost
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && context.makeCurrentForRelease()) {
            CudaException.checkRelease(Cuda.cuMemFree_v2(pointer), "cuMemFree_v2");
        }
    }

    @Override
    public String toString() {
        return "DeviceMemory[bytes=" + bytes + ", closed=" + closed + "]";
    }
}
