// The kernel of the pool, beside that of the pinned actors: first the blocks of feeders, a ring from the host for each warp,
// then those of workers.

static constexpr rk_u32 kPoolWarps = RK_POOL_THREADS / RK_LANES;

extern "C" __global__ void __launch_bounds__(RK_POOL_THREADS, 4) rk_pool_kernel(const RkPoolParams p) {
    rk_u32 warp = threadIdx.x / RK_LANES;
    rk_u32 feeders = (p.ringCount + kPoolWarps - 1) / kPoolWarps;
    if (blockIdx.x < feeders) {
        rk_u32 ring = blockIdx.x * kPoolWarps + warp;
        if (ring < p.ringCount) {
            RkPoolFeeder(p, ring, rk_shared + warp * kPoolWindow * RK_SLOT_TAGGED_BYTES).run();
        }
    } else {
        rk_u32 outboxBytes = RK_LANES * p.slotBytes + RK_SLOT_TAGGED_BYTES;
        RkPoolWorker(p, blockIdx.x - feeders, rk_shared + warp * outboxBytes).run();
    }
}
