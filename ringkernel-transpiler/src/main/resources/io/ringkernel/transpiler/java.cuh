// Java's arithmetic in C++: what the language leaves undefined or defines otherwise, as JLS 4.2, 5.1 and 15 demand.
// Needs the rk_ types; no header. Compile with --fmad=false (device) or -ffp-contract=off (host), never with fast math.
#ifndef RK_JAVA_CUH
#define RK_JAVA_CUH

#ifdef __CUDACC__
#pragma nv_diag_suppress 177  // most actors use few of these functions
#endif

#ifndef RK_DEVICE
#ifdef __CUDACC__
#define RK_DEVICE static __device__ __forceinline__
#else
#define RK_DEVICE static inline
#endif
#endif

// ---- arrays

template <class T, int N>
struct rk_row {
  typedef T type[N];
};
template <class T, int N>
RK_DEVICE void rk_clear(T (&to)[N]) {
  for (int i = 0; i < N; i++) to[i] = T();
}
template <class T, int N, int M>
RK_DEVICE void rk_clear(T (&to)[N][M]) {
  for (int i = 0; i < N; i++) rk_clear(to[i]);
}
template <class T, int N>
RK_DEVICE void rk_copy(T (&to)[N], const T* from) {
  for (int i = 0; i < N; i++) to[i] = from[i];
}

// ---- bits

#ifdef __CUDACC__
RK_DEVICE rk_i32 rk_f32_to_raw_bits(rk_f32 a) { return __float_as_int(a); }
RK_DEVICE rk_i64 rk_f64_to_raw_bits(rk_f64 a) { return __double_as_longlong(a); }
RK_DEVICE rk_f32 rk_bits_to_f32(rk_i32 a) { return __int_as_float(a); }
RK_DEVICE rk_f64 rk_bits_to_f64(rk_i64 a) { return __longlong_as_double(a); }
#else
RK_DEVICE rk_i32 rk_f32_to_raw_bits(rk_f32 a) { rk_i32 b; __builtin_memcpy(&b, &a, 4); return b; }
RK_DEVICE rk_i64 rk_f64_to_raw_bits(rk_f64 a) { rk_i64 b; __builtin_memcpy(&b, &a, 8); return b; }
RK_DEVICE rk_f32 rk_bits_to_f32(rk_i32 a) { rk_f32 b; __builtin_memcpy(&b, &a, 4); return b; }
RK_DEVICE rk_f64 rk_bits_to_f64(rk_i64 a) { rk_f64 b; __builtin_memcpy(&b, &a, 8); return b; }
#endif
RK_DEVICE rk_i32 rk_f32_to_bits(rk_f32 a) { return a != a ? 0x7fc00000 : rk_f32_to_raw_bits(a); }
RK_DEVICE rk_i64 rk_f64_to_bits(rk_f64 a) { return a != a ? 0x7ff8000000000000ll : rk_f64_to_raw_bits(a); }

// ---- integers: arithmetic wraps around, shift counts are masked

