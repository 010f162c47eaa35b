package io.ringkernel.cuda;

import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A device's primary context, held from {@link #retain} to {@link #close}; the driver counts
 * holders and keeps one context a device. Safe for use by any thread: the resources made in it make
 * it current on the calling thread by themselves.
 */
public final class CudaContext implements AutoCloseable {

    /**
     * How much device memory there is.
     *
     * @param freeBytes what could be allocated now
     * @param totalBytes all of it
     */
    public record MemoryInfo(long freeBytes, long totalBytes) {}

    private final CudaDevice device;
    private final MemorySegment handle;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CudaContext(CudaDevice device, MemorySegment handle) {
        this.device = device;
        this.handle = handle;
    }

    /**
     * Retains the device's primary context (created if this is its first holder, some 0.1 s) and
     * makes it current on the calling thread.
     *
     * @throws CudaException if the driver refuses, as for a device in a prohibited compute mode
     */
    public static CudaContext retain(CudaDevice device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            CudaException.check(
                    Cuda.cuDevicePrimaryCtxRetain(out, device.handle()),
                    "cuDevicePrimaryCtxRetain");
            CudaContext context = new CudaContext(device, out.get(ValueLayout.ADDRESS, 0));
            context.makeCurrent();
            return context;
        }
    }

    /** Returns the device. */
    public CudaDevice device() {
        return device;
    }

    /**
     * Makes this context current on the calling thread, replacing what was.
     *
     * @throws IllegalStateException if closed
     * @throws CudaException if the driver refuses
     */
    public void makeCurrent() {
        if (closed.get()) {
            throw new IllegalStateException("context is closed: device=" + device.ordinal());
        }
        CudaException.check(Cuda.cuCtxSetCurrent(handle), "cuCtxSetCurrent");
    }

    /**
     * As {@link #makeCurrent} but false, not an exception, if the context is gone, so that closing
     * goes on.
     */
    boolean makeCurrentForRelease() {
        return !closed.get() && Cuda.cuCtxSetCurrent(handle) == CudaResult.SUCCESS;
    }

    /**
     * Returns how much device memory is free.
     *
     * @throws CudaException if the driver refuses
     */
    public MemoryInfo memoryInfo() {
        makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment total = arena.allocate(ValueLayout.JAVA_LONG);
            CudaException.check(Cuda.cuMemGetInfo_v2(free, total), "cuMemGetInfo_v2");
            return new MemoryInfo(
                    free.get(ValueLayout.JAVA_LONG, 0), total.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /**
     * Releases the context; the last holder's release destroys it. Waits for running kernels, so
     * they must have been told to end. Close first what was made in it: closed afterwards, it is
     * left to the context's destruction. Idempotent.
     *
     * @throws CudaException if the driver refuses for another reason than that the context is lost
     *     already
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            CudaException.checkRelease(
                    Cuda.cuDevicePrimaryCtxRelease_v2(device.handle()),
                    "cuDevicePrimaryCtxRelease_v2");
        }
    }

    @Override
    public String toString() {
        return "CudaContext[device=" + device.ordinal() + ", closed=" + closed + "]";
    }
}
