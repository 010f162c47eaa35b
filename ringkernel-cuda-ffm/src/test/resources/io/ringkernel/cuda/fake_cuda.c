/*
 * A driver without a GPU, for tests of the layer above libcuda: host memory is device memory, work is done at once, and
 * the kernels of layer_kernels.cu are C functions. What is to go wrong is said by macros when it is built:
 *   INIT_RESULT      what cuInit returns                     DEVICES   how many devices there are
 *   DRIVER_VERSION   what cuDriverGetVersion says            OLD       leaves out cuDeviceGetUuid_v2
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef INIT_RESULT
#define INIT_RESULT 0
#endif
#ifndef DEVICES
#define DEVICES 2
#endif
#ifndef DRIVER_VERSION
#define DRIVER_VERSION 13000
#endif

typedef int CUresult;
typedef uint64_t CUdeviceptr;

enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_IMAGE = 200, NOT_FOUND = 500,
       ILLEGAL_ADDRESS = 700, TOO_LARGE = 720, UNKNOWN = 999 };

static CUresult sticky; /* once a kernel has faulted, every call in the context says so */
static int live;        /* resources made and not yet released */

#define ALIVE if (sticky) return sticky

CUresult cuInit(unsigned flags) {
    const char *loading = getenv("CUDA_MODULE_LOADING");
    if (flags != 0) return INVALID_VALUE;
    if (INIT_RESULT == OK && (loading == NULL || strcmp(loading, "EAGER") != 0)) return UNKNOWN;
    return INIT_RESULT;
}
CUresult cuDriverGetVersion(int *version) { *version = DRIVER_VERSION; return OK; }
CUresult cuGetErrorName(CUresult result, const char **name) {
    switch (result) {
        case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; return OK;
        case 34: *name = "CUDA_ERROR_STUB_LIBRARY"; return OK;
        case NO_DEVICE: *name = "CUDA_ERROR_NO_DEVICE"; return OK;
        case INVALID_IMAGE: *name = "CUDA_ERROR_INVALID_IMAGE"; return OK;
        case NOT_FOUND: *name = "CUDA_ERROR_NOT_FOUND"; return OK;
        case ILLEGAL_ADDRESS: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; return OK;
        case TOO_LARGE: *name = "CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE"; return OK;
        case UNKNOWN: *name = "CUDA_ERROR_UNKNOWN"; return OK;
        default: return INVALID_VALUE;
    }
}
CUresult cuGetErrorString(CUresult result, const char **text) {
    switch (result) {
        case OUT_OF_MEMORY: *text = "out of memory"; return OK;
        case NO_DEVICE: *text = "no CUDA-capable device is detected"; return OK;
        case ILLEGAL_ADDRESS: *text = "an illegal memory access was encountered"; return OK;
        case UNKNOWN: *text = "unknown error"; return OK;
        default: return INVALID_VALUE;
    }
}

/* devices */
CUresult cuDeviceGetCount(int *count) { *count = DEVICES; return OK; }
CUresult cuDeviceGet(int *device, int ordinal) { *device = ordinal; return ordinal < DEVICES ? OK : 101; }
CUresult cuDeviceGetName(char *name, int length, int device) { strncpy(name, "Fake GPU", length); return OK; }
CUresult cuDeviceGetAttribute(int *value, int attribute, int device) {
    switch (attribute) {
        case 75: *value = 9; return OK;  /* compute capability, major */
        case 76: *value = 0; return OK;
        default: *value = attribute; return OK; /* lets a test see which was asked for */
    }
}
#ifndef OLD
CUresult cuDeviceGetUuid_v2(unsigned char *uuid, int device) {
    for (int i = 0; i < 16; i++) uuid[i] = 16 * device + i;
    return OK;
}
#endif
CUresult cuDeviceGetPCIBusId(char *id, int length, int device) { strncpy(id, "0000:1B:00.0", length); return OK; }
CUresult cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = 1ull << 37; return OK; }
CUresult cuDeviceCanAccessPeer(int *can, int device, int peer) { *can = device != peer; return OK; }
CUresult cuDeviceGetP2PAttribute(int *value, int attribute, int from, int to) { *value = attribute == 3; return OK; }

/* contexts */
CUresult cuDevicePrimaryCtxRetain(void **context, int device) {
    *context = (void *)(intptr_t)(0x1000 + device);
    return sticky;
}
CUresult cuDevicePrimaryCtxRelease_v2(int device) { ALIVE; return OK; }
CUresult cuDevicePrimaryCtxReset_v2(int device) { sticky = OK; live = 0; return OK; }
CUresult cuCtxSetCurrent(void *context) { return OK; }
CUresult cuMemGetInfo_v2(size_t *available, size_t *total) { ALIVE; *available = 1ull << 36; *total = 1ull << 37; return OK; }

