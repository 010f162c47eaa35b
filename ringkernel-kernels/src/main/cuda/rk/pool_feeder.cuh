// A feeder is the warp that drains one ring from the host. Each message names its actor and its position in the actor's
// mailbox, which the sender took together with the right to send it: so mailboxes cannot overflow here, a feeder never waits
// for an actor, and neither the ring nor the lane that brings a message matters to the order in which it is handled.
//
//   ring in pinned memory --fetch--> window in shared memory --deliver--> mailboxes in device memory, run queues
//
// A slot of a mailbox is that of the ring without tags; its first word is the message's position plus one, 32 bits of it, and
// is written when the rest is complete.

static constexpr rk_u32 kPoolFew = RK_LANES >= 8 ? 1 : 4;      // granules for each lane while little comes
static constexpr rk_u32 kPoolMany = 16;                         // and while much does
static constexpr rk_u32 kPoolWindow = kPoolMany * RK_LANES / kPoolGranules;     // slots
static constexpr rk_u32 kPoolEach = kPoolWindow / RK_LANES;     // slots that a lane delivers at once
static constexpr rk_u32 kPoolHotPolls = 2048;                   // a few ms of empty polls before it begins to nap
static constexpr rk_u32 kPoolNapNanos = 16000;                  // the longest nap
static constexpr rk_u64 kPoolPositions = 0xffffffffull;

static_assert(kPoolEach * RK_LANES == kPoolWindow, "a window is the lanes' equal shares");

struct RkPoolFeeder {
    const RkPoolParams& p;
    RkRunQueues queues;
    unsigned char* window;
    RkPoolRing* kept;
    RkRing ring;
    rk_u64* replyHead;          // in pinned memory; null if this feeder minds no ring of replies
    rk_u64 position;
    rk_u64 published;
    rk_u64 replyHeadSeen;
    rk_u32 index;
    rk_u32 lane;
    rk_u32 home;                // the queue that gets the next actors

    RK_MEMBER RkPoolFeeder(const RkPoolParams& params, rk_u32 which, unsigned char* shared)
        : p(params), queues(params), window(shared), kept((RkPoolRing*)params.ringStates + which),
          ring{(unsigned char*)params.rings + which * params.ringBytes, params.ringShift, params.slotBytes},
          replyHead(nullptr), index(which), lane(rk_lane()), home(which % params.workers) {
        if (which < p.replyCount) replyHead = (rk_u64*)((unsigned char*)p.replies + which * p.replyBytes);
        position = kept->position;
        published = position;
        replyHeadSeen = rk_load_device_fenced(&kept->replyHead);
    }

    RK_MEMBER void run() {
        rk_u32 idle = 0;
        bool many = false;
        for (;;) {
            bool stops = rk_broadcast(rk_load_device_relaxed(&((RkDevice*)p.device)->stop), 0) == p.generation;
            rk_u32 n = many ? fetch<kPoolMany>() : fetch<kPoolFew>();
            passReplyHead();
            if (n != 0) {
                deliver(n);
                position += n;
                many = n >= kPoolFew * RK_LANES / kPoolGranules;
                idle = 0;
                if (position - published >= ring.capacity() / 4) publish();
            } else {
                many = false;
                if (++idle == 16) publish();
            }
            if (stops) return leave();
            if (idle > kPoolHotPolls) nap(idle - kPoolHotPolls);
        }
    }

private:
    RK_MEMBER void nap(rk_u32 naps) const {
        rk_u32 nanos = naps < 64 ? naps * 250 : kPoolNapNanos;
        rk_sleep(nanos);
    }

    RK_MEMBER void publish() {
        if (published == position) return;
        published = position;
        if (lane == 0) rk_store_system_release(ring.head(), position);
    }

    RK_MEMBER void leave() {
        publish();
        if (lane == 0) kept->position = position;
        rk_sync();
    }

