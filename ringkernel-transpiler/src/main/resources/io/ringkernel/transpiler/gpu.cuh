// What kernels call beyond Java's arithmetic. Needs the rk_ types and java.cuh; no header. Device only, sm_80 or newer.
#ifndef RK_GPU_CUH
#define RK_GPU_CUH

// ---- arrays and faults

template <class T> struct RkArray {
  T* data;
  rk_i32 length;
};

// Where a launch reports the first thread that failed; in memory of the host.
struct RkKernelFault {
  rk_i32 site;
  rk_u32 block[3];
  rk_u32 thread[3];
  rk_u32 unused;
  rk_i64 a, b;
};

static __device__ __noinline__ void rk_report(RkKernelFault* record, rk_u32* claimed, rk_i32 site, rk_i64 a, rk_i64 b) {
  if (atomicCAS(claimed, 0u, 1u) != 0u) return;
  record->block[0] = blockIdx.x;
  record->block[1] = blockIdx.y;
  record->block[2] = blockIdx.z;
  record->thread[0] = threadIdx.x;
  record->thread[1] = threadIdx.y;
  record->thread[2] = threadIdx.z;
  record->a = a;
  record->b = b;
  record->site = site;
  __threadfence_system();
}

struct RkKernelContext {
  RkKernelFault* record;
  rk_u32* claimed;
  rk_i32 site;
  __device__ __forceinline__ bool failed() const { return site != 0; }
  __device__ __forceinline__ void fault(rk_i32 s, rk_i64 a, rk_i64 b) {
    site = s;
    rk_report(record, claimed, s, a, b);
  }
};

// ---- registers

#define RK_REGISTER_U32(name, reg) \
  RK_DEVICE rk_i32 name() { rk_u32 v; asm("mov.u32 %0, %%" reg ";" : "=r"(v)); return (rk_i32)v; }
RK_REGISTER_U32(rk_lane_id, "laneid")
RK_REGISTER_U32(rk_smid, "smid")
RK_REGISTER_U32(rk_lanemask_eq, "lanemask_eq")
RK_REGISTER_U32(rk_lanemask_lt, "lanemask_lt")
RK_REGISTER_U32(rk_lanemask_le, "lanemask_le")
RK_REGISTER_U32(rk_lanemask_gt, "lanemask_gt")
RK_REGISTER_U32(rk_lanemask_ge, "lanemask_ge")
RK_DEVICE rk_i32 rk_thread_rank() {
  return (rk_i32)((threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x);
}
RK_DEVICE rk_i64 rk_globaltimer() { rk_u64 t; asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(t)); return (rk_i64)t; }
RK_DEVICE void rk_nanosleep(rk_i32 nanos) { __nanosleep((rk_u32)nanos); }

// ---- warps: a butterfly, so that every thread has the same result

#define RK_FULL_MASK 0xffffffffu
#define RK_BUTTERFLY(name, type, combine) \
  RK_DEVICE type name(type a) { \
    for (int distance = 16; distance > 0; distance /= 2) { \
      type b = __shfl_xor_sync(RK_FULL_MASK, a, distance); \
      a = combine; \
    } \
    return a; \
  }
RK_BUTTERFLY(rk_warp_add_i64, rk_i64, rk_add_i64(a, b))
RK_BUTTERFLY(rk_warp_add_f32, rk_f32, a + b)
RK_BUTTERFLY(rk_warp_add_f64, rk_f64, a + b)
RK_BUTTERFLY(rk_warp_min_i64, rk_i64, rk_min_i64(a, b))
RK_BUTTERFLY(rk_warp_min_f32, rk_f32, rk_min_f32(a, b))
RK_BUTTERFLY(rk_warp_min_f64, rk_f64, rk_min_f64(a, b))
RK_BUTTERFLY(rk_warp_max_i64, rk_i64, rk_max_i64(a, b))
RK_BUTTERFLY(rk_warp_max_f32, rk_f32, rk_max_f32(a, b))
RK_BUTTERFLY(rk_warp_max_f64, rk_f64, rk_max_f64(a, b))
RK_BUTTERFLY(rk_warp_and_i64, rk_i64, a & b)
RK_BUTTERFLY(rk_warp_or_i64, rk_i64, a | b)
RK_BUTTERFLY(rk_warp_xor_i64, rk_i64, a ^ b)
RK_DEVICE rk_i32 rk_match_all_i32(rk_i32 a) { int same; return (rk_i32)__match_all_sync(RK_FULL_MASK, a, &same); }
RK_DEVICE rk_i32 rk_match_all_i64(rk_i64 a) { int same; return (rk_i32)__match_all_sync(RK_FULL_MASK, a, &same); }

// ---- bits