RK_DEVICE rk_i32 rk_add_i32(rk_i32 a, rk_i32 b) { return (rk_i32)((rk_u32)a + (rk_u32)b); }
RK_DEVICE rk_i64 rk_add_i64(rk_i64 a, rk_i64 b) { return (rk_i64)((rk_u64)a + (rk_u64)b); }
RK_DEVICE rk_i32 rk_sub_i32(rk_i32 a, rk_i32 b) { return (rk_i32)((rk_u32)a - (rk_u32)b); }
RK_DEVICE rk_i64 rk_sub_i64(rk_i64 a, rk_i64 b) { return (rk_i64)((rk_u64)a - (rk_u64)b); }
RK_DEVICE rk_i32 rk_mul_i32(rk_i32 a, rk_i32 b) { return (rk_i32)((rk_u32)a * (rk_u32)b); }
RK_DEVICE rk_i64 rk_mul_i64(rk_i64 a, rk_i64 b) { return (rk_i64)((rk_u64)a * (rk_u64)b); }
RK_DEVICE rk_i32 rk_neg_i32(rk_i32 a) { return (rk_i32)(0u - (rk_u32)a); }
RK_DEVICE rk_i64 rk_neg_i64(rk_i64 a) { return (rk_i64)(0ull - (rk_u64)a); }
RK_DEVICE rk_i32 rk_div_i32(rk_i32 a, rk_i32 b) { return b == -1 ? rk_neg_i32(a) : a / b; }
RK_DEVICE rk_i64 rk_div_i64(rk_i64 a, rk_i64 b) { return b == -1 ? rk_neg_i64(a) : a / b; }
RK_DEVICE rk_i32 rk_rem_i32(rk_i32 a, rk_i32 b) { return b == -1 ? 0 : a % b; }
RK_DEVICE rk_i64 rk_rem_i64(rk_i64 a, rk_i64 b) { return b == -1 ? 0 : a % b; }
RK_DEVICE rk_i32 rk_shl_i32(rk_i32 a, rk_i32 n) { return (rk_i32)((rk_u32)a << (n & 31)); }
RK_DEVICE rk_i64 rk_shl_i64(rk_i64 a, rk_i32 n) { return (rk_i64)((rk_u64)a << (n & 63)); }
RK_DEVICE rk_i32 rk_shr_i32(rk_i32 a, rk_i32 n) { return a >> (n & 31); }
RK_DEVICE rk_i64 rk_shr_i64(rk_i64 a, rk_i32 n) { return a >> (n & 63); }
RK_DEVICE rk_i32 rk_ushr_i32(rk_i32 a, rk_i32 n) { return (rk_i32)((rk_u32)a >> (n & 31)); }
RK_DEVICE rk_i64 rk_ushr_i64(rk_i64 a, rk_i32 n) { return (rk_i64)((rk_u64)a >> (n & 63)); }
RK_DEVICE rk_i32 rk_compare_i32(rk_i32 a, rk_i32 b) { return (a > b) - (a < b); }
RK_DEVICE rk_i32 rk_compare_i64(rk_i64 a, rk_i64 b) { return (a > b) - (a < b); }
RK_DEVICE rk_i32 rk_compare_unsigned_i32(rk_i32 a, rk_i32 b) { return ((rk_u32)a > (rk_u32)b) - ((rk_u32)a < (rk_u32)b); }
RK_DEVICE rk_i32 rk_compare_unsigned_i64(rk_i64 a, rk_i64 b) { return ((rk_u64)a > (rk_u64)b) - ((rk_u64)a < (rk_u64)b); }
RK_DEVICE rk_i32 rk_divide_unsigned_i32(rk_i32 a, rk_i32 b) { return (rk_i32)((rk_u32)a / (rk_u32)b); }
RK_DEVICE rk_i64 rk_divide_unsigned_i64(rk_i64 a, rk_i64 b) { return (rk_i64)((rk_u64)a / (rk_u64)b); }
RK_DEVICE rk_i32 rk_remainder_unsigned_i32(rk_i32 a, rk_i32 b) { return (rk_i32)((rk_u32)a % (rk_u32)b); }
RK_DEVICE rk_i64 rk_remainder_unsigned_i64(rk_i64 a, rk_i64 b) { return (rk_i64)((rk_u64)a % (rk_u64)b); }
RK_DEVICE rk_i64 rk_to_unsigned_i64(rk_i32 a) { return (rk_i64)(rk_u32)a; }
RK_DEVICE rk_i32 rk_abs_i32(rk_i32 a) { return a < 0 ? rk_neg_i32(a) : a; }
RK_DEVICE rk_i64 rk_abs_i64(rk_i64 a) { return a < 0 ? rk_neg_i64(a) : a; }
RK_DEVICE rk_i32 rk_min_i32(rk_i32 a, rk_i32 b) { return a <= b ? a : b; }
RK_DEVICE rk_i64 rk_min_i64(rk_i64 a, rk_i64 b) { return a <= b ? a : b; }
RK_DEVICE rk_i32 rk_max_i32(rk_i32 a, rk_i32 b) { return a >= b ? a : b; }
RK_DEVICE rk_i64 rk_max_i64(rk_i64 a, rk_i64 b) { return a >= b ? a : b; }
RK_DEVICE rk_i32 rk_signum_i32(rk_i32 a) { return (a > 0) - (a < 0); }
RK_DEVICE rk_i32 rk_signum_i64(rk_i64 a) { return (a > 0) - (a < 0); }
RK_DEVICE rk_i32 rk_floor_div_i32(rk_i32 a, rk_i32 b) {
  rk_i32 q = rk_div_i32(a, b);
  return (a ^ b) < 0 && rk_mul_i32(q, b) != a ? q - 1 : q;
}
RK_DEVICE rk_i64 rk_floor_div_i64(rk_i64 a, rk_i64 b) {
  rk_i64 q = rk_div_i64(a, b);
  return (a ^ b) < 0 && rk_mul_i64(q, b) != a ? q - 1 : q;
}
RK_DEVICE rk_i32 rk_floor_mod_i32(rk_i32 a, rk_i32 b) {
  rk_i32 r = rk_rem_i32(a, b);
  return (r ^ b) < 0 && r != 0 ? r + b : r;
}
RK_DEVICE rk_i64 rk_floor_mod_i64(rk_i64 a, rk_i64 b) {
  rk_i64 r = rk_rem_i64(a, b);
  return (r ^ b) < 0 && r != 0 ? r + b : r;
}

