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
    rk_f64 v0;
    switch ((rk_i32)type) {
    case 1: {
      v0 = (-1.0);
      goto b9;
    }
    case 2: {
      v0 = (rk_f64)((m2->outer_ - m2->inner_) + (rk_f32)rk_add_i64(rk_mul_i64((rk_i64)m2->center_.x_, (rk_i64)m2->center_.x_), rk_mul_i64((rk_i64)m2->center_.y_, (rk_i64)m2->center_.y_)));
      goto b9;
    }
    default: {
      context.fault(1, 0, 0); return {};
    }
    }
   b9:;
    return v0;
  }

  template <class Context>
  RK_DEVICE void receive(State& self, const rk_u32 type, const unsigned char* const payload, Context& context) {
    const io_ringkernel_transpiler_actors_Records_00024Circle* const m1 = reinterpret_cast<const io_ringkernel_transpiler_actors_Records_00024Circle*>(payload);
    const io_ringkernel_transpiler_actors_Records_00024Line* const m3 = reinterpret_cast<const io_ringkernel_transpiler_actors_Records_00024Line*>(payload);
    const io_ringkernel_transpiler_actors_Records_00024Dot* const m4 = reinterpret_cast<const io_ringkernel_transpiler_actors_Records_00024Dot*>(payload);
    rk_f64 v0, v1, v3, v7;
    rk_i32 v2, v4, v6, v8;
    io_ringkernel_transpiler_actors_Records_00024Point v5, v9, v10;
    self.seen_ = rk_add_i32(self.seen_, 1);
    switch ((rk_i32)type) {
    case 1: {
      v0 = m1->radius_;
      if (v0 > 100.0) {
        v7 = v0;
        v8 = 1;
        v9 = m1->center_;
        goto b34;
      } else {
        v1 = m1->radius_;
        v2 = m1->center_.x_;
        if (v2 != m1->center_.y_) {
          goto b39;
        } else {
          if (self.seen_ > 2) {
            v7 = ((rk_f64)v2 * v1);
            v8 = 2;
            v9 = self.last_;
            goto b34;
          } else {
            goto b39;
          }
        }
      }
    }
    case 2: {
      v3 = size_2(self, type, payload, context);
      if (context.failed()) { return; }
      v7 = v3;
      v8 = 6;
      v9 = self.last_;
      goto b34;
    }
    case 3: {
      v4 = m3->to_.y_;
      if (m3->from_.x_ == m3->to_.x_) {
        v7 = (rk_f64)rk_abs_i32(rk_sub_i32(m3->from_.y_, v4));
        v8 = 4;
        v9 = m3->from_;
        goto b34;
      } else {
        v7 = (rk_f64)rk_sub_i32(rk_add_i32(m3->from_.x_, m3->from_.y_), m3->to_.y_);
        v8 = 5;
        v9 = m3->to_;
        goto b34;
      }
    }
    case 4: {
      if (rk_add_i64(rk_mul_i64((rk_i64)m4->at_.x_, (rk_i64)m4->at_.x_), rk_mul_i64((rk_i64)m4->at_.y_, (rk_i64)m4->at_.y_)) > 50ll) {
        v5 = self.last_;
        v7 = (rk_f64)rk_add_i64(rk_mul_i64((rk_i64)m4->at_.x_, (rk_i64)m4->at_.x_), rk_mul_i64((rk_i64)m4->at_.y_, (rk_i64)m4->at_.y_));
        v8 = 7;
        v9 = io_ringkernel_transpiler_actors_Records_00024Point{rk_add_i32(m4->at_.x_, v5.x_), rk_add_i32(m4->at_.y_, v5.y_)};
        goto b34;
      } else {
        v6 = m4->at_.x_;
        v7 = 0.0;
        v8 = 8;
        v9 = io_ringkernel_transpiler_actors_Records_00024Point{v6, v6};
        goto b34;
      }
    }
    default: {
      v7 = rk_bits_to_f64(9221120237041090560ll);
      v8 = 9;
      v9 = self.last_;
      goto b34;
    }
    }
   b34:;
    v10 = self.last_;
    self.last_ = io_ringkernel_transpiler_actors_Records_00024Point{rk_add_i32(v9.x_, v10.x_), rk_add_i32(v9.y_, v10.y_)};
    if (context.replied()) { context.fault(2, 0, 0); return; }
    context.reply(1u, io_ringkernel_transpiler_actors_Records_00024Measure{v7, rk_add_i32(v8, v10.x_), self.last_});
    return;
   b39:;
    v7 = m1->radius_;
    v8 = 3;
    v9 = m1->center_;
    goto b34;
  }
};