/* streams: always done */
CUresult cuStreamCreate(void **stream, unsigned flags) { ALIVE; live++; *stream = malloc(1); return flags == 1 ? OK : INVALID_VALUE; }
CUresult cuStreamDestroy_v2(void *stream) { ALIVE; live--; free(stream); return OK; }
CUresult cuStreamQuery(void *stream) { return sticky; }
CUresult cuStreamSynchronize(void *stream) { return sticky; }

/* memory */
static CUresult allocate(void **memory, size_t bytes) {
    if (bytes > (1ull << 30)) return OUT_OF_MEMORY;
    live++;
    *memory = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
    memset(*memory, 0xAB, bytes);
    return OK;
}
CUresult cuMemHostAlloc(void **memory, size_t bytes, unsigned flags) { ALIVE; return flags == 3 ? allocate(memory, bytes) : INVALID_VALUE; }
CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr *pointer, void *memory, unsigned flags) { ALIVE; *pointer = (CUdeviceptr)memory; return OK; }
CUresult cuMemFreeHost(void *memory) { ALIVE; live--; free(memory); return OK; }
CUresult cuMemAlloc_v2(CUdeviceptr *pointer, size_t bytes) { ALIVE; return allocate((void **)pointer, bytes); }
CUresult cuMemFree_v2(CUdeviceptr pointer) { ALIVE; live--; free((void *)pointer); return OK; }
CUresult cuMemsetD8Async(CUdeviceptr pointer, unsigned char value, size_t bytes, void *stream) { ALIVE; memset((void *)pointer, value, bytes); return OK; }
CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, void *stream) { ALIVE; memcpy((void *)to, from, bytes); return OK; }
CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, void *stream) { ALIVE; memcpy(to, (void *)from, bytes); return OK; }
CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, void *stream) { ALIVE; memcpy((void *)to, (void *)from, bytes); return OK; }

/* modules and kernels */
static const char *const KERNELS[] = {"fill", "fault", "meet"};
static int64_t answer = 42;
CUresult cuModuleLoadData(void **module, const void *image) {
    ALIVE;
    if (strstr(image, ".entry") == NULL) return INVALID_IMAGE;
    live++;
    *module = malloc(1);
    return OK;
}
CUresult cuModuleUnload(void *module) { ALIVE; live--; free(module); return OK; }
CUresult cuModuleGetFunction(void **function, void *module, const char *name) {
    ALIVE;
    for (int i = 0; i < 3; i++) {
        if (strcmp(KERNELS[i], name) == 0) { *function = (void *)&KERNELS[i]; return OK; }
    }
    return NOT_FOUND;
}
CUresult cuModuleGetGlobal_v2(CUdeviceptr *pointer, size_t *bytes, void *module, const char *name) {
    ALIVE;
    if (strcmp(name, "answer") != 0) return NOT_FOUND;
    *pointer = (CUdeviceptr)&answer;
    *bytes = sizeof answer;
    return OK;
}
CUresult cuFuncGetAttribute(int *value, int attribute, void *function) { ALIVE; *value = 16 + attribute; return OK; }
CUresult cuFuncSetAttribute(void *function, int attribute, int value) { ALIVE; return value <= 227 * 1024 ? OK : INVALID_VALUE; }
CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *function, int threads, size_t shared) { ALIVE; *blocks = 2048 / threads; return OK; }
CUresult cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                        unsigned shared, void *stream, void **params, void **extra) {
    ALIVE;
    const char *name = *(const char **)function;
    if (strcmp(name, "fault") == 0) {
        sticky = ILLEGAL_ADDRESS;
    } else if (strcmp(name, "fill") == 0) {
        int64_t *to = *(int64_t **)params[0];
        int count = *(int *)params[1];
        int64_t value = *(int64_t *)params[2];
        double scale = *(double *)params[3];
        for (int i = 0; i < count; i++) to[i] = value + (int64_t)(scale * i);
    }
    return OK;
}
CUresult cuLaunchCooperativeKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
                                   unsigned bz, unsigned shared, void *stream, void **params) {
    ALIVE;
    if (gx > 4096) return TOO_LARGE;
    (*(int **)params[0])[1] = gx; /* every block saw all others arrive */
    return OK;
}

/* for the test alone */
int fakeLive(void) { return live; }