#ifdef __CUDACC__
RK_DEVICE rk_i32 rk_bit_count_i32(rk_i32 a) { return __popc((rk_u32)a); }
RK_DEVICE rk_i32 rk_bit_count_i64(rk_i64 a) { return __popcll((rk_u64)a); }
RK_DEVICE rk_i32 rk_leading_zeros_i32(rk_i32 a) { return __clz(a); }
RK_DEVICE rk_i32 rk_leading_zeros_i64(rk_i64 a) { return __clzll(a); }
RK_DEVICE rk_i32 rk_reverse_i32(rk_i32 a) { return (rk_i32)__brev((rk_u32)a); }
RK_DEVICE rk_i64 rk_reverse_i64(rk_i64 a) { return (rk_i64)__brevll((rk_u64)a); }
RK_DEVICE rk_i64 rk_multiply_high_i64(rk_i64 a, rk_i64 b) { return __mul64hi(a, b); }
#else
RK_DEVICE rk_i32 rk_bit_count_i32(rk_i32 a) { return __builtin_popcount((rk_u32)a); }
RK_DEVICE rk_i32 rk_bit_count_i64(rk_i64 a) { return __builtin_popcountll((rk_u64)a); }
RK_DEVICE rk_i32 rk_leading_zeros_i32(rk_i32 a) { return a == 0 ? 32 : __builtin_clz((rk_u32)a); }
RK_DEVICE rk_i32 rk_leading_zeros_i64(rk_i64 a) { return a == 0 ? 64 : __builtin_clzll((rk_u64)a); }
RK_DEVICE rk_i32 rk_reverse_i32(rk_i32 a) {
  rk_u32 r = 0;
  for (int i = 0; i < 32; i++) r |= (((rk_u32)a >> i) & 1u) << (31 - i);
  return (rk_i32)r;
}
RK_DEVICE rk_i64 rk_reverse_i64(rk_i64 a) {
  rk_u64 r = 0;
  for (int i = 0; i < 64; i++) r |= (((rk_u64)a >> i) & 1ull) << (63 - i);
  return (rk_i64)r;
}
RK_DEVICE rk_i64 rk_multiply_high_i64(rk_i64 a, rk_i64 b) { return (rk_i64)(((__int128)a * b) >> 64); }
#endif
RK_DEVICE rk_i32 rk_trailing_zeros_i32(rk_i32 a) { return 32 - rk_leading_zeros_i32((rk_i32)(~(rk_u32)a & ((rk_u32)a - 1u))); }
RK_DEVICE rk_i32 rk_trailing_zeros_i64(rk_i64 a) { return 64 - rk_leading_zeros_i64((rk_i64)(~(rk_u64)a & ((rk_u64)a - 1ull))); }
RK_DEVICE rk_i32 rk_rotate_left_i32(rk_i32 a, rk_i32 n) { return rk_shl_i32(a, n) | rk_ushr_i32(a, rk_neg_i32(n)); }
RK_DEVICE rk_i64 rk_rotate_left_i64(rk_i64 a, rk_i32 n) { return rk_shl_i64(a, n) | rk_ushr_i64(a, rk_neg_i32(n)); }
RK_DEVICE rk_i32 rk_rotate_right_i32(rk_i32 a, rk_i32 n) { return rk_ushr_i32(a, n) | rk_shl_i32(a, rk_neg_i32(n)); }
RK_DEVICE rk_i64 rk_rotate_right_i64(rk_i64 a, rk_i32 n) { return rk_ushr_i64(a, n) | rk_shl_i64(a, rk_neg_i32(n)); }
RK_DEVICE rk_i32 rk_reverse_bytes_i32(rk_i32 a) {
  rk_u32 u = (rk_u32)a;
  return (rk_i32)((u << 24) | ((u & 0xff00u) << 8) | ((u >> 8) & 0xff00u) | (u >> 24));
}
RK_DEVICE rk_i64 rk_reverse_bytes_i64(rk_i64 a) {
  return (rk_i64)(((rk_u64)(rk_u32)rk_reverse_bytes_i32((rk_i32)a) << 32)
      | (rk_u64)(rk_u32)rk_reverse_bytes_i32((rk_i32)((rk_u64)a >> 32)));
}
RK_DEVICE rk_i32 rk_highest_one_bit_i32(rk_i32 a) { return a == 0 ? 0 : (rk_i32)(0x80000000u >> rk_leading_zeros_i32(a)); }
RK_DEVICE rk_i64 rk_highest_one_bit_i64(rk_i64 a) { return a == 0 ? 0 : (rk_i64)(0x8000000000000000ull >> rk_leading_zeros_i64(a)); }
RK_DEVICE rk_i32 rk_lowest_one_bit_i32(rk_i32 a) { return a & rk_neg_i32(a); }
RK_DEVICE rk_i64 rk_lowest_one_bit_i64(rk_i64 a) { return a & rk_neg_i64(a); }

