// The floor under `tell`: 64-byte messages from host threads through rings in pinned memory, each ring consumed and
// checked by one block of a resident kernel. Every 16-byte granule of a message carries its sequence number, which the
// block compares, and a value, which it sums; the host knows the sum.
//
//   stream64 [--method loads|bulk] [--count N] [--rings N] [--producers N] [--capacity N] [--batch N]
//
// loads: 1,024 threads read the ring in place, four 16-byte loads each in flight.
// bulk:  one thread keeps bulk asynchronous copies into shared memory in flight; eight warps check what has arrived.
// Prints one line of JSON.
#include "floor.cuh"

#include <emmintrin.h>

#include <atomic>
#include <thread>
#include <vector>

static constexpr u64 kPrime = 0x9e3779b97f4a7c15ull;
static constexpr u64 kPatienceNanos = 10000000000ull;

// One writer a line: the host writes tail, the device head and ready.
struct Control {
    alignas(128) u64 tail;
    alignas(128) u64 head;
    alignas(128) u64 ready;
};

struct Verdict {
    u64 sum;
    u64 bad;
    u64 gave_up;
};

__device__ __forceinline__ u64 load_word(const u64* p) {
    u64 v;
    asm volatile("ld.relaxed.sys.global.u64 %0,[%1];" : "=l"(v) : "l"(p) : "memory");
    return v;
}

__device__ __forceinline__ void store_word(u64* p, u64 v) {
    asm volatile("st.relaxed.sys.global.u64 [%0],%1;" ::"l"(p), "l"(v) : "memory");
}

__device__ __forceinline__ void fence_system() { asm volatile("fence.acq_rel.sys;" ::: "memory"); }

__device__ __forceinline__ u64 clock_nanos() {
    u64 t;
    asm volatile("mov.u64 %0,%globaltimer;" : "=l"(t));
    return t;
}

// Waits for the producer to pass `position`; returns its tail, or `position` if nothing came for too long.
__device__ u64 await_tail(const u64* tail, u64 position) {
    u64 start = 0;
    for (u32 spins = 0;; spins++) {
        u64 seen = load_word(tail);
        if (seen != position) {
            fence_system();
            return seen;
        }
        if ((spins & 0xfff) == 0xfff) {
            u64 now = clock_nanos();
            if (start == 0) start = now;
            if (now - start > kPatienceNanos) return position;
        }
    }
}

__device__ void report(Verdict* verdict, u64 sum, u64 bad) {
    atomicAdd(&verdict->sum, sum);
    atomicAdd(&verdict->bad, bad);
}

__global__ void __launch_bounds__(1024) consume_loads(Control* controls, const ulonglong2* rings, u64 capacity, u64 total,
                                                      Verdict* verdict) {
    constexpr int kInFlight = 4;
    Control* control = controls + blockIdx.x;
    const ulonglong2* ring = rings + blockIdx.x * capacity * 4;
    u64 mask = capacity * 4 - 1;
    __shared__ u64 shared_tail;
    u64 head = 0, sum = 0, bad = 0;
    if (threadIdx.x == 0) store_word(&control->ready, 1);
    while (head < total) {
        if (threadIdx.x == 0) shared_tail = await_tail(&control->tail, head);
        __syncthreads();
        u64 tail = shared_tail;
        if (tail == head) {
            if (threadIdx.x == 0) atomicAdd(&verdict->gave_up, 1ull);
            break;
        }
        for (u64 base = head * 4; base < tail * 4; base += (u64)blockDim.x * kInFlight) {
            ulonglong2 v[kInFlight];
#pragma unroll
            for (int k = 0; k < kInFlight; k++) {
                u64 i = base + k * blockDim.x + threadIdx.x;
                if (i < tail * 4) {
                    asm volatile("ld.relaxed.sys.global.v2.u64 {%0,%1},[%2];"
                                 : "=l"(v[k].x), "=l"(v[k].y)
                                 : "l"(ring + (i & mask)));
                }
            }
#pragma unroll
            for (int k = 0; k < kInFlight; k++) {
                u64 i = base + k * blockDim.x + threadIdx.x;
                if (i < tail * 4) {
                    bad += v[k].x != (i >> 2);
                    sum += v[k].y;
                }
            }
        }
        __syncthreads();
        head = tail;
        if (threadIdx.x == 0) {
            fence_system();
            store_word(&control->head, head);
        }
    }
    report(verdict, sum, bad);
}

// ---- bulk copies ------------------------------------------------------------------------------------------------

static constexpr u32 kChunk = 128;       // messages a stage
static constexpr u32 kStages = 16;
static constexpr u32 kCheckers = 8;      // warps
static constexpr u32 kStop = ~0u;
static constexpr u32 kBulkBytes = kStages * kChunk * 64;

