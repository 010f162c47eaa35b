// The floor under `ask`: a 64-byte message from the host to one warp of a resident kernel and back. Four lanes move it
// with one access each way; payload and commit word travel together, so no fence is paid. Torn messages are counted.
//
//   echo64 [--warmup N] [--count N]      prints one line of JSON, times in nanoseconds
#include "floor.cuh"

#include <algorithm>
#include <vector>

__device__ __forceinline__ ulonglong2 load(const ulonglong2* p) {
    ulonglong2 v;
    asm volatile("ld.relaxed.sys.global.v2.u64 {%0,%1},[%2];" : "=l"(v.x), "=l"(v.y) : "l"(p) : "memory");
    return v;
}

__device__ __forceinline__ void store(ulonglong2* p, ulonglong2 v) {
    asm volatile("st.relaxed.sys.global.v2.u64 [%0],{%1,%2};" ::"l"(p), "l"(v.x), "l"(v.y) : "memory");
}

__global__ void echo(const ulonglong2* in, ulonglong2* out, u64 count, u64* torn) {
    u32 lane = threadIdx.x;
    u64 bad = 0;
    for (u64 i = 1; i <= count; i++) {
        ulonglong2 v = {0, 0};
        u64 commit;
        do {
            if (lane < 4) v = load(in + lane);
            commit = __shfl_sync(~0u, v.y, 3);
        } while (commit != i);
        if (lane < 4) {
            bad += (v.x != i) + (v.y != i);
            store(out + lane, v);
        }
        __syncwarp();
    }
    atomicAdd(torn, bad);
}

int main(int argc, char** argv) {
    u64 warmup = option(argc, argv, "--warmup", (u64)50000);
    u64 count = option(argc, argv, "--count", (u64)200000);
    if (count == 0) give_up("--count must be positive");
    u64* torn;
    CHECK(cudaMalloc(&torn, sizeof(u64)));
    CHECK(cudaMemset(torn, 0, sizeof(u64)));
    char* device;
    char* host = pinned<char>(4096, &device);
    echo<<<1, 32>>>((ulonglong2*)device, (ulonglong2*)(device + 2048), warmup + count, torn);
    CHECK(cudaGetLastError());

    volatile u64* in = (u64*)host;
    volatile u64* out = (u64*)(host + 2048);
    std::vector<float> times;
    times.reserve(count);
    u64 host_torn = 0;
    for (u64 i = 1; i <= warmup + count; i++) {
        double start = nanos();
        for (int k = 0; k < 7; k++) in[k] = i;
        __atomic_store_n((u64*)in + 7, i, __ATOMIC_RELEASE);
        for (u64 spins = 1; __atomic_load_n((u64*)out + 7, __ATOMIC_ACQUIRE) != i; spins++) {
            if ((spins & 0xfffff) == 0 && nanos() - start > 10e9) give_up("echo64: no answer within 10 s");
        }
        for (int k = 0; k < 7; k++) host_torn += out[k] != i;
        if (i > warmup) times.push_back((float)(nanos() - start));
    }
    CHECK(cudaDeviceSynchronize());
    u64 device_torn;
    CHECK(cudaMemcpy(&device_torn, torn, sizeof(u64), cudaMemcpyDeviceToHost));
    std::sort(times.begin(), times.end());
    auto at = [&](double share) { return times[std::min(times.size() - 1, (size_t)(times.size() * share))]; };
    printf("{\"floor\":\"echo64\",\"count\":%llu,\"p50\":%.0f,\"p90\":%.0f,\"p99\":%.0f,\"p99.9\":%.0f,\"max\":%.0f,"
           "\"torn\":%llu}\n",
           count, at(0.5), at(0.9), at(0.99), at(0.999), times.back(), host_torn + device_torn);
    return 0;
}
