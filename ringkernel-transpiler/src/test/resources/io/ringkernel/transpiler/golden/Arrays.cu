#ifndef RK_OFFSETOF
#ifdef __CUDACC_RTC__
#define RK_OFFSETOF(type, field) __INTADDR__(&((type*)0)->field)
#else
#define RK_OFFSETOF(type, field) __builtin_offsetof(type, field)
#endif
#endif

struct io_ringkernel_transpiler_actors_Control_00024Put {
  rk_i32 index_;
  rk_i64 value_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Put) == 16, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Put) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Put, index_) == 0, "index_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Put, value_) == 8, "value_");

struct io_ringkernel_transpiler_actors_Control_00024Get {
  rk_i32 index_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Get) == 4, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Get) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Get, index_) == 0, "index_");

struct io_ringkernel_transpiler_actors_Control_00024Sum {
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Sum) == 1, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Sum) == 1, "alignment");

struct io_ringkernel_transpiler_actors_Control_00024Clear {
  rk_i32 from_;
  rk_i32 to_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Clear) == 8, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Clear) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Clear, from_) == 0, "from_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Clear, to_) == 4, "to_");

struct io_ringkernel_transpiler_actors_Control_00024Output {
  rk_i64 value_;
  rk_i32 count_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Output) == 16, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Output) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Output, value_) == 0, "value_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Output, count_) == 8, "count_");

struct io_ringkernel_transpiler_actors_Control_00024Arrays_State {
  rk_i64 levels_[8];
  rk_i8 bytes_[3];
  rk_u8 used_[5];
  rk_f64 weights_[4];
  rk_i32 writes_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Control_00024Arrays_State) == 112, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Control_00024Arrays_State) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Arrays_State, levels_) == 0, "levels_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Arrays_State, bytes_) == 64, "bytes_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Arrays_State, used_) == 67, "used_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Arrays_State, weights_) == 72, "weights_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Control_00024Arrays_State, writes_) == 104, "writes_");

// io.ringkernel.transpiler.actors.Control$Arrays
struct io_ringkernel_transpiler_actors_Control_00024Arrays_Behavior {
  typedef io_ringkernel_transpiler_actors_Control_00024Arrays_State State;
  static constexpr bool kStateInRegisters = false;
  static constexpr rk_u64 kMessages = 0xf009b29914b50d54ull;
  static constexpr rk_u64 kReplies = 0x303488994933e555ull;

  template <class Context>
  RK_DEVICE rk_i32 total_2(State& self, const rk_u32 type, const unsigned char* const payload, Context& context, rk_i8* const p0) {
    rk_i32 v0, v1;
    v0 = 0;
    v1 = 0;
    goto b2;
   b2:;
    if (v0 >= 3) {
      return v1;
    } else {
      {
        const rk_i32 t0 = rk_add_i32(v0, 1);
        const rk_i32 t1 = rk_add_i32(v1, p0[v0]);
        v0 = t0;
        v1 = t1;
      }
      goto b2;
    }
  }

  template <class Context>
  RK_DEVICE void receive(State& self, const rk_u32 type, const unsigned char* const payload, Context& context) {
    const io_ringkernel_transpiler_actors_Control_00024Put* const m1 = reinterpret_cast<const io_ringkernel_transpiler_actors_Control_00024Put*>(payload);
    const io_ringkernel_transpiler_actors_Control_00024Get* const m2 = reinterpret_cast<const io_ringkernel_transpiler_actors_Control_00024Get*>(payload);
    const io_ringkernel_transpiler_actors_Control_00024Clear* const m4 = reinterpret_cast<const io_ringkernel_transpiler_actors_Control_00024Clear*>(payload);
    rk_i32 v0, v2, v3, v4, v5, v7, v8, v9, v11, v12;
    rk_i64 v1, v6, v10;
    switch ((rk_i32)type) {
    case 1: {
      v0 = m1->index_;
      v1 = m1->value_;
      self.writes_ = rk_add_i32(self.writes_, 1);
      if ((rk_u32)v0 >= 8u) { context.fault(1, v0, 8); return; }
      self.levels_[v0] = v1;
      v2 = rk_rem_i32(v0, 3);
      if ((rk_u32)v2 >= 3u) { context.fault(2, v2, 3); return; }
      self.bytes_[v2] = (rk_i8)rk_i2b(rk_add_i32(self.bytes_[v2], rk_i2b(rk_l2i(v1))));
      if ((rk_u32)v0 >= 5u) { context.fault(3, v0, 5); return; }
      if (self.used_[v0] != 0) {
        v3 = 0;
        goto b10;
      } else {
        v3 = 1;
        goto b10;
      }
    }
    case 2: {
      v5 = m2->index_;
      if ((rk_u32)v5 >= 8u) { context.fault(4, v5, 8); return; }
      v6 = self.levels_[v5];
      if ((rk_u32)v5 >= 3u) { context.fault(4, v5, 3); return; }
      v7 = self.bytes_[v5];
      if (self.used_[v5] == 0) {
        v8 = 0;
        goto b17;
      } else {
        v8 = 100;
        goto b17;
      }
    }
    case 3: {
      v9 = 0;
      v10 = 0ll;
      goto b19;
    }
    default: {
      v11 = m4->to_;
      v12 = m4->from_;
      goto b23;
    }
    }
   b10:;
    self.used_[v0] = (rk_u8)(v3 & 1);
    v4 = (v0 & 3);
    self.weights_[v4] = (self.weights_[v4] * (rk_f64)v1);
    goto b26;
   b17:;
    if (context.replied()) { context.fault(5, 0, 0); return; }
    context.reply(1u, io_ringkernel_transpiler_actors_Control_00024Output{v6, rk_add_i32(v7, v8)});
    goto b26;
   b19:;
    if (v9 >= 8) {
      if (context.replied()) { context.fault(6, 0, 0); return; }
      context.reply(1u, io_ringkernel_transpiler_actors_Control_00024Output{v10, rk_add_i32(rk_add_i32(total_2(self, type, payload, context, self.bytes_), 8), self.writes_)});
      goto b26;
    } else {
      {
        const rk_i32 t0 = rk_add_i32(v9, 1);
        const rk_i64 t1 = rk_add_i64(v10, self.levels_[v9]);
        v9 = t0;
        v10 = t1;
      }
      goto b19;
    }
   b23:;
    if (v12 >= v11) {
      goto b26;
    } else {
      if ((rk_u32)v12 >= 8u) { context.fault(7, v12, 8); return; }
      self.levels_[v12] = 0ll;
      v12 = rk_add_i32(v12, 1);
      goto b23;
    }
   b26:;
    return;
  }
};