__device__ __forceinline__ u32 shared_address(const void* p) { return (u32)__cvta_generic_to_shared(p); }

__device__ __forceinline__ void barrier_init(u64* b, u32 arrivals) {
    asm volatile("mbarrier.init.shared::cta.b64 [%0],%1;" ::"r"(shared_address(b)), "r"(arrivals));
}

__device__ __forceinline__ void barrier_expect(u64* b, u32 bytes) {
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _,[%0],%1;" ::"r"(shared_address(b)), "r"(bytes) : "memory");
}

__device__ __forceinline__ void barrier_arrive(u64* b) {
    asm volatile("mbarrier.arrive.shared::cta.b64 _,[%0];" ::"r"(shared_address(b)) : "memory");
}

__device__ __forceinline__ void barrier_wait(u64* b, u32 parity) {
    u32 done = 0;
    do {
        asm volatile(
            "{.reg .pred p; mbarrier.try_wait.parity.shared::cta.b64 p,[%1],%2; selp.u32 %0,1,0,p;}"
            : "=r"(done)
            : "r"(shared_address(b)), "r"(parity)
            : "memory");
    } while (!done);
}

__device__ __forceinline__ void copy_in(void* to, const void* from, u32 bytes, u64* barrier) {
    asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%0],[%1],%2,[%3];" ::"r"(
                     shared_address(to)),
                 "l"(from), "r"(bytes), "r"(shared_address(barrier))
                 : "memory");
}

__global__ void consume_bulk(Control* controls, const ulonglong2* rings, u64 capacity, u64 total, Verdict* verdict) {
    extern __shared__ __align__(128) ulonglong2 stages[];
    __shared__ u64 full[kStages], empty[kStages];
    __shared__ u32 messages[kStages];
    Control* control = controls + blockIdx.x;
    const ulonglong2* ring = rings + blockIdx.x * capacity * 4;
    if (threadIdx.x == 0) {
        for (u32 s = 0; s < kStages; s++) {
            barrier_init(full + s, 1);
            barrier_init(empty + s, kCheckers);
        }
        asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
    }
    __syncthreads();
    u32 warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    if (warp == kCheckers) {  // the last warp copies
        if (lane != 0) return;
        store_word(&control->ready, 1);
        u64 position = 0, tail = 0;
        for (u64 step = 0; position < total; step++) {
            u32 s = step % kStages;
            if (tail == position) {
                tail = await_tail(&control->tail, position);
                asm volatile("fence.proxy.async.global;" ::: "memory");
            }
            if (step >= kStages) barrier_wait(empty + s, (step / kStages - 1) & 1);
            if (tail == position) {
                atomicAdd(&verdict->gave_up, 1ull);
                messages[s] = kStop;
                barrier_arrive(full + s);
                return;
            }
            u64 index = position & (capacity - 1);
            u32 count = (u32)min(min(tail - position, (u64)kChunk), capacity - index);
            messages[s] = count;
            barrier_expect(full + s, count * 64);
            copy_in(stages + s * kChunk * 4, ring + index * 4, count * 64, full + s);
            position += count;
        }
        return;
    }
    u64 head = 0, sum = 0, bad = 0;
    for (u64 step = 0; head < total; step++) {
        u32 s = step % kStages;
        barrier_wait(full + s, (step / kStages) & 1);
        u32 count = messages[s];
        if (count == kStop) break;
        if (threadIdx.x == 0) store_word(&control->head, head + count);  // the copy has left the ring
        for (u32 i = threadIdx.x; i < count * 4; i += kCheckers * 32) {
            ulonglong2 v = stages[s * kChunk * 4 + i];
            bad += v.x != head + i / 4;
            sum += v.y;
        }
        __syncwarp();
        if (lane == 0) barrier_arrive(empty + s);
        head += count;
    }
    report(verdict, sum, bad);
}

// ---- host -------------------------------------------------------------------------------------------------------

struct Ring {
    Control* control;
    u64* slots;
    u64 tail = 0;
    u64 seen_head = 0;
};

static inline u64 acquire(const u64* p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }

