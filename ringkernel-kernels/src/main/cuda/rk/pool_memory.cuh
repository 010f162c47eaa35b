// What the pool needs beyond memory.cuh: atomics of device memory, and the lanes of a warp. A test compiles the pool for the
// host with another text in the place of these two, where the lanes of a warp are one thread.
//
// "Fenced" accesses are relaxed here and get their order from an explicit rk_fence_device() before a publication, or behind
// an observation, so that one fence serves a whole warp. The host's version knows no fences: there each of them carries its
// order itself, release for what writes and acquire for what reads.

#define RK_LANES 32

RK_DEVICE rk_u32 rk_lane() { return threadIdx.x % RK_LANES; }
RK_DEVICE rk_u32 rk_ballot(bool mine) { return __ballot_sync(~0u, mine); }
RK_DEVICE rk_u64 rk_broadcast(rk_u64 value, rk_u32 from) { return __shfl_sync(~0u, value, (int)from); }
RK_DEVICE void rk_sync() { __syncwarp(); }
RK_DEVICE rk_u32 rk_count(rk_u32 mask) { return (rk_u32)__popc(mask); }
RK_DEVICE rk_u32 rk_first(rk_u32 mask) { return (rk_u32)__ffs((int)mask) - 1; }

RK_DEVICE void rk_fence_device() {
    asm volatile("fence.acq_rel.gpu;" ::: "memory");
}

RK_DEVICE rk_u64 rk_load_device_fenced(const rk_u64* word) { return rk_load_device_relaxed(word); }

RK_DEVICE void rk_store_device_fenced(rk_u64* word, rk_u64 value) {
    asm volatile("st.relaxed.gpu.global.u64 [%0], %1;" :: "l"(word), "l"(value) : "memory");
}

RK_DEVICE rk_u64 rk_exchange_device_fenced(rk_u64* word, rk_u64 value) {
    rk_u64 old;
    asm volatile("atom.relaxed.gpu.global.exch.b64 %0, [%1], %2;" : "=l"(old) : "l"(word), "l"(value) : "memory");
    return old;
}

RK_DEVICE rk_u64 rk_compare_exchange_device_fenced(rk_u64* word, rk_u64 expected, rk_u64 value) {
    rk_u64 old;
    asm volatile("atom.relaxed.gpu.global.cas.b64 %0, [%1], %2, %3;"
                 : "=l"(old) : "l"(word), "l"(expected), "l"(value) : "memory");
    return old;
}

RK_DEVICE rk_u64 rk_add_device_fenced(rk_u64* word, rk_u64 value) {
    rk_u64 old;
    asm volatile("atom.relaxed.gpu.global.add.u64 %0, [%1], %2;" : "=l"(old) : "l"(word), "l"(value) : "memory");
    return old;
}