// ---- floating point

#ifdef __CUDACC__
RK_DEVICE rk_f32 rk_rem_f32(rk_f32 a, rk_f32 b) { return fmodf(a, b); }
RK_DEVICE rk_f64 rk_rem_f64(rk_f64 a, rk_f64 b) { return fmod(a, b); }
RK_DEVICE rk_f64 rk_sqrt_f64(rk_f64 a) { return __dsqrt_rn(a); }
RK_DEVICE rk_f64 rk_floor_f64(rk_f64 a) { return floor(a); }
RK_DEVICE rk_f32 rk_floor_f32(rk_f32 a) { return floorf(a); }
RK_DEVICE rk_f64 rk_ceil_f64(rk_f64 a) { return ceil(a); }
RK_DEVICE rk_f64 rk_rint_f64(rk_f64 a) { return rint(a); }
RK_DEVICE rk_f32 rk_fma_f32(rk_f32 a, rk_f32 b, rk_f32 c) { return __fmaf_rn(a, b, c); }
RK_DEVICE rk_f64 rk_fma_f64(rk_f64 a, rk_f64 b, rk_f64 c) { return __fma_rn(a, b, c); }
#else
RK_DEVICE rk_f32 rk_rem_f32(rk_f32 a, rk_f32 b) { return __builtin_fmodf(a, b); }
RK_DEVICE rk_f64 rk_rem_f64(rk_f64 a, rk_f64 b) { return __builtin_fmod(a, b); }
RK_DEVICE rk_f64 rk_sqrt_f64(rk_f64 a) { return __builtin_sqrt(a); }
RK_DEVICE rk_f64 rk_floor_f64(rk_f64 a) { return __builtin_floor(a); }
RK_DEVICE rk_f32 rk_floor_f32(rk_f32 a) { return __builtin_floorf(a); }
RK_DEVICE rk_f64 rk_ceil_f64(rk_f64 a) { return __builtin_ceil(a); }
RK_DEVICE rk_f64 rk_rint_f64(rk_f64 a) { return __builtin_rint(a); }
RK_DEVICE rk_f32 rk_fma_f32(rk_f32 a, rk_f32 b, rk_f32 c) { return __builtin_fmaf(a, b, c); }
RK_DEVICE rk_f64 rk_fma_f64(rk_f64 a, rk_f64 b, rk_f64 c) { return __builtin_fma(a, b, c); }
#endif
RK_DEVICE rk_f32 rk_add_f32(rk_f32 a, rk_f32 b) { return a + b; }
RK_DEVICE rk_f64 rk_add_f64(rk_f64 a, rk_f64 b) { return a + b; }
RK_DEVICE rk_i32 rk_is_nan_f32(rk_f32 a) { return a != a; }
RK_DEVICE rk_i32 rk_is_nan_f64(rk_f64 a) { return a != a; }
RK_DEVICE rk_i32 rk_is_infinite_f32(rk_f32 a) { return (rk_f32_to_raw_bits(a) & 0x7fffffff) == 0x7f800000; }
RK_DEVICE rk_i32 rk_is_infinite_f64(rk_f64 a) { return (rk_f64_to_raw_bits(a) & 0x7fffffffffffffffll) == 0x7ff0000000000000ll; }
RK_DEVICE rk_i32 rk_is_finite_f32(rk_f32 a) { return (rk_f32_to_raw_bits(a) & 0x7f800000) != 0x7f800000; }
RK_DEVICE rk_i32 rk_is_finite_f64(rk_f64 a) { return (rk_f64_to_raw_bits(a) & 0x7ff0000000000000ll) != 0x7ff0000000000000ll; }
RK_DEVICE rk_f32 rk_abs_f32(rk_f32 a) { return rk_bits_to_f32(rk_f32_to_raw_bits(a) & 0x7fffffff); }
RK_DEVICE rk_f64 rk_abs_f64(rk_f64 a) { return rk_bits_to_f64(rk_f64_to_raw_bits(a) & 0x7fffffffffffffffll); }
// NaN wins, and -0.0 is less than 0.0
RK_DEVICE rk_f32 rk_min_f32(rk_f32 a, rk_f32 b) { return a != a ? a : a == 0 && b == 0 ? (rk_f32_to_raw_bits(a) < 0 ? a : b) : a <= b ? a : b; }
RK_DEVICE rk_f64 rk_min_f64(rk_f64 a, rk_f64 b) { return a != a ? a : a == 0 && b == 0 ? (rk_f64_to_raw_bits(a) < 0 ? a : b) : a <= b ? a : b; }
RK_DEVICE rk_f32 rk_max_f32(rk_f32 a, rk_f32 b) { return a != a ? a : a == 0 && b == 0 ? (rk_f32_to_raw_bits(a) < 0 ? b : a) : a >= b ? a : b; }
RK_DEVICE rk_f64 rk_max_f64(rk_f64 a, rk_f64 b) { return a != a ? a : a == 0 && b == 0 ? (rk_f64_to_raw_bits(a) < 0 ? b : a) : a >= b ? a : b; }
RK_DEVICE rk_f32 rk_copy_sign_f32(rk_f32 a, rk_f32 b) { return rk_bits_to_f32((rk_f32_to_raw_bits(a) & 0x7fffffff) | (rk_f32_to_raw_bits(b) & (-2147483647 - 1))); }
RK_DEVICE rk_f64 rk_copy_sign_f64(rk_f64 a, rk_f64 b) { return rk_bits_to_f64((rk_f64_to_raw_bits(a) & 0x7fffffffffffffffll) | (rk_f64_to_raw_bits(b) & (-9223372036854775807ll - 1))); }
// StrictMath takes the sign of a NaN for positive
RK_DEVICE rk_f32 rk_strict_copy_sign_f32(rk_f32 a, rk_f32 b) { return b != b ? rk_abs_f32(a) : rk_copy_sign_f32(a, b); }
RK_DEVICE rk_f64 rk_strict_copy_sign_f64(rk_f64 a, rk_f64 b) { return b != b ? rk_abs_f64(a) : rk_copy_sign_f64(a, b); }
RK_DEVICE rk_f32 rk_signum_f32(rk_f32 a) { return a == 0 || a != a ? a : rk_copy_sign_f32(1.0f, a); }
RK_DEVICE rk_f64 rk_signum_f64(rk_f64 a) { return a == 0 || a != a ? a : rk_copy_sign_f64(1.0, a); }
// fcmpl, fcmpg, dcmpl, dcmpg: they differ in what NaN gives
RK_DEVICE rk_i32 rk_cmpl_f32(rk_f32 a, rk_f32 b) { return a > b ? 1 : a == b ? 0 : -1; }
RK_DEVICE rk_i32 rk_cmpg_f32(rk_f32 a, rk_f32 b) { return a < b ? -1 : a == b ? 0 : 1; }
RK_DEVICE rk_i32 rk_cmpl_f64(rk_f64 a, rk_f64 b) { return a > b ? 1 : a == b ? 0 : -1; }
RK_DEVICE rk_i32 rk_cmpg_f64(rk_f64 a, rk_f64 b) { return a < b ? -1 : a == b ? 0 : 1; }
// Float.compare, Double.compare: a total order, -0.0 before 0.0, NaN last
RK_DEVICE rk_i32 rk_compare_f32(rk_f32 a, rk_f32 b) { return a < b ? -1 : a > b ? 1 : rk_compare_i32(rk_f32_to_bits(a), rk_f32_to_bits(b)); }
RK_DEVICE rk_i32 rk_compare_f64(rk_f64 a, rk_f64 b) { return a < b ? -1 : a > b ? 1 : rk_compare_i64(rk_f64_to_bits(a), rk_f64_to_bits(b)); }

