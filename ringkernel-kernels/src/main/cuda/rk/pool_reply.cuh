// What pooled actors send to the host. A lane writes a slot into its place of the warp's outbox; then the warp sends all of
// them together. An actor's slots go through one ring, so the host gets them in the order in which they were sent, whichever
// workers the actor ran on: what comes after the acknowledgement of its end is of its successor.

static constexpr rk_u32 kPoolGranules = RK_SLOT_TAGGED_BYTES / 16;
static constexpr rk_u64 kPoolUntagged = 0x0000ffffffffffffull;

// Starts a slot; returns where its payload goes.
RK_DEVICE unsigned char* rk_pool_slot(unsigned char* slot, rk_u32 actor, rk_u32 type, rk_u32 correlation, rk_u32 flags) {
    RkGranule* granules = (RkGranule*)slot;
    granules[0] = RkGranule{0, (rk_u64)type << 32 | correlation};
    granules[1] = RkGranule{(rk_u64)actor << 32, flags};
    return slot + RK_SLOT_PAYLOAD_OFFSET;
}

// What generated handlers see of the runtime.
struct RkPoolContext {
    unsigned char* outbox;
    rk_u32 actor;
    rk_u32 correlation;         // of the message being handled; 0 if it was told
    bool answered;
    rk_i32 faultSite;           // 0: none
    rk_i64 faultA;
    rk_i64 faultB;

    template <class T>
    RK_MEMBER void reply(rk_u32 type, const T& record) {
        *(T*)rk_pool_slot(outbox, actor, type, correlation, 0) = record;
        answered = true;
    }

    RK_MEMBER bool replied() const { return answered; }

    RK_MEMBER void fault(rk_i32 site, rk_i64 a, rk_i64 b) {
        faultSite = site;
        faultA = a;
        faultB = b;
    }

    RK_MEMBER bool failed() const { return faultSite != 0; }
};

template <class Behavior>
RK_DEVICE void rk_pool_receive(void* stored, rk_u32 type, const unsigned char* payload, RkPoolContext& context) {
    typedef typename Behavior::State State;
    if constexpr (Behavior::kStateInRegisters) {
        State state = *(State*)stored;
        Behavior::receive(state, type, payload, context);
        *(State*)stored = state;
    } else {
        Behavior::receive(*(State*)stored, type, payload, context);
    }
}

struct RkPoolReplies {
    const RkPoolParams& p;
    unsigned char* outbox;      // a slot for each lane, then their order
    rk_u32 lane;

    RK_MEMBER RkPoolReplies(const RkPoolParams& params, unsigned char* shared)
        : p(params), outbox(shared), lane(rk_lane()) {}

    RK_MEMBER unsigned char* slot() const { return outbox + lane * p.slotBytes; }

    // Sends the slots of the lanes that have one. Called by all lanes.
    RK_MEMBER void send(bool has, rk_u32 actor) const {
        rk_u32 left = rk_ballot(has);
        while (left != 0) {
            rk_u32 ring = (rk_u32)rk_broadcast(actor, rk_first(left)) & (p.replyCount - 1);
            bool together = has && (actor & (p.replyCount - 1)) == ring;
            rk_u32 mask = rk_ballot(together);
            left &= ~mask;
            send(ring, together, mask);
        }
    }

private:
    RK_MEMBER void send(rk_u32 which, bool mine, rk_u32 mask) const {
        rk_u32 n = rk_count(mask);
        rk_u8* order = (rk_u8*)(outbox + RK_LANES * p.slotBytes);
        if (mine) order[rk_count(mask & ((1u << lane) - 1))] = (rk_u8)lane;
        rk_u64 position = rk_broadcast(lane == 0 ? reserve(which, n) : 0, 0);
        rk_sync();
        if (position != kNoCell) {
            RkRing ring{(unsigned char*)p.replies + which * p.replyBytes, p.replyShift, p.slotBytes};
            rk_u32 granules = p.slotBytes / 16;
            if (granules > kPoolGranules) {
                for (rk_u32 i = lane; i < n * granules; i += RK_LANES) {
                    rk_u32 g = i % granules;
                    const RkGranule* from = (const RkGranule*)(outbox + order[i / granules] * p.slotBytes);
                    if (g >= kPoolGranules) {
                        rk_store_system_relaxed((RkGranule*)ring.slot(position + i / granules) + g, from[g]);
                    }
                }
                rk_sync();
                rk_fence_system();
            }
            for (rk_u32 i = lane; i < n * kPoolGranules; i += RK_LANES) {
                rk_u64 at = position + i / kPoolGranules;
                const RkGranule* from = (const RkGranule*)(outbox + order[i / kPoolGranules] * p.slotBytes);
                rk_store_system_relaxed((RkGranule*)ring.slot(at) + i % kPoolGranules,
                                        sealed(from, i % kPoolGranules, ring.tag(at)));
            }
        }
        rk_sync();
    }

    // Granule g of a slot with its tag; what the tags of the payload displace goes into fix2 and fix3.
    RK_MEMBER static RkGranule sealed(const RkGranule* slot, rk_u32 g, rk_u64 tag) {
        RkGranule granule = slot[g];
        if (g == 1) granule.high = (granule.high & 0xffff) | slot[2].high >> 48 << 16 | slot[3].high >> 48 << 32;
        granule.high = (granule.high & kPoolUntagged) | tag << 48;
        return granule;
    }

    // Waits until the host has taken enough; kNoCell if the kernel must stop because the host is gone.
    RK_MEMBER rk_u64 reserve(rk_u32 which, rk_u32 n) const {
        RkPoolRing* ring = (RkPoolRing*)p.ringStates + which;
        const RkDevice* device = (const RkDevice*)p.device;
        for (;;) {
            rk_u64 tail = rk_load_device_fenced(&ring->replyTail);
            if (tail + n - rk_load_device_fenced(&ring->replyHead) <= 1ull << p.replyShift) {
                if (rk_compare_exchange_device_fenced(&ring->replyTail, tail, tail + n) == tail) return tail;
            } else if (rk_load_device_relaxed(&device->stop) == p.generation
                       && rk_load_device_relaxed(&device->hostLost) != 0) {
                return kNoCell;
            } else {
                rk_sleep(500);
            }
        }
    }
};
