// The types that generated code and the device runtime share. Header-free on purpose: NVRTC compiles it in milliseconds.
typedef signed char rk_i8;
typedef unsigned char rk_u8;
typedef short rk_i16;
typedef unsigned short rk_u16;
typedef int rk_i32;
typedef unsigned int rk_u32;
typedef long long rk_i64;
typedef unsigned long long rk_u64;
typedef float rk_f32;
typedef double rk_f64;

#ifndef RK_DEVICE
#define RK_DEVICE static __device__ __forceinline__
#endif
#ifndef RK_MEMBER
#define RK_MEMBER __device__ __forceinline__
#endif

// Sixteen bytes: what one lane moves in one access, and what carries one commit tag.
struct alignas(16) RkGranule {
    rk_u64 low;
    rk_u64 high;
};