// Fills its rings in turn, a batch at a time, and passes over one that is full.
static void produce(std::vector<Ring>& rings, size_t first, size_t step, u64 capacity, u64 total, u64 batch) {
    size_t open = (rings.size() - first + step - 1) / step;
    double progressed = nanos();
    for (u64 turn = 0; open > 0; turn++) {
        bool any = false;
        for (size_t r = first; r < rings.size(); r += step) {
            Ring& ring = rings[r];
            if (ring.tail == total) continue;
            u64 n = total - ring.tail < batch ? total - ring.tail : batch;
            if (ring.tail + n - ring.seen_head > capacity) {
                ring.seen_head = acquire(&ring.control->head);
                if (ring.tail + n - ring.seen_head > capacity) continue;
            }
            for (u64 k = 0; k < n; k++) {
                u64 sequence = ring.tail + k;
                __m128i* slot = (__m128i*)(ring.slots + (sequence & (capacity - 1)) * 8);
                for (u64 g = 0; g < 4; g++) {
                    _mm_store_si128(slot + g, _mm_set_epi64x((long long)(sequence * kPrime + g), (long long)sequence));
                }
            }
            ring.tail += n;
            __atomic_store_n(&ring.control->tail, ring.tail, __ATOMIC_RELEASE);
            open -= ring.tail == total;
            any = true;
        }
        if (any) {
            if ((turn & 0xff) == 0) progressed = nanos();
        } else if ((turn & 0xffff) == 0 && nanos() - progressed > 20e9) {
            give_up("stream64: the ring stayed full for 20 s");
        }
    }
}

int main(int argc, char** argv) {
    const char* method = option(argc, argv, "--method", "bulk");
    u64 total = option(argc, argv, "--count", (u64)100000000);
    u64 blocks = option(argc, argv, "--rings", (u64)1);
    u64 producers = option(argc, argv, "--producers", (u64)1);
    u64 capacity = option(argc, argv, "--capacity", (u64)65536);
    u64 batch = option(argc, argv, "--batch", (u64)256);
    bool bulk = strcmp(method, "bulk") == 0;
    if (!bulk && strcmp(method, "loads") != 0) give_up("--method must be loads or bulk");
    if (capacity < batch || (capacity & (capacity - 1)) != 0) give_up("--capacity must be a power of two and hold a batch");
    if (total == 0 || blocks == 0 || producers == 0 || producers > blocks) give_up("at least one message and one ring a producer");

    Control* device_controls;
    Control* controls = pinned<Control>(blocks, &device_controls);
    u64* device_slots;
    u64* slots = pinned<u64>(blocks * capacity * 8, &device_slots);
    Verdict* verdict;
    CHECK(cudaMalloc(&verdict, sizeof(Verdict)));
    CHECK(cudaMemset(verdict, 0, sizeof(Verdict)));
    CHECK(cudaFuncSetAttribute(consume_bulk, cudaFuncAttributeMaxDynamicSharedMemorySize, kBulkBytes));
    const ulonglong2* device_rings = (const ulonglong2*)device_slots;
    if (bulk) {
        consume_bulk<<<(u32)blocks, (kCheckers + 1) * 32, kBulkBytes>>>(device_controls, device_rings, capacity, total, verdict);
    } else {
        consume_loads<<<(u32)blocks, 1024>>>(device_controls, device_rings, capacity, total, verdict);
    }
    CHECK(cudaGetLastError());

    std::vector<Ring> rings(blocks);
    double launched = nanos();
    for (u64 r = 0; r < blocks; r++) {
        rings[r].control = controls + r;
        rings[r].slots = slots + r * capacity * 8;
        while (acquire(&controls[r].ready) == 0) {
            if (nanos() - launched > 10e9) give_up("stream64: the kernel did not start within 10 s");
        }
    }
    double start = nanos();
    std::vector<std::thread> threads;
    for (u64 p = 1; p < producers; p++) {
        threads.emplace_back([&, p] { produce(rings, p, producers, capacity, total, batch); });
    }
    produce(rings, 0, producers, capacity, total, batch);
    for (std::thread& thread : threads) thread.join();
    double sent = nanos();
    for (u64 r = 0; r < blocks; r++) {
        while (acquire(&controls[r].head) != total) {
            if (nanos() - sent > 20e9) give_up("stream64: not all consumed within 20 s");
        }
    }
    CHECK(cudaDeviceSynchronize());
    double seconds = (nanos() - start) / 1e9;

    Verdict found;
    CHECK(cudaMemcpy(&found, verdict, sizeof(Verdict), cudaMemcpyDeviceToHost));
    u64 pairs = total % 2 == 0 ? total / 2 * (total - 1) : (total - 1) / 2 * total;  // 0 + 1 + ... + total - 1
    u64 expected = blocks * (4 * kPrime * pairs + 6 * total);
    bool right = found.sum == expected && found.bad == 0 && found.gave_up == 0;
    printf("{\"floor\":\"stream64\",\"method\":\"%s\",\"rings\":%llu,\"producers\":%llu,\"messages\":%llu,\"seconds\":%.6f,"
           "\"messagesPerSecond\":%.0f,\"bad\":%llu,\"sumRight\":%s}\n",
           method, blocks, producers, blocks * total, seconds, (double)(blocks * total) / seconds, found.bad,
           found.sum == expected ? "true" : "false");
    return right ? 0 : 1;
}