// ---- conversions: floating point to integer truncates and saturates, NaN gives 0

RK_DEVICE rk_i32 rk_f2i(rk_f32 a) { return a != a ? 0 : a >= 2147483648.0f ? 2147483647 : a <= -2147483648.0f ? -2147483647 - 1 : (rk_i32)a; }
RK_DEVICE rk_i64 rk_f2l(rk_f32 a) { return a != a ? 0 : a >= 9223372036854775808.0f ? 9223372036854775807ll : a <= -9223372036854775808.0f ? -9223372036854775807ll - 1 : (rk_i64)a; }
RK_DEVICE rk_i32 rk_d2i(rk_f64 a) { return a != a ? 0 : a >= 2147483648.0 ? 2147483647 : a <= -2147483648.0 ? -2147483647 - 1 : (rk_i32)a; }
RK_DEVICE rk_i64 rk_d2l(rk_f64 a) { return a != a ? 0 : a >= 9223372036854775808.0 ? 9223372036854775807ll : a <= -9223372036854775808.0 ? -9223372036854775807ll - 1 : (rk_i64)a; }
RK_DEVICE rk_i32 rk_l2i(rk_i64 a) { return (rk_i32)(rk_u32)(rk_u64)a; }
RK_DEVICE rk_i32 rk_i2b(rk_i32 a) { return (rk_i8)(rk_u8)(rk_u32)a; }
RK_DEVICE rk_i32 rk_i2c(rk_i32 a) { return (rk_u16)(rk_u32)a; }
RK_DEVICE rk_i32 rk_i2s(rk_i32 a) { return (rk_i16)(rk_u16)(rk_u32)a; }
RK_DEVICE rk_i32 rk_round_f32(rk_f32 a) { rk_f32 f = rk_floor_f32(a); return rk_f2i(a - f >= 0.5f ? f + 1.0f : f); }
RK_DEVICE rk_i64 rk_round_f64(rk_f64 a) { rk_f64 f = rk_floor_f64(a); return rk_d2l(a - f >= 0.5 ? f + 1.0 : f); }

