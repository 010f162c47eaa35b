// Ordered access to memory that others write: the only place with PTX for loads, stores, fences and bulk copies.
// Scopes: "system" words are shared with the host, "device" words among the blocks of this GPU.

RK_DEVICE rk_u64 rk_load_system_relaxed(const rk_u64* word) {
    rk_u64 value;
    asm volatile("ld.relaxed.sys.global.u64 %0, [%1];" : "=l"(value) : "l"(word) : "memory");
    return value;
}

RK_DEVICE RkGranule rk_load_system_relaxed(const RkGranule* granule) {
    RkGranule value;
    asm volatile("ld.relaxed.sys.global.v2.u64 {%0, %1}, [%2];"
                 : "=l"(value.low), "=l"(value.high) : "l"(granule) : "memory");
    return value;
}

RK_DEVICE void rk_store_system_relaxed(rk_u64* word, rk_u64 value) {
    asm volatile("st.relaxed.sys.global.u64 [%0], %1;" :: "l"(word), "l"(value) : "memory");
}

RK_DEVICE void rk_store_system_relaxed(RkGranule* granule, RkGranule value) {
    asm volatile("st.relaxed.sys.global.v2.u64 [%0], {%1, %2};"
                 :: "l"(granule), "l"(value.low), "l"(value.high) : "memory");
}

RK_DEVICE void rk_store_system_release(rk_u64* word, rk_u64 value) {
    asm volatile("st.release.sys.global.u64 [%0], %1;" :: "l"(word), "l"(value) : "memory");
}

RK_DEVICE rk_u64 rk_load_device_relaxed(const rk_u64* word) {
    rk_u64 value;
    asm volatile("ld.relaxed.gpu.global.u64 %0, [%1];" : "=l"(value) : "l"(word) : "memory");
    return value;
}

RK_DEVICE void rk_store_device_release(rk_u64* word, rk_u64 value) {
    asm volatile("st.release.gpu.global.u64 [%0], %1;" :: "l"(word), "l"(value) : "memory");
}

RK_DEVICE void rk_fence_system() {
    asm volatile("fence.acq_rel.sys;" ::: "memory");
}

RK_DEVICE rk_u64 rk_nanoseconds() {
    rk_u64 now;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
    return now;
}

RK_DEVICE void rk_sleep(rk_u32 nanoseconds) {
    asm volatile("nanosleep.u32 %0;" :: "r"(nanoseconds));
}

// Barriers in shared memory: so many arrivals complete a phase, and whoever waits names the phase by its parity. What a
// thread did before it arrived is visible to those that waited. The phase before the first counts as complete, with parity 1.

RK_DEVICE rk_u32 rk_shared_address(const void* shared) {
    return (rk_u32)__cvta_generic_to_shared(shared);
}

RK_DEVICE void rk_barrier_init(rk_u64* barrier, rk_u32 arrivals) {
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" :: "r"(rk_shared_address(barrier)), "r"(arrivals) : "memory");
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}

RK_DEVICE void rk_barrier_arrive(rk_u64* barrier) {
    asm volatile("mbarrier.arrive.release.cta.shared::cta.b64 _, [%0];" :: "r"(rk_shared_address(barrier)) : "memory");
}

RK_DEVICE void rk_barrier_wait(rk_u64* barrier, rk_u32 parity) {
    rk_u32 done;
    do {
        asm volatile("{\n\t.reg .pred p;\n\t"
                     "mbarrier.try_wait.parity.acquire.cta.shared::cta.b64 p, [%1], %2;\n\t"
                     "selp.u32 %0, 1, 0, p;\n\t}"
                     : "=r"(done) : "r"(rk_shared_address(barrier)), "r"(parity) : "memory");
    } while (!done);
}

// Bulk asynchronous copies into shared memory: the arrival and the last byte together complete the barrier's phase.

// The copy engine is another proxy: each thread that touched a buffer by ordinary accesses calls this before the copy that
// overwrites it is started.
RK_DEVICE void rk_copy_fence() {
    asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

RK_DEVICE void rk_copy_start(void* shared, const void* global, rk_u32 bytes, rk_u64* barrier) {
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;"
                 :: "r"(rk_shared_address(barrier)), "r"(bytes) : "memory");
    asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1], %2, [%3];"
                 :: "r"(rk_shared_address(shared)), "l"(global), "r"(bytes), "r"(rk_shared_address(barrier))
                 : "memory");
}
