package io.ringkernel.cuda;

import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue of device work that does not wait for the default stream ({@code
 * CU_STREAM_NON_BLOCKING}), so that it moves on beside a resident kernel in another stream. Safe
 * for use by any thread.
 */
public final class CudaStream implements AutoCloseable {
    private static final long FIRST_PAUSE_NANOS = 1_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000;

    private final CudaContext context;
    private final MemorySegment handle;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CudaStream(CudaContext context, MemorySegment handle) {
        this.context = context;
        this.handle = handle;
    }

    /**
     * Makes a stream.
     *
     * @throws CudaException if the driver refuses
     */
    public static CudaStream create(CudaContext context) {
        context.makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            CudaException.check(
                    Cuda.cuStreamCreate(out, Cuda.CU_STREAM_NON_BLOCKING()), "cuStreamCreate");
            return new CudaStream(context, out.get(ValueLayout.ADDRESS, 0));
        }
    }

    /** Returns the open stream's handle. */
    MemorySegment handle() {
        if (closed.get()) {
            throw new IllegalStateException(
                    "stream is closed: device=" + context.device().ordinal());
        }
        return handle;
    }

    CudaContext context() {
        return context;
    }

    /**
     * Returns whether all work queued so far is done. Never waits.
     *
     * @throws CudaException if the work failed; {@link CudaException#isSticky} says whether the
     *     context is lost
     * @throws IllegalStateException if closed
     */
    public boolean query() {
        MemorySegment open = handle();
        context.makeCurrent();
        int result = Cuda.cuStreamQuery(open);
        if (result == CudaResult.NOT_READY) {
            return false;
        }
        CudaException.check(result, "cuStreamQuery");
        return true;
    }

    /**
     * Waits until all work queued so far is done, at most for the given time, asking with pauses of
     * 1 us to 1 ms. An interrupt ends the wait early and stays set.
     *
     * @return whether it is done
     * @throws CudaException if the work failed
     * @throws IllegalStateException if closed
     */
    public boolean await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long pause = FIRST_PAUSE_NANOS;
        while (!query()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        return true;
    }

    /**
     * Waits in the driver until all work queued so far is done, however long that takes: for work
     * that is known to end, and never for a resident kernel's stream ({@link #await} is bounded).
     *
     * @throws CudaException if the work failed
     * @throws IllegalStateException if closed
     */
    public void synchronize() {
        MemorySegment open = handle();
        context.makeCurrent();
        CudaException.check(Cuda.cuStreamSynchronize(open), "cuStreamSynchronize");
    }

    /**
     * Destroys the stream; work queued in it still runs to its end. Does not wait. Idempotent.
     *
     * @throws CudaException if the driver refuses for another reason than that the context is lost
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && context.makeCurrentForRelease()) {
            CudaException.checkRelease(Cuda.cuStreamDestroy_v2(handle), "cuStreamDestroy_v2");
        }
    }

    @Override
    public String toString() {
        return "CudaStream[device=" + context.device().ordinal() + ", closed=" + closed + "]";
    }
}
