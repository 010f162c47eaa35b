// Streaming: of the two warps of an actor's block, the fetcher brings windows of slots and the handler handles them. The
// fetcher looks at tags, unseals and knows what a window holds, so that the handler spends its cycles on messages.
//
//   handler                                    fetcher
//   writes the order, arrives on `woken` --->  starts a copy into window i once `empty[i]` is free; waits for `landed`,
//                                              counts what is complete, starts the next copy, unseals,
//   waits for `full[i]`  <-------------------  writes handed[i], arrives on `full[i]`
//   handles, arrives on `empty[i]`  -------->
//   returns after the window that is `last`    ... after which it sleeps until it is woken again
//
// Each lane arrives on these barriers for what it did itself. Both warps go round the windows alike, also from one stream to the next,
// and every window handed over is given back: whoever waits knows the parity from the turn. One copy is in flight at most,
// so one `landed` serves all windows, and none is when the stream ends.

static constexpr rk_u32 kWindows = 3;
static constexpr rk_u32 kFirstWindow = 32;              // slots of the first window of a stream
static constexpr rk_u32 kTagsAtOnce = 8;                // loads in flight while the tags of a window are checked
static constexpr rk_u32 kPiecesAtOnce = 4;              // and while it is unsealed

// A window as it is handed over.
struct RkWindow {
    rk_u32 slots;       // complete and unsealed
    rk_u32 told;        // the type if all of them were told and are of one type, else 0
    rk_u32 last;        // the stream ends with this window
};

// What the warps of a block share, at the start of its shared memory.
struct RkBlock {
    rk_u64 probes[RK_PROBES];   // barriers, of the handler alone
    rk_u64 woken;
    rk_u64 landed;
    rk_u64 full[kWindows];
    rk_u64 empty[kWindows];
    RkRing mailbox;             // the order, from here on: what to stream, and from where
    rk_u64 position;
    rk_u64 quiesceAt;
    rk_u64 epoch;
    rk_u32 leaving;             // nothing: the block ends
    rk_u32 abandoned;           // set within the stream: the actor has failed
    RkWindow handed[kWindows];
};
static_assert(sizeof(RkBlock) <= RK_BLOCK_SHARED_BYTES, "RkBlock");

// Shared memory: RkBlock, state, probes, outbox, then room for 2 * p.windowSlots slots of 64 bytes, which streams divide
// into windows; between streams its halves are the inbox of polls and the outbox of large slots.
static constexpr rk_u32 kSharedState = RK_BLOCK_SHARED_BYTES;
static constexpr rk_u32 kSharedProbes = kSharedState + RK_STATE_SHARED_BYTES;
static constexpr rk_u32 kSharedOutbox = kSharedProbes + RK_PROBES * RK_SLOT_TAGGED_BYTES;
static constexpr rk_u32 kSharedWindows = kSharedOutbox + RK_OUTBOX_SLOTS * RK_SLOT_TAGGED_BYTES;

RK_DEVICE RkBlock& rk_block() { return *(RkBlock*)rk_shared; }

RK_DEVICE void rk_block_init() {
    for (rk_u32 i = 0; i < RK_PROBES; ++i) rk_barrier_init(rk_block().probes + i, 1);
    rk_barrier_init(&rk_block().landed, 1);
    rk_barrier_init(&rk_block().woken, kWarp);
    for (rk_u32 i = 0; i < kWindows; ++i) {
        rk_barrier_init(rk_block().full + i, kWarp);
        rk_barrier_init(rk_block().empty + i, kWarp);
    }
}

// Whose turn it is among the windows, and the parity of its `full` barrier in this round.
struct RkTurn {
    rk_u32 window;
    rk_u32 parity;

    RK_MEMBER void advance() {
        if (++window == kWindows) {
            window = 0;
            parity ^= 1;
        }
    }
};

// The words of control of an actor, as last seen in device memory. A fetch is long: they are read in its shadow.
struct RkControl {
    const rk_u64* commandWord;
    const rk_u64* stopWord;
    rk_u64 generation;
    rk_u64 command;
    rk_u64 stopAt;

    RK_MEMBER RkControl(const RkParams& p, const RkActor* actor)
        : commandWord(&actor->command), stopWord(&((const RkDevice*)p.device)->stop), generation(p.generation) {}

    // Asks for them without waiting.
    RK_MEMBER void request() {
        command = rk_load_device_relaxed(commandWord);
        stopAt = rk_load_device_relaxed(stopWord);
    }

    // Takes them as lane 0 found them, so that all lanes decide alike.
    RK_MEMBER void await() {
        command = __shfl_sync(~0u, command, 0);
        stopAt = __shfl_sync(~0u, stopAt, 0);
    }

    RK_MEMBER bool commands(rk_u64 epoch) const { return command >> 8 != epoch; }
    RK_MEMBER bool stops() const { return stopAt == generation; }
};

// Slots of a window.
RK_DEVICE rk_u32 rk_window_slots(const RkParams& p) { return 2 * p.windowSlots / kWindows; }

RK_DEVICE rk_u32 rk_window_offset(const RkParams& p, RkTurn turn) {
    return kSharedWindows + turn.window * rk_window_slots(p) * RK_SLOT_TAGGED_BYTES;
}

struct RkFetcher {
    const RkParams& p;
    RkControl control;
    rk_u32 lane;
    rk_u32 windowSlots;
    RkRing mailbox;
    rk_u64 position;            // next slot to fetch
    rk_u64 quiesceAt;
    rk_u64 epoch;
    RkTurn turn;                // of the window that is fetched next
    rk_u32 landedParity;

    RK_MEMBER RkFetcher(const RkParams& params, rk_u32 actor)
        : p(params), control(params, (const RkActor*)params.actors + actor), lane(threadIdx.x % kWarp),
          windowSlots(rk_window_slots(params)), turn{0, 0}, landedParity(0) {}

