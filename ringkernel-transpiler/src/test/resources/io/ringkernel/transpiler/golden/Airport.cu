#ifndef RK_OFFSETOF
#ifdef __CUDACC_RTC__
#define RK_OFFSETOF(type, field) __INTADDR__(&((type*)0)->field)
#else
#define RK_OFFSETOF(type, field) __builtin_offsetof(type, field)
#endif
#endif

struct io_ringkernel_transpiler_actors_Airport_00024Flight {
  rk_i32 delayMinutes_;
  rk_i32 miles_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Airport_00024Flight) == 8, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Airport_00024Flight) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_00024Flight, delayMinutes_) == 0, "delayMinutes_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_00024Flight, miles_) == 4, "miles_");

struct io_ringkernel_transpiler_actors_Airport_00024Query {
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Airport_00024Query) == 1, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Airport_00024Query) == 1, "alignment");

struct io_ringkernel_transpiler_actors_Airport_00024Delays {
  rk_i64 flights_;
  rk_i64 late_;
  rk_f64 meanMinutes_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Airport_00024Delays) == 24, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Airport_00024Delays) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_00024Delays, flights_) == 0, "flights_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_00024Delays, late_) == 8, "late_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_00024Delays, meanMinutes_) == 16, "meanMinutes_");

struct io_ringkernel_transpiler_actors_Airport_State {
  rk_i64 flights_;
  rk_i64 late_;
  rk_i64 totalMinutes_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Airport_State) == 24, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Airport_State) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_State, flights_) == 0, "flights_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_State, late_) == 8, "late_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Airport_State, totalMinutes_) == 16, "totalMinutes_");

// io.ringkernel.transpiler.actors.Airport
struct io_ringkernel_transpiler_actors_Airport_Behavior {
  typedef io_ringkernel_transpiler_actors_Airport_State State;
  static constexpr bool kStateInRegisters = true;
  static constexpr rk_u64 kMessages = 0x320bfd97dd474915ull;
  static constexpr rk_u64 kReplies = 0x85dc3eb81674869aull;

  template <class Context>
  RK_DEVICE void receive(State& self, const rk_u32 type, const unsigned char* const payload, Context& context) {
    const io_ringkernel_transpiler_actors_Airport_00024Flight* const m1 = reinterpret_cast<const io_ringkernel_transpiler_actors_Airport_00024Flight*>(payload);
    rk_i32 v0;
    rk_i64 v1;
    switch ((rk_i32)type) {
    case 1: {
      v0 = m1->delayMinutes_;
      self.flights_ = rk_add_i64(self.flights_, 1ll);
      self.totalMinutes_ = rk_add_i64(self.totalMinutes_, (rk_i64)v0);
      if (v0 <= 15) {
        goto b11;
      } else {
        self.late_ = rk_add_i64(self.late_, 1ll);
        goto b11;
      }
    }
    default: {
      v1 = self.flights_;
      if (context.replied()) { context.fault(1, 0, 0); return; }
      context.reply(1u, io_ringkernel_transpiler_actors_Airport_00024Delays{v1, self.late_, ((rk_f64)self.totalMinutes_ / (rk_f64)v1)});
      goto b11;
    }
    }
   b11:;
    return;
  }
};
