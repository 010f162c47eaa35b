// The pool's view of a device, on a host: a warp is one thread, and every "fenced" access carries its order itself, because
// ThreadSanitizer knows no fences.

#include <sched.h>
#include <time.h>

#define RK_LANES 1

static void rk_yield() { sched_yield(); }

RK_DEVICE rk_u64 rk_load_system_relaxed(const rk_u64* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }

// The tag is in the upper half: read first, so that what it promises is there.
RK_DEVICE RkGranule rk_load_system_relaxed(const RkGranule* granule) {
    rk_u64 high = __atomic_load_n(&granule->high, __ATOMIC_ACQUIRE);
    return RkGranule{__atomic_load_n(&granule->low, __ATOMIC_ACQUIRE), high};
}

RK_DEVICE void rk_store_system_relaxed(rk_u64* word, rk_u64 value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }

RK_DEVICE void rk_store_system_relaxed(RkGranule* granule, RkGranule value) {
    __atomic_store_n(&granule->low, value.low, __ATOMIC_RELEASE);
    __atomic_store_n(&granule->high, value.high, __ATOMIC_RELEASE);
}

RK_DEVICE void rk_store_system_release(rk_u64* word, rk_u64 value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
RK_DEVICE rk_u64 rk_load_device_relaxed(const rk_u64* word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }
RK_DEVICE rk_u64 rk_load_device_fenced(const rk_u64* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
RK_DEVICE void rk_store_device_fenced(rk_u64* word, rk_u64 value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }

RK_DEVICE rk_u64 rk_exchange_device_fenced(rk_u64* word, rk_u64 value) {
    return __atomic_exchange_n(word, value, __ATOMIC_ACQ_REL);
}

RK_DEVICE rk_u64 rk_compare_exchange_device_fenced(rk_u64* word, rk_u64 expected, rk_u64 value) {
    __atomic_compare_exchange_n(word, &expected, value, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
    return expected;
}

RK_DEVICE rk_u64 rk_add_device_fenced(rk_u64* word, rk_u64 value) {
    return __atomic_fetch_add(word, value, __ATOMIC_ACQ_REL);
}

RK_DEVICE void rk_fence_device() {}
RK_DEVICE void rk_fence_system() {}
RK_DEVICE void rk_sleep(rk_u32) { rk_yield(); }

RK_DEVICE rk_u32 rk_lane() { return 0; }
RK_DEVICE rk_u32 rk_ballot(bool mine) { return mine; }
RK_DEVICE rk_u64 rk_broadcast(rk_u64 value, rk_u32) { return value; }
RK_DEVICE void rk_sync() {}
RK_DEVICE rk_u32 rk_count(rk_u32 mask) { return (rk_u32)__builtin_popcount(mask); }
RK_DEVICE rk_u32 rk_first(rk_u32 mask) { return (rk_u32)__builtin_ctz(mask); }

// As slot.cuh has it.
struct RkRing {
    unsigned char* base;
    rk_u32 shift;
    rk_u32 slotBytes;

    RK_MEMBER rk_u64 capacity() const { return 1ull << shift; }
    RK_MEMBER rk_u64* head() const { return (rk_u64*)base; }
    RK_MEMBER rk_u64 index(rk_u64 position) const { return position & (capacity() - 1); }
    RK_MEMBER unsigned char* slot(rk_u64 position) const {
        return base + RK_RING_HEADER_BYTES + index(position) * slotBytes;
    }
    RK_MEMBER rk_u64 tag(rk_u64 position) const { return ((position >> shift) + 1) & 0xffff; }
};

// The actor of the stress test: each sender's messages must come in their order, without a gap.
static constexpr rk_u32 kSenders = 3;
static constexpr rk_u32 kTypeNumbered = 1;
static constexpr rk_u32 kTypeReport = 2;
static constexpr rk_u32 kTypeFail = 3;

struct StressNumbered {
    rk_u64 sender;
    rk_u64 sequence;    // from 1
};

struct StressState {
    rk_u64 last[kSenders];      // 0: none in this life yet
    rk_u64 handled;
    rk_u64 errors;
    rk_u64 running;
};

struct StressReply {
    rk_u64 handled;
    rk_u64 errors;
};

struct Stress {
    typedef StressState State;
    static constexpr bool kStateInRegisters = false;

    template <class Context>
    RK_DEVICE void receive(State& self, rk_u32 type, const unsigned char* payload, Context& context) {
        if (__atomic_exchange_n(&self.running, 1, __ATOMIC_RELAXED) != 0) ++self.errors;    // run twice at once
        ++self.handled;
        const StressNumbered* message = (const StressNumbered*)payload;
        rk_u64& last = self.last[message->sender];
        if (last != 0 && message->sequence != last + 1) ++self.errors;
        last = message->sequence;
        if (type == kTypeReport) context.reply(1, StressReply{self.handled, self.errors});
        if (type == kTypeFail) context.fault(7, (rk_i64)message->sequence, 0);
        __atomic_store_n(&self.running, 0, __ATOMIC_RELAXED);
    }
};
