// Queues of actors that have something to do: one for each block of workers, and one that takes what finds no room there.
// An actor is in one queue at most, because only who sets its `scheduled` puts it there; so the overflow queue, with a cell
// for each actor, is never full.
//
//   push: reserve cells at the tail, wait until each is empty, fill it       who pops and who pushes may overtake each other
//   pop:  claim cells at the head, wait until each is full, empty it         between the two steps: the cell is the handover
//
// A wait at a cell ends as soon as the other has made its second step, which waits for nobody.

static constexpr rk_u32 kNobody = ~0u;
static constexpr rk_u64 kNoCell = ~0ull;

struct RkRunQueues {
    const RkPoolParams& p;
    rk_u32 lane;

    RK_MEMBER explicit RkRunQueues(const RkPoolParams& params) : p(params), lane(rk_lane()) {}

    RK_MEMBER RkRunQueue* queue(rk_u32 which) const { return (RkRunQueue*)p.queues + which; }
    RK_MEMBER rk_u64 capacity(rk_u32 which) const { return 1ull << (which == p.workers ? p.overflowShift : p.cellShift); }
    RK_MEMBER rk_u64* cell(rk_u32 which, rk_u64 position) const {
        return (rk_u64*)p.cells + ((rk_u64)which << p.cellShift) + (position & (capacity(which) - 1));
    }

    RK_MEMBER rk_u32 rank(rk_u32 mask) const { return rk_count(mask & ((1u << lane) - 1)); }

    // Puts the actors of the lanes into the queue `home`, or if they do not fit there into the overflow queue: bit k of `which`
    // says whether this lane's k-th is to go. Called by all lanes; whoever pops sees what each did before a fence before this.
    template <rk_u32 kEach>
    RK_MEMBER void push(rk_u32 home, rk_u32 which, const rk_u32 (&actors)[kEach]) const {
        rk_u32 place[kEach];
        rk_u32 n = 0;
        #pragma unroll
        for (rk_u32 k = 0; k < kEach; ++k) {
            rk_u32 mask = rk_ballot(which >> k & 1);
            place[k] = n + rank(mask);
            n += rk_count(mask);
        }
        if (n == 0) return;
        rk_u32 to = home;
        rk_u64 start = rk_broadcast(lane == 0 ? reserve(home, n) : 0, 0);
        if (start == kNoCell) {
            to = p.workers;
            start = rk_broadcast(lane == 0 ? rk_add_device_fenced(&queue(to)->tail, n) : 0, 0);
        }
        rk_u64 left[kEach];         // not 0: the cell was not empty yet
        #pragma unroll
        for (rk_u32 k = 0; k < kEach; ++k) {
            left[k] = which >> k & 1 ? fill(cell(to, start + place[k]), actors[k]) : 0;
        }
        #pragma unroll
        for (rk_u32 k = 0; k < kEach; ++k) {
            while (left[k] != 0) {
                rk_sleep(20);
                left[k] = fill(cell(to, start + place[k]), actors[k]);
            }
        }
        rk_sync();
    }

    RK_MEMBER void push(rk_u32 home, bool has, rk_u32 actor) const {
        const rk_u32 actors[1] = {actor};
        push(home, has ? 1 : 0, actors);
    }

    RK_MEMBER bool hasSome(rk_u32 which) const {
        rk_u64 head = rk_load_device_fenced(&queue(which)->head);
        return (rk_i64)(rk_load_device_fenced(&queue(which)->tail) - head) > 0;
    }

    // Takes at most one actor for each lane, half of them at most if `share`; kNobody for the lanes that get none.
    RK_MEMBER rk_u32 pop(rk_u32 which, bool share) const {
        rk_u32 n = 0;
        rk_u64 start = 0;
        if (lane == 0) {
            start = rk_load_device_fenced(&queue(which)->head);
            rk_u64 there = rk_load_device_fenced(&queue(which)->tail) - start;
            if ((rk_i64)there > 0) {
                if (share) there = (there + 1) / 2;
                n = there < RK_LANES ? (rk_u32)there : RK_LANES;
                if (rk_compare_exchange_device_fenced(&queue(which)->head, start, start + n) != start) n = 0;
            }
        }
        n = (rk_u32)rk_broadcast(n, 0);
        if (n == 0) return kNobody;
        start = rk_broadcast(start, 0);
        rk_u32 actor = kNobody;
        if (lane < n) {
            rk_u64* from = cell(which, start + lane);
            rk_u64 value = 0;
            while (value == 0) {
                if (rk_load_device_relaxed(from) == 0) {
                    rk_sleep(20);
                } else {
                    value = rk_exchange_device_fenced(from, 0);
                }
            }
            actor = (rk_u32)(value - 1);
        }
        rk_fence_device();
        rk_sync();
        return actor;
    }

private:
    RK_MEMBER static rk_u64 fill(rk_u64* cell, rk_u32 actor) {
        return rk_compare_exchange_device_fenced(cell, 0, (rk_u64)actor + 1);
    }

    // Cells of a bounded queue for n actors: none if it has no room for all of them.
    RK_MEMBER rk_u64 reserve(rk_u32 which, rk_u32 n) const {
        RkRunQueue* q = queue(which);
        for (;;) {
            rk_u64 tail = rk_load_device_fenced(&q->tail);
            if (tail + n - rk_load_device_fenced(&q->head) > capacity(which)) return kNoCell;
            if (rk_compare_exchange_device_fenced(&q->tail, tail, tail + n) == tail) return tail;
        }
    }
};
