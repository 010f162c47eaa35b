package io.ringkernel.cuda;

import io.ringkernel.RingKernelException;
import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver function returned something else than {@code CUDA_SUCCESS}. Carries the function, the
 * {@code CUresult} and the driver's own name and description of it. Immutable, so safe to pass
 * between threads.
 */
public final class CudaException extends RingKernelException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CudaException.class);

    private final String function;
    private final int code;
    private final String name;
    private final String description;

    CudaException(String function, int code, String name, String description, String detail) {
        super(
                function
                        + " failed: result="
                        + name
                        + ", code="
                        + code
                        + ", description="
                        + description
                        + (detail.isEmpty() ? "" : ", " + detail));
        this.function = function;
        this.code = code;
        this.name = name;
        this.description = description;
    }

    /**
     * Returns the driver function that failed, by its real symbol, such as {@code cuMemAlloc_v2}.
     */
    public String function() {
        return function;
    }

    /** Returns the {@code CUresult}, such as 2. */
    public int code() {
        return code;
    }

    /** Returns the driver's name of the result, such as {@code CUDA_ERROR_OUT_OF_MEMORY}. */
    public String name() {
        return name;
    }

    /** Returns the driver's description of the result, such as {@code out of memory}. */
    public String description() {
        return description;
    }

    /**
     * Returns whether the context is lost: every later call in it returns the same error, its
     * memory cannot be read any more, and only a new process gets the device back.
     */
    public boolean isSticky() {
        return CudaResult.isSticky(code);
    }

    /**
     * Turns a result into an exception.
     *
     * @param result what the driver function returned
     * @param function the function's real symbol
     * @throws CudaException unless the result is {@code CUDA_SUCCESS}
     */
    public static void check(int result, String function) {
        if (result != CudaResult.SUCCESS) {
            throw of(result, function, "");
        }
    }

    /**
     * Makes the exception for a failure; {@code detail} holds what was asked for, as {@code
     * name=value} pairs.
     */
    static CudaException of(int result, String function, String detail) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            int named = Cuda.cuGetErrorName(result, out);
            String name = named == CudaResult.SUCCESS ? string(out) : "CUresult " + result;
            int described = Cuda.cuGetErrorString(result, out);
            String description =
                    described == CudaResult.SUCCESS ? string(out) : "unknown to this driver";
            return new CudaException(function, result, name, description, detail);
        }
    }

    /**
     * As {@link #check}, for releasing a resource: a context that is lost has released it already,
     * so that only the log hears of it, and closing what an error left behind never hides that
     * error.
     */
    static void checkRelease(int result, String function) {
        if (result == CudaResult.SUCCESS) {
            return;
        }
        if (CudaResult.isSticky(result) || CudaResult.isTornDown(result)) {
            LOG.debug("{} found its context gone: code={}", function, result);
            return;
        }
        throw of(result, function, "");
    }

    @SuppressWarnings("restricted") // a C string of the driver's, valid for the life of the process
    private static String string(MemorySegment pointer) {
        MemorySegment text = pointer.get(ValueLayout.ADDRESS, 0);
        return text.equals(MemorySegment.NULL) ? "" : text.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