    // Tells the workers how far the host has read the replies: this warp alone looks there.
    RK_MEMBER void passReplyHead() {
        if (replyHead == nullptr) return;
        rk_u64 head = rk_broadcast(lane == 0 ? rk_load_system_relaxed(replyHead) : 0, 0);
        if (head == replyHeadSeen) return;
        replyHeadSeen = head;
        if (lane == 0) rk_store_device_fenced(&kept->replyHead, head);
    }

    // Reads so many granules a lane, all in flight together, and returns how many complete slots they begin with.
    template <rk_u32 kEach>
    RK_MEMBER rk_u32 fetch() {
        constexpr rk_u32 slots = kEach * RK_LANES / kPoolGranules;
        RkGranule granules[kEach];
        #pragma unroll
        for (rk_u32 k = 0; k < kEach; ++k) {
            rk_u32 g = k * RK_LANES + lane;
            granules[k] = rk_load_system_relaxed((const RkGranule*)ring.slot(position + g / kPoolGranules)
                                                 + g % kPoolGranules);
        }
        #pragma unroll
        for (rk_u32 k = 0; k < kEach; ++k) ((RkGranule*)window)[k * RK_LANES + lane] = granules[k];
        rk_sync();
        for (rk_u32 first = 0; first < slots; first += RK_LANES) {
            rk_u32 s = first + lane;
            bool complete = s < slots;
            if (complete) {
                rk_u64 tag = ring.tag(position + s);
                for (rk_u32 g = 0; g < kPoolGranules; ++g) complete &= granule(s, g).high >> 48 == tag;
            }
            rk_u32 missing = ~rk_ballot(complete) & (RK_LANES == 32 ? ~0u : (1u << RK_LANES % 32) - 1);
            if (missing != 0) return first + rk_first(missing);
        }
        return slots;
    }

    RK_MEMBER const RkGranule& granule(rk_u32 slot, rk_u32 g) const {
        return ((const RkGranule*)window)[slot * kPoolGranules + g];
    }

    RK_MEMBER RkPooled* target(rk_u32 slot) const { return (RkPooled*)p.actors + (rk_u32)granule(slot, 1).low; }
    RK_MEMBER rk_u32 type(rk_u32 slot) const { return (rk_u32)(granule(slot, 0).high >> 32) & 0xffff; }

    // The payload of a command: 24 bytes, and a tag displaces none of them but the last two.
    RK_MEMBER RkCommand command(rk_u32 slot) const {
        RkGranule first = granule(slot, 2);
        first.high = (first.high & kPoolUntagged) | (granule(slot, 1).high >> 16 & 0xffff) << 48;
        rk_u64 second = granule(slot, 3).low;
        return RkCommand{first.low, first.high, (rk_u32)second, (rk_u32)(second >> 32)};
    }

    // Three steps, each for all messages and a fence between: the content, that it is there, and whose turn it is.
    RK_MEMBER void deliver(rk_u32 n) {
        if (p.slotBytes > RK_SLOT_TAGGED_BYTES) rk_fence_system();  // the tags do not cover what lies beyond them
        #pragma unroll 1
        for (rk_u32 k = 0; k < kPoolEach; ++k) {
            rk_u32 s = k * RK_LANES + lane;
            bool spawns = s < n && type(s) == RK_TYPE_COMMAND && command(s).code == RK_COMMAND_SPAWN;
            rk_u32 mask = rk_ballot(spawns);
            for (; mask != 0; mask &= mask - 1) spawn(k * RK_LANES + rk_first(mask));
        }
        rk_u64* word[kPoolEach];
        #pragma unroll
        for (rk_u32 k = 0; k < kPoolEach; ++k) {
            rk_u32 s = k * RK_LANES + lane;
            word[k] = s < n ? put(s) : nullptr;
        }
        rk_fence_device();
        #pragma unroll
        for (rk_u32 k = 0; k < kPoolEach; ++k) {
            rk_u32 s = k * RK_LANES + lane;
            if (word[k] == nullptr) continue;
            if (type(s) == RK_TYPE_COMMAND) {
                RkCommand what = command(s);
                rk_store_device_fenced(word[k], what.epoch << 8 | what.code);
            } else {
                rk_store_device_fenced(word[k], (granule(s, 1).low >> 32) + 1);
            }
        }
        rk_fence_device();
        rk_u32 turns = 0;
        rk_u32 actors[kPoolEach];
        #pragma unroll
        for (rk_u32 k = 0; k < kPoolEach; ++k) {
            rk_u32 s = k * RK_LANES + lane;
            actors[k] = word[k] != nullptr ? (rk_u32)granule(s, 1).low : 0;
            if (word[k] != nullptr && rk_exchange_device_fenced(&target(s)->scheduled, 1) == 0) turns |= 1u << k;
        }
        rk_fence_device();
        queues.push(home, turns, actors);
        home = home + 1 < p.workers ? home + 1 : 0;
        rk_sync();      // the window may be overwritten
    }

