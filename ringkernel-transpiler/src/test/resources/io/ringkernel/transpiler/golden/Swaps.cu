#ifndef RK_OFFSETOF
#ifdef __CUDACC_RTC__
#define RK_OFFSETOF(type, field) __INTADDR__(&((type*)0)->field)
#else
#define RK_OFFSETOF(type, field) __builtin_offsetof(type, field)
#endif
#endif

struct io_ringkernel_transpiler_actors_Control_00024Input {
  rk_i32 n_;
  rk_i32 k_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Input) == 8, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Input) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Input, n_) == 0, "n_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Input, k_) == 4, "k_");

struct io_ringkernel_transpiler_actors_Control_00024Output {
  rk_i64 value_;
  rk_i32 count_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Output) == 16, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Output) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Output, value_) == 0, "value_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Output, count_) == 8, "count_");

struct io_ringkernel_transpiler_actors_Control_00024Swaps_State {
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Swaps_State) == 1, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Swaps_State) == 1, "alignment");

// io.ringkernel.transpiler.actors.Control$Swaps
struct io_ringkernel_transpiler_actors_Control_00024Swaps_Behavior {
  typedef io_ringkernel_transpiler_actors_Control_00024Swaps_State State;
  static constexpr bool kStateInRegisters = true;
  static constexpr rk_u64 kMessages = 0xd370044225687c89ull;
  static constexpr rk_u64 kReplies = 0x303488994933e555ull;

  template <class Context>
  RK_DEVICE void receive(State& self, const rk_u32 type, const unsigned char* const payload, Context& context) {
    const io_ringkernel_transpiler_actors_Control_00024Input* const m1 = reinterpret_cast<const io_ringkernel_transpiler_actors_Control_00024Input*>(payload);
    rk_i32 v0, v1, v2, v3, v4, v7, v8, v9, v10;
    rk_i64 v5, v6;
    v0 = m1->n_;
    v1 = m1->k_;
    v2 = v1;
    v3 = v0;
    goto b2;
   b2:;
    if (v2 == 0) {
      v4 = 0;
      v5 = 0ll;
      v6 = 1ll;
      goto b4;
    } else {
      if (v2 == 0) { context.fault(1, 0, 0); return; }
      {
        const rk_i32 t0 = rk_rem_i32(v3, v2);
        const rk_i32 t1 = v2;
        v2 = t0;
        v3 = t1;
      }
      goto b2;
    }
   b4:;
    if (v4 >= (v0 & 63)) {
      v7 = (v1 & 15);
      v8 = 1;
      v9 = 2;
      v10 = 3;
      goto b6;
    } else {
      {
        const rk_i32 t0 = rk_add_i32(v4, 1);
        const rk_i64 t1 = v6;
        const rk_i64 t2 = rk_add_i64(v5, v6);
        v4 = t0;
        v5 = t1;
        v6 = t2;
      }
      goto b4;
    }
   b6:;
    if (v7 <= 0) {
      if (context.replied()) { context.fault(2, 0, 0); return; }
      context.reply(1u, io_ringkernel_transpiler_actors_Control_00024Output{rk_add_i64(rk_mul_i64(v5, 1000ll), (rk_i64)v3), rk_add_i32(rk_add_i32(rk_mul_i32(v8, 100), rk_mul_i32(v9, 10)), v10)});
      return;
    } else {
      {
        const rk_i32 t0 = rk_add_i32(v7, (-1));
        const rk_i32 t1 = v9;
        const rk_i32 t2 = v10;
        const rk_i32 t3 = v8;
        v7 = t0;
        v8 = t1;
        v9 = t2;
        v10 = t3;
      }
      goto b6;
    }
  }
};
