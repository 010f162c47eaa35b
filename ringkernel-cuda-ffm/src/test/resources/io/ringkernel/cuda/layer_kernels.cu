// The kernels of the layer's tests. layer_kernels.ptx is made from this file, so that the tests need no compiler:
//   nvcc -arch=compute_75 -ptx layer_kernels.cu, then .version lowered to 6.4 and the comments at its head removed

extern "C" __device__ long long answer = 42;

// to[i] = value + (long long)(scale * i)
extern "C" __global__ void fill(long long *to, int count, long long value, double scale) {
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
        to[i] = value + (long long)(scale * i);
    }
}

// Writes where there is no memory.
extern "C" __global__ void fault(long long *unused) {
    *(volatile int *)16 = 1;
}

// Every block waits until all have arrived; counters[1] then counts those that saw all. Needs a cooperative launch.
extern "C" __global__ void meet(int *counters) {
    if (threadIdx.x == 0) {
        atomicAdd(&counters[0], 1);
        while (atomicAdd(&counters[0], 0) < (int)gridDim.x) {
        }
        atomicAdd(&counters[1], 1);
    }
}

// Stays until the host writes 1 to words[0]; tells the host that it runs through words[1].
extern "C" __global__ void reside(volatile int *words) {
    words[1] = 1;
    __threadfence_system();
    while (words[0] != 1) {
        __nanosleep(200);
    }
    words[1] = 2;
    __threadfence_system();
}