RK_DEVICE rk_i32 rk_dot4(rk_i32 a, rk_i32 b, rk_i32 c) { rk_i32 d; asm("dp4a.s32.s32 %0, %1, %2, %3;" : "=r"(d) : "r"(a), "r"(b), "r"(c)); return d; }
RK_DEVICE rk_i32 rk_dot4_unsigned(rk_i32 a, rk_i32 b, rk_i32 c) { rk_i32 d; asm("dp4a.u32.u32 %0, %1, %2, %3;" : "=r"(d) : "r"(a), "r"(b), "r"(c)); return d; }
RK_DEVICE rk_i32 rk_extract(rk_i32 a, rk_i32 from, rk_i32 count) { rk_i32 d; asm("bfe.s32 %0, %1, %2, %3;" : "=r"(d) : "r"(a), "r"(from & 31), "r"(count & 31)); return d; }
RK_DEVICE rk_i32 rk_extract_unsigned(rk_i32 a, rk_i32 from, rk_i32 count) { rk_i32 d; asm("bfe.u32 %0, %1, %2, %3;" : "=r"(d) : "r"(a), "r"(from & 31), "r"(count & 31)); return d; }
RK_DEVICE rk_i32 rk_insert(rk_i32 bits, rk_i32 a, rk_i32 from, rk_i32 count) { rk_i32 d; asm("bfi.b32 %0, %1, %2, %3, %4;" : "=r"(d) : "r"(bits), "r"(a), "r"(from & 31), "r"(count & 31)); return d; }

// ---- floating point to integer, rounded: limited to the range, NaN gives 0

RK_DEVICE rk_i32 rk_to_i32_rn_f32(rk_f32 a) { return a != a ? 0 : __float2int_rn(a); }
RK_DEVICE rk_i32 rk_to_i32_ru_f32(rk_f32 a) { return a != a ? 0 : __float2int_ru(a); }
RK_DEVICE rk_i32 rk_to_i32_rd_f32(rk_f32 a) { return a != a ? 0 : __float2int_rd(a); }
RK_DEVICE rk_i32 rk_to_i32_rn_f64(rk_f64 a) { return a != a ? 0 : __double2int_rn(a); }
RK_DEVICE rk_i32 rk_to_i32_ru_f64(rk_f64 a) { return a != a ? 0 : __double2int_ru(a); }
RK_DEVICE rk_i32 rk_to_i32_rd_f64(rk_f64 a) { return a != a ? 0 : __double2int_rd(a); }
RK_DEVICE rk_i64 rk_to_i64_rn_f32(rk_f32 a) { return a != a ? 0 : __float2ll_rn(a); }
RK_DEVICE rk_i64 rk_to_i64_ru_f32(rk_f32 a) { return a != a ? 0 : __float2ll_ru(a); }
RK_DEVICE rk_i64 rk_to_i64_rd_f32(rk_f32 a) { return a != a ? 0 : __float2ll_rd(a); }
RK_DEVICE rk_i64 rk_to_i64_rn_f64(rk_f64 a) { return a != a ? 0 : __double2ll_rn(a); }
RK_DEVICE rk_i64 rk_to_i64_ru_f64(rk_f64 a) { return a != a ? 0 : __double2ll_ru(a); }
RK_DEVICE rk_i64 rk_to_i64_rd_f64(rk_f64 a) { return a != a ? 0 : __double2ll_rd(a); }

// ---- loads and stores with an order and a scope

#define RK_LOAD(name, type, constraint, form) \
  RK_DEVICE type name(const type* p) { type v; asm volatile("ld." form " %0, [%1];" : constraint(v) : "l"(p) : "memory"); return v; }
#define RK_STORE(name, type, constraint, form) \
  RK_DEVICE void name(type* p, type v) { asm volatile("st." form " [%0], %1;" : : "l"(p), constraint(v) : "memory"); }
#define RK_ORDERED(suffix, scope) \
  RK_LOAD(rk_load_relaxed_i32##suffix, rk_i32, "=r", "relaxed." scope ".b32") \
  RK_LOAD(rk_load_relaxed_i64##suffix, rk_i64, "=l", "relaxed." scope ".b64") \
  RK_LOAD(rk_load_acquire_i32##suffix, rk_i32, "=r", "acquire." scope ".b32") \
  RK_LOAD(rk_load_acquire_i64##suffix, rk_i64, "=l", "acquire." scope ".b64") \
  RK_STORE(rk_store_relaxed_i32##suffix, rk_i32, "r", "relaxed." scope ".b32") \
  RK_STORE(rk_store_relaxed_i64##suffix, rk_i64, "l", "relaxed." scope ".b64") \
  RK_STORE(rk_store_release_i32##suffix, rk_i32, "r", "release." scope ".b32") \
  RK_STORE(rk_store_release_i64##suffix, rk_i64, "l", "release." scope ".b64")
RK_ORDERED(_block, "cta")
RK_ORDERED(_device, "gpu")
RK_ORDERED(_system, "sys")

#endif