    // Writes the content of a message into its mailbox, or the argument of a command beside its actor; returns the word that
    // says that it is there, null for a slot that its sender gave up before it had a position.
    RK_MEMBER rk_u64* put(rk_u32 s) const {
        if (type(s) == RK_TYPE_PADDING) return nullptr;
        RkPooled* actor = target(s);
        if (type(s) == RK_TYPE_COMMAND) {
            rk_store_device_fenced(&actor->argument, command(s).argument);
            return &actor->command;
        }
        rk_u64 geometry = rk_load_device_relaxed(&actor->geometry);
        rk_u32 slotBytes = (rk_u32)(geometry >> 8);
        rk_u64 index = (granule(s, 1).low >> 32) & ((1ull << (geometry & 0xff)) - 1);
        unsigned char* to = (unsigned char*)rk_load_device_relaxed(&actor->mailbox) + index * slotBytes;
        RkGranule* granules = (RkGranule*)to;
        rk_u64 fixes = granule(s, 1).high;
        ((rk_u64*)to)[1] = granule(s, 0).high & kPoolUntagged;
        RkGranule third = granule(s, 2);
        RkGranule fourth = granule(s, 3);
        third.high = (third.high & kPoolUntagged) | (fixes >> 16 & 0xffff) << 48;
        fourth.high = (fourth.high & kPoolUntagged) | (fixes >> 32 & 0xffff) << 48;
        granules[2] = third;
        granules[3] = fourth;
        const RkGranule* rest = (const RkGranule*)ring.slot(position + s);
        for (rk_u32 g = kPoolGranules; g * 16 < slotBytes; ++g) granules[g] = rk_load_system_relaxed(rest + g);
        return (rk_u64*)to;
    }

    // Prepares what the actor will find when it obeys the command: configuration, empty mailbox, initial state. What its
    // worker owns (head, status, epoch) goes on from its predecessor.
    RK_MEMBER void spawn(rk_u32 s) const {
        rk_fence_system();
        RkPooled* actor = target(s);
        const RkPoolSpawn* spec = (const RkPoolSpawn*)command(s).argument;
        rk_u64 mailbox = rk_load_system_relaxed(&spec->mailbox);
        rk_u64 state = rk_load_system_relaxed(&spec->state);
        rk_u64 kind = rk_load_system_relaxed(&spec->kind);
        rk_u64 geometry = rk_load_system_relaxed(&spec->geometry);
        const RkGranule* image = (const RkGranule*)(spec + 1);
        for (rk_u32 i = lane; i < kind >> 36; i += RK_LANES) {
            ((RkGranule*)state)[i] = rk_load_system_relaxed(image + i);
        }
        rk_u64 slots = 1ull << (geometry & 0xff);
        for (rk_u64 i = lane; i < slots; i += RK_LANES) {
            rk_store_device_fenced((rk_u64*)(mailbox + i * (geometry >> 8)), 0);
        }
        if (lane == 0) {
            rk_store_device_fenced(&actor->mailbox, mailbox);
            rk_store_device_fenced(&actor->state, state);
            rk_store_device_fenced(&actor->kind, kind);
            rk_store_device_fenced(&actor->geometry, geometry);
        }
        rk_sync();
    }
};
