#ifndef RK_OFFSETOF
#ifdef __CUDACC_RTC__
#define RK_OFFSETOF(type, field) __INTADDR__(&((type*)0)->field)
#else
#define RK_OFFSETOF(type, field) __builtin_offsetof(type, field)
#endif
#endif

struct io_ringkernel_transpiler_actors_Records_00024Point {
  rk_i32 x_;
  rk_i32 y_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Point) == 8, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Point) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Point, x_) == 0, "x_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Point, y_) == 4, "y_");

struct io_ringkernel_transpiler_actors_Records_00024Circle {
  io_ringkernel_transpiler_actors_Records_00024Point center_;
  rk_f64 radius_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Circle) == 16, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Circle) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Circle, center_) == 0, "center_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Circle, radius_) == 8, "radius_");

struct io_ringkernel_transpiler_actors_Records_00024Ring {
  io_ringkernel_transpiler_actors_Records_00024Point center_;
  rk_f32 inner_;
  rk_f32 outer_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Ring) == 16, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Ring) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Ring, center_) == 0, "center_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Ring, inner_) == 8, "inner_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Ring, outer_) == 12, "outer_");

struct io_ringkernel_transpiler_actors_Records_00024Line {
  io_ringkernel_transpiler_actors_Records_00024Point from_;
  io_ringkernel_transpiler_actors_Records_00024Point to_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Line) == 16, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Line) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Line, from_) == 0, "from_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Line, to_) == 8, "to_");

struct io_ringkernel_transpiler_actors_Records_00024Dot {
  io_ringkernel_transpiler_actors_Records_00024Point at_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Dot) == 8, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Dot) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Dot, at_) == 0, "at_");

struct io_ringkernel_transpiler_actors_Records_00024Nothing {
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Nothing) == 1, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Nothing) == 1, "alignment");

struct io_ringkernel_transpiler_actors_Records_00024Measure {
  rk_f64 size_;
  rk_i32 which_;
  io_ringkernel_transpiler_actors_Records_00024Point last_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Measure) == 24, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Measure) == 8, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Measure, size_) == 0, "size_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Measure, which_) == 8, "which_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Measure, last_) == 12, "last_");

struct io_ringkernel_transpiler_actors_Records_00024Shapes_State {
  io_ringkernel_transpiler_actors_Records_00024Point last_;
  rk_i32 seen_;
};
static_assert(sizeof(io_ringkernel_transpiler_actors_Records_00024Shapes_State) == 12, "size");
static_assert(alignof(io_ringkernel_transpiler_actors_Records_00024Shapes_State) == 4, "alignment");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Shapes_State, last_) == 0, "last_");
static_assert(RK_OFFSETOF(io_ringkernel_transpiler_actors_Records_00024Shapes_State, seen_) == 8, "seen_");

// io.ringkernel.transpiler.actors.Records$Shapes
struct io_ringkernel_transpiler_actors_Records_00024Shapes_Behavior {
  typedef io_ringkernel_transpiler_actors_Records_00024Shapes_State State;
  static constexpr bool kStateInRegisters = true;
  static constexpr rk_u64 kMessages = 0x2d25aead665d7f56ull;
  static constexpr rk_u64 kReplies = 0xbb1598bfd3903c65ull;

  template <class Context>
  RK_DEVICE rk_f64 size_2(State& self, const rk_u32 type, const unsigned char* const payload, Context& context) {
    const io_ringkernel_transpiler_actors_Records_00024Ring* const m2 = reinterpret_cast<const io_ringkernel_transpiler_actors_Records_00024Ring*>(payload);
    rk_i64 v0, v1;
    rk_f64 v2;
    switch ((rk_i32)type) {
    case 1: {
      v2 = (-1.0);
      goto b9;
    }
    case 2: {
      v0 = (rk_i64)m2->center_.x_;
      v1 = (rk_i64)m2->center_.y_;
      v2 = (rk_f64)((m2->outer_ - m2->inner_) + (rk_f32)rk_add_i64(rk_mul_i64(v0, v0), rk_mul_i64(v1, v1)));
      goto b9;
    }
    default: {
      context.fault(1, 0, 0); return {};
    }
    }
   b9:;
    return v2;
  }

