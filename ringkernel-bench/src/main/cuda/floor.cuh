// What both floors share: error checks, options, and one JSON line as the result.
#pragma once
#include <cuda_runtime.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

typedef unsigned long long u64;
typedef unsigned int u32;

#define CHECK(call)                                                                                  \
    do {                                                                                             \
        cudaError_t rc_ = (call);                                                                    \
        if (rc_ != cudaSuccess) {                                                                    \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, cudaGetErrorString(rc_)); \
            _Exit(1);                                                                                \
        }                                                                                            \
    } while (0)

static inline double nanos() {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Ends the process at once, which also ends its kernels: a floor never waits for ever.
[[noreturn]] static inline void give_up(const char* what) {
    fprintf(stderr, "%s\n", what);
    _Exit(3);
}

static inline const char* option(int argc, char** argv, const char* name, const char* otherwise) {
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], name) == 0) return argv[i + 1];
    }
    return otherwise;
}

static inline u64 option(int argc, char** argv, const char* name, u64 otherwise) {
    const char* text = option(argc, argv, name, (const char*)nullptr);
    return text == nullptr ? otherwise : strtoull(text, nullptr, 10);
}

// Host memory that the device sees, zeroed. The device's address goes to *device.
template <typename T> static T* pinned(size_t count, T** device) {
    void* host;
    CHECK(cudaHostAlloc(&host, count * sizeof(T), cudaHostAllocMapped));
    memset(host, 0, count * sizeof(T));
    CHECK(cudaHostGetDevicePointer((void**)device, host, 0));
    return (T*)host;
}