// ---- binary16: rounding to the nearest, ties to even

RK_DEVICE rk_f32 rk_f16_to_f32(rk_i32 a) {
  rk_i32 exponent = (a >> 10) & 31, fraction = a & 1023;
  rk_i32 sign = rk_shl_i32(a & 0x8000, 16);
  if (exponent == 0) return rk_bits_to_f32(sign | rk_f32_to_raw_bits((rk_f32)fraction * 5.9604644775390625e-8f));
  return rk_bits_to_f32(sign | ((exponent == 31 ? 255 : exponent + 112) << 23) | (fraction << 13));
}
RK_DEVICE rk_i32 rk_f32_to_f16(rk_f32 a) {
  rk_i32 bits = rk_f32_to_raw_bits(a), magnitude = bits & 0x7fffffff, sign = (bits >> 16) & 0x8000;
  rk_i32 half;
  if (magnitude > 0x7f800000) half = 0x7e00 | ((magnitude >> 13) & 0x1ff);
  else if (magnitude >= 0x477ff000) half = 0x7c00;
  else if (magnitude < 0x38800000) half = rk_f32_to_raw_bits(rk_bits_to_f32(magnitude) * 16777216.0f + 8388608.0f) & 0x7ff;
  else half = (magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13;
  return (rk_i16)(sign | half);
}

// ---- functions that are not exact: docs/actors-language.md has their error

#ifdef __CUDACC__
#define RK_LIBM(f) ::f
#else
#define RK_LIBM(f) __builtin_##f
#endif
RK_DEVICE rk_f64 rk_exp_f64(rk_f64 a) { return RK_LIBM(exp)(a); }
RK_DEVICE rk_f64 rk_expm1_f64(rk_f64 a) { return RK_LIBM(expm1)(a); }
RK_DEVICE rk_f64 rk_log_f64(rk_f64 a) { return RK_LIBM(log)(a); }
RK_DEVICE rk_f64 rk_log10_f64(rk_f64 a) { return RK_LIBM(log10)(a); }
RK_DEVICE rk_f64 rk_log1p_f64(rk_f64 a) { return RK_LIBM(log1p)(a); }
RK_DEVICE rk_f64 rk_sin_f64(rk_f64 a) { return RK_LIBM(sin)(a); }
RK_DEVICE rk_f64 rk_cos_f64(rk_f64 a) { return RK_LIBM(cos)(a); }
RK_DEVICE rk_f64 rk_tan_f64(rk_f64 a) { return RK_LIBM(tan)(a); }
RK_DEVICE rk_f64 rk_asin_f64(rk_f64 a) { return RK_LIBM(asin)(a); }
RK_DEVICE rk_f64 rk_acos_f64(rk_f64 a) { return RK_LIBM(acos)(a); }
RK_DEVICE rk_f64 rk_atan_f64(rk_f64 a) { return RK_LIBM(atan)(a); }
RK_DEVICE rk_f64 rk_sinh_f64(rk_f64 a) { return RK_LIBM(sinh)(a); }
RK_DEVICE rk_f64 rk_cosh_f64(rk_f64 a) { return RK_LIBM(cosh)(a); }
RK_DEVICE rk_f64 rk_tanh_f64(rk_f64 a) { return RK_LIBM(tanh)(a); }
RK_DEVICE rk_f64 rk_cbrt_f64(rk_f64 a) { return RK_LIBM(cbrt)(a); }
RK_DEVICE rk_f64 rk_atan2_f64(rk_f64 a, rk_f64 b) { return RK_LIBM(atan2)(a, b); }
RK_DEVICE rk_f64 rk_hypot_f64(rk_f64 a, rk_f64 b) { return RK_LIBM(hypot)(a, b); }
// C has 1 for the power of 1 or -1 to NaN or infinity, Java NaN
RK_DEVICE rk_f64 rk_pow_f64(rk_f64 a, rk_f64 b) { return (a == 1.0 || a == -1.0) && b - b != 0.0 ? b - b : RK_LIBM(pow)(a, b); }
#undef RK_LIBM

#endif