    RK_MEMBER void run() {
        for (rk_u32 parity = 0;; parity ^= 1) {
            rk_barrier_wait(&rk_block().woken, parity);
            if (rk_block().leaving) return;
            stream();
        }
    }

    // Streams until a window comes up nearly empty, or a command, a stop or a failure wants attention. It asks for about as
    // many slots as it found the last time: reading what the host has not written yet takes the lines away from under its
    // stores.
    RK_MEMBER void stream() {
        mailbox = rk_block().mailbox;
        position = rk_block().position;
        quiesceAt = rk_block().quiesceAt;
        epoch = rk_block().epoch;
        rk_u32 wanted = kFirstWindow < windowSlots ? kFirstWindow : windowSlots;
        rk_u32 slots = fetch(wanted);
        bool more;
        do {
            RkTurn landing = turn;
            turn.advance();
            rk_u32 n = land(landing, slots);
            more = (n == slots || n >= kSlotsAWarp) && quiesceAt - position > n && !interrupted();
            wanted = n == slots ? wanted + wanted / 4 : n;
            wanted = wanted < windowSlots ? wanted : windowSlots;
            position += n;
            if (more) slots = fetch(wanted);
            handOver(landing, RkWindow{n, unseal(landing, n), !more});
        } while (more);
    }

    RK_MEMBER bool interrupted() const {
        rk_u32 abandoned = __shfl_sync(~0u, *(volatile rk_u32*)&rk_block().abandoned, 0);
        return abandoned || control.commands(epoch) || control.stops();
    }

    // Starts the copy of at most `wanted` slots as soon as the window whose turn it is has been given back; it ends where
    // the ring wraps. Returns how many they are.
    RK_MEMBER rk_u32 fetch(rk_u32 wanted) {
        rk_u64 toWrap = mailbox.capacity() - mailbox.index(position);
        rk_u32 slots = toWrap < wanted ? (rk_u32)toWrap : wanted;
        rk_barrier_wait(rk_block().empty + turn.window, turn.parity ^ 1);
        rk_copy_fence();
        __syncwarp();
        if (lane == 0) {
            rk_copy_start(rk_shared + rk_window_offset(p, turn), mailbox.slot(position), slots * RK_SLOT_TAGGED_BYTES,
                          &rk_block().landed);
        }
        return slots;
    }

    // Waits for the copy of so many slots and returns how many of them are there, and before a quiesce.
    RK_MEMBER rk_u32 land(RkTurn landing, rk_u32 slots) {
        control.request();
        rk_barrier_wait(&rk_block().landed, landedParity);
        landedParity ^= 1;
        rk_u32 n = complete(rk_window_offset(p, landing), slots);
        control.await();
        rk_u64 left = quiesceAt - position;
        return left < n ? (rk_u32)left : n;
    }

    // Counts the complete leading slots of a window. While all are, a lane looks at its granules without asking others.
    RK_MEMBER rk_u32 complete(rk_u32 offset, rk_u32 slots) const {
        rk_u32 last = slots * kGranules - 1;
        rk_u32 tag = (rk_u32)mailbox.tag(position);
        rk_u32 different = 0;
        for (rk_u32 first = 0; first <= last; first += kTagsAtOnce * kWarp) {
            #pragma unroll
            for (rk_u32 k = 0; k < kTagsAtOnce; ++k) {
                rk_u32 g = first + k * kWarp + lane;
                different |= rk_load_tag(offset, g < last ? g : last) ^ tag;
            }
        }
        if (__all_sync(~0u, different == 0)) return slots;
        for (rk_u32 first = 0;; first += kSlotsAWarp) {
            rk_u32 g = first * kGranules + lane;
            rk_u32 n = rk_complete_slots(g <= last && rk_load_tag(offset, g < last ? g : last) == tag);
            if (n < kSlotsAWarp) return first + n;
        }
    }

    // Unseals n slots, a lane a granule as anywhere, so that the lanes' accesses spread over the banks. Returns their type
    // if all were told and are of one, else 0.
    RK_MEMBER rk_u32 unseal(RkTurn landed, rk_u32 n) const {
        if (n == 0) return 0;
        rk_u64* highs = (rk_u64*)(rk_shared + rk_window_offset(p, landed)) + 1;   // the upper halves of the granules
        rk_u32 part = lane % kGranules;
        rk_u64 head = highs[0] & kUntagged;
        bool same = true;
        for (rk_u32 first = 0; first < n; first += kPiecesAtOnce * kSlotsAWarp) {
            rk_u32 mine = first + lane / kGranules;
            rk_u64 high[kPiecesAtOnce];
            #pragma unroll
            for (rk_u32 k = 0; k < kPiecesAtOnce; ++k) {
                rk_u32 s = mine + k * kSlotsAWarp;
                high[k] = highs[((s < n ? s : n - 1) * kGranules + part) * 2];
            }
            __syncwarp();       // several lanes read the last slot
            #pragma unroll
            for (rk_u32 k = 0; k < kPiecesAtOnce; ++k) {
                same &= part != 0 || (high[k] & kUntagged) == head;
                high[k] = rk_unseal(high[k]);
                rk_u32 s = mine + k * kSlotsAWarp;
                if (part >= 2 && s < n) highs[(s * kGranules + part) * 2] = high[k];
            }
        }
        return __all_sync(~0u, same) && (rk_u32)head == 0 ? (rk_u32)(head >> 32) : 0;
    }

    RK_MEMBER void handOver(RkTurn landed, RkWindow window) const {
        if (lane == 0) rk_block().handed[landed.window] = window;
        rk_barrier_arrive(rk_block().full + landed.window);
    }
};