  template <class Context>
  RK_DEVICE void receive(State& self, const rk_u32 type, const unsigned char* const payload, Context& context) {
    const io_ringkernel_transpiler_actors_Records_00024Circle* const m1 = reinterpret_cast<const io_ringkernel_transpiler_actors_Records_00024Circle*>(payload);
    const io_ringkernel_transpiler_actors_Records_00024Line* const m3 = reinterpret_cast<const io_ringkernel_transpiler_actors_Records_00024Line*>(payload);
    const io_ringkernel_transpiler_actors_Records_00024Dot* const m4 = reinterpret_cast<const io_ringkernel_transpiler_actors_Records_00024Dot*>(payload);
    rk_f64 v0, v2, v11;
    rk_i32 v1, v3, v4, v5, v7, v12, v15;
    rk_i64 v6, v8, v9;
    io_ringkernel_transpiler_actors_Records_00024Point v10, v13, v14;
    self.seen_ = rk_add_i32(self.seen_, 1);
    switch ((rk_i32)type) {
    case 1: {
      v0 = m1->radius_;
      if (v0 > 100.0) {
        v11 = v0;
        v12 = 1;
        v13 = m1->center_;
        goto b34;
      } else {
        v1 = m1->center_.x_;
        if (v1 != m1->center_.y_) {
          v11 = v0;
          v12 = 3;
          v13 = m1->center_;
          goto b34;
        } else {
          if (self.seen_ > 2) {
            v11 = ((rk_f64)v1 * v0);
            v12 = 2;
            v13 = self.last_;
            goto b34;
          } else {
            v11 = v0;
            v12 = 3;
            v13 = m1->center_;
            goto b34;
          }
        }
      }
    }
    case 2: {
      v2 = size_2(self, type, payload, context);
      if (context.failed()) { return; }
      v11 = v2;
      v12 = 6;
      v13 = self.last_;
      goto b34;
    }
    case 3: {
      v3 = m3->to_.y_;
      v4 = m3->from_.x_;
      if (v4 == m3->to_.x_) {
        v11 = (rk_f64)rk_abs_i32(rk_sub_i32(m3->from_.y_, v3));
        v12 = 4;
        v13 = m3->from_;
        goto b34;
      } else {
        v11 = (rk_f64)rk_sub_i32(rk_add_i32(v4, m3->from_.y_), v3);
        v12 = 5;
        v13 = m3->to_;
        goto b34;
      }
    }
    case 4: {
      v5 = m4->at_.x_;
      v6 = (rk_i64)v5;
      v7 = m4->at_.y_;
      v8 = (rk_i64)v7;
      v9 = rk_add_i64(rk_mul_i64(v6, v6), rk_mul_i64(v8, v8));
      if (v9 > 50ll) {
        v10 = self.last_;
        v11 = (rk_f64)v9;
        v12 = 7;
        v13 = io_ringkernel_transpiler_actors_Records_00024Point{rk_add_i32(v5, v10.x_), rk_add_i32(v7, v10.y_)};
        goto b34;
      } else {
        v11 = 0.0;
        v12 = 8;
        v13 = io_ringkernel_transpiler_actors_Records_00024Point{v5, v5};
        goto b34;
      }
    }
    default: {
      v11 = rk_bits_to_f64(9221120237041090560ll);
      v12 = 9;
      v13 = self.last_;
      goto b34;
    }
    }
   b34:;
    v14 = self.last_;
    v15 = v14.x_;
    self.last_ = io_ringkernel_transpiler_actors_Records_00024Point{rk_add_i32(v13.x_, v15), rk_add_i32(v13.y_, v14.y_)};
    if (context.replied()) { context.fault(2, 0, 0); return; }
    context.reply(1u, io_ringkernel_transpiler_actors_Records_00024Measure{v11, rk_add_i32(v12, v15), self.last_});
    return;
  }
};
