package io.ringkernel.cuda;

import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/**
 * The driver functions that this layer cannot do without, each with the first CUDA version whose
 * driver has it. They are looked up before anything is called, so that an old driver is named as
 * such instead of failing in the middle of work. A lookup is a {@code dlsym}; it links nothing.
 */
final class DriverSymbols {

    /** A required function and the first CUDA version whose driver exports it. */
    record Symbol(String name, int version) {}

    /** CUDA versions as {@code cuDriverGetVersion} writes them: 1000 * major + 10 * minor. */
    private static final int CUDA_9_0 = 9000;

    private static final int CUDA_11_0 = 11000;
    private static final int CUDA_11_4 = 11040;

    /**
     * Newest first: the first one found missing then names the driver version that has them all.
     */
    private static final Symbol[] REQUIRED = {
        new Symbol("cuDeviceGetUuid_v2", CUDA_11_4),
        new Symbol("cuDevicePrimaryCtxRelease_v2", CUDA_11_0),
        new Symbol("cuDevicePrimaryCtxReset_v2", CUDA_11_0),
        new Symbol("cuLaunchCooperativeKernel", CUDA_9_0),
        new Symbol("cuInit", CUDA_9_0),
        new Symbol("cuDriverGetVersion", CUDA_9_0),
        new Symbol("cuGetErrorName", CUDA_9_0),
        new Symbol("cuGetErrorString", CUDA_9_0),
        new Symbol("cuDeviceGet", CUDA_9_0),
        new Symbol("cuDeviceGetCount", CUDA_9_0),
        new Symbol("cuDeviceGetName", CUDA_9_0),
        new Symbol("cuDeviceGetAttribute", CUDA_9_0),
        new Symbol("cuDeviceGetPCIBusId", CUDA_9_0),
        new Symbol("cuDeviceTotalMem_v2", CUDA_9_0),
        new Symbol("cuDeviceCanAccessPeer", CUDA_9_0),
        new Symbol("cuDeviceGetP2PAttribute", CUDA_9_0),
        new Symbol("cuDevicePrimaryCtxRetain", CUDA_9_0),
        new Symbol("cuCtxSetCurrent", CUDA_9_0),
        new Symbol("cuMemGetInfo_v2", CUDA_9_0),
        new Symbol("cuModuleLoadData", CUDA_9_0),
        new Symbol("cuModuleUnload", CUDA_9_0),
        new Symbol("cuModuleGetFunction", CUDA_9_0),
        new Symbol("cuModuleGetGlobal_v2", CUDA_9_0),
        new Symbol("cuFuncGetAttribute", CUDA_9_0),
        new Symbol("cuFuncSetAttribute", CUDA_9_0),
        new Symbol("cuOccupancyMaxActiveBlocksPerMultiprocessor", CUDA_9_0),
        new Symbol("cuLaunchKernel", CUDA_9_0),
        new Symbol("cuStreamCreate", CUDA_9_0),
        new Symbol("cuStreamDestroy_v2", CUDA_9_0),
        new Symbol("cuStreamQuery", CUDA_9_0),
        new Symbol("cuStreamSynchronize", CUDA_9_0),
        new Symbol("cuMemHostAlloc", CUDA_9_0),
        new Symbol("cuMemHostGetDevicePointer_v2", CUDA_9_0),
        new Symbol("cuMemFreeHost", CUDA_9_0),
        new Symbol("cuMemAlloc_v2", CUDA_9_0),
        new Symbol("cuMemFree_v2", CUDA_9_0),
        new Symbol("cuMemsetD8Async", CUDA_9_0),
        new Symbol("cuMemcpyHtoDAsync_v2", CUDA_9_0),
        new Symbol("cuMemcpyDtoHAsync_v2", CUDA_9_0),
        new Symbol("cuMemcpyDtoDAsync_v2", CUDA_9_0),
    };

    private DriverSymbols() {}

    /**
     * Returns the missing function that needs the newest driver, or empty if the library has them
     * all.
     */
    static Optional<Symbol> firstMissing(SymbolLookup library) {
        for (Symbol symbol : REQUIRED) {
            if (library.find(symbol.name()).isEmpty()) {
                return Optional.of(symbol);
            }
        }
        return Optional.empty();
    }

    /** Writes a CUDA version number as people do: {@code 13000} as {@code 13.0}. */
    static String versionText(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
