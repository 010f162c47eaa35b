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
    rk_i32 v0, v1, v2, v5, v6, v7, v8;
    rk_i64 v3, v4;
    v0 = m1->k_;
    v1 = m1->n_;
    goto b2;
   b2:;
    if (v0 == 0) {
      v2 = 0;
      v3 = 0ll;
      v4 = 1ll;
      goto b4;
    } else {
      if (v0 == 0) { context.fault(1, 0, 0); return; }
      {
        const rk_i32 t0 = rk_rem_i32(v1, v0);
        const rk_i32 t1 = v0;
        v0 = t0;
        v1 = t1;
      }
      goto b2;
    }
   b4:;
    if (v2 >= (m1->n_ & 63)) {
      v5 = (m1->k_ & 15);
      v6 = 1;
      v7 = 2;
      v8 = 3;
      goto b6;
    } else {
      {
        const rk_i32 t0 = rk_add_i32(v2, 1);
        const rk_i64 t1 = v4;
        const rk_i64 t2 = rk_add_i64(v3, v4);
        v2 = t0;
        v3 = t1;
        v4 = t2;
      }
      goto b4;
    }
   b6:;
    if (v5 <= 0) {
      if (context.replied()) { context.fault(2, 0, 0); return; }
      context.reply(1u, io_ringkernel_transpiler_actors_Control_00024Output{rk_add_i64(rk_mul_i64(v3, 1000ll), (rk_i64)v1), rk_add_i32(rk_add_i32(rk_mul_i32(v6, 100), rk_mul_i32(v7, 10)), v8)});
      return;
    } else {
      {
        const rk_i32 t0 = rk_add_i32(v5, (-1));
        const rk_i32 t1 = v7;
        const rk_i32 t2 = v8;
        const rk_i32 t3 = v6;
        v5 = t0;
        v6 = t1;
        v7 = t2;
        v8 = t3;
      }
      goto b6;
    }
  }
};
