package io.ringkernel.cuda;

/**
 * The {@code CUresult} values that code decides on, usable where no driver is installed. Their
 * numbers are part of the driver's ABI; a test compares them with {@code cuda.h}.
 */
final class CudaResult {
    static final int SUCCESS = 0;
    static final int NOT_INITIALIZED = 3;
    static final int DEINITIALIZED = 4;
    static final int STUB_LIBRARY = 34;
    static final int DEVICE_UNAVAILABLE = 46;
    static final int NO_DEVICE = 100;
    static final int INVALID_DEVICE = 101;
    static final int INVALID_CONTEXT = 201;
    static final int ECC_UNCORRECTABLE = 214;
    static final int NVLINK_UNCORRECTABLE = 220;
    static final int CONTAINED = 226;
    static final int NOT_READY = 600;
    static final int ILLEGAL_ADDRESS = 700;
    static final int LAUNCH_TIMEOUT = 702;
    static final int CONTEXT_IS_DESTROYED = 709;
    static final int ASSERT = 710;
    static final int HARDWARE_STACK_ERROR = 714;
    static final int ILLEGAL_INSTRUCTION = 715;
    static final int MISALIGNED_ADDRESS = 716;
    static final int INVALID_ADDRESS_SPACE = 717;
    static final int INVALID_PC = 718;
    static final int LAUNCH_FAILED = 719;
    static final int TENSOR_MEMORY_LEAK = 721;
    static final int SYSTEM_NOT_READY = 802;
    static final int SYSTEM_DRIVER_MISMATCH = 803;
    static final int COMPAT_NOT_SUPPORTED_ON_DEVICE = 804;
    static final int MPS_CLIENT_TERMINATED = 810;
    static final int EXTERNAL_DEVICE = 911;
    static final int UNKNOWN = 999;

    private CudaResult() {}

    /**
     * Whether the result retires its context. {@code cuda.h} says of each that it "leaves the
     * process in an inconsistent state and any further CUDA work will return the same error", or
     * that the context no longer exists.
     */
    static boolean isSticky(int result) {
        return switch (result) {
            case ECC_UNCORRECTABLE,
                    NVLINK_UNCORRECTABLE,
                    CONTAINED,
                    ILLEGAL_ADDRESS,
                    LAUNCH_TIMEOUT,
                    CONTEXT_IS_DESTROYED,
                    ASSERT,
                    HARDWARE_STACK_ERROR,
                    ILLEGAL_INSTRUCTION,
                    MISALIGNED_ADDRESS,
                    INVALID_ADDRESS_SPACE,
                    INVALID_PC,
                    LAUNCH_FAILED,
                    TENSOR_MEMORY_LEAK,
                    MPS_CLIENT_TERMINATED,
                    EXTERNAL_DEVICE ->
                    true;
            default -> false;
        };
    }

    /**
     * Whether the driver or the context has been shut down, so that there is nothing left to
     * release.
     */
    static boolean isTornDown(int result) {
        return result == DEINITIALIZED || result == INVALID_CONTEXT;
    }
}
