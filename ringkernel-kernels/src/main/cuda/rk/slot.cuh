// Slots of a ring: io.ringkernel.queue.SlotLayout draws them. Each of the first four granules ends in the commit tag, so
// that one access brings data and proof of completeness together; what the payload had there travels in fix2 and fix3.

static constexpr rk_u32 kWarp = 32;
static constexpr rk_u32 kGranules = RK_SLOT_TAGGED_BYTES / 16;    // tagged granules of a slot
static constexpr rk_u32 kSlotsAWarp = kWarp / kGranules;          // slots that one access of a warp covers
static constexpr rk_u64 kUntagged = 0x0000ffffffffffffull;

struct RkRing {
    unsigned char* base;    // the header line with the consumer's head; the slots follow it
    rk_u32 shift;           // log2 of the capacity
    rk_u32 slotBytes;

    RK_MEMBER rk_u64 capacity() const { return 1ull << shift; }
    RK_MEMBER rk_u64* head() const { return (rk_u64*)base; }
    RK_MEMBER rk_u64 index(rk_u64 position) const { return position & (capacity() - 1); }
    RK_MEMBER unsigned char* slot(rk_u64 position) const {
        return base + RK_RING_HEADER_BYTES + index(position) * slotBytes;
    }
    RK_MEMBER rk_u64 tag(rk_u64 position) const { return ((position >> shift) + 1) & 0xffff; }
};

// Of the granules that the lanes say are complete, counts the leading slots of which all four are.
RK_DEVICE rk_u32 rk_complete_slots(bool complete) {
    rk_u32 lanes = __ballot_sync(~0u, complete);
    rk_u32 slots = lanes & (lanes >> 1) & (lanes >> 2) & (lanes >> 3) & 0x11111111u;
    rk_u32 missing = ~slots & 0x11111111u;
    return missing == 0 ? kSlotsAWarp : (rk_u32)(__ffs((int)missing) - 1) / kGranules;
}

// Puts back what the tags displaced, into the upper half of a granule: tags, fix2 and fix3 are all there. Called by all
// lanes; lane i holds granule i mod 4 of its slot.
RK_DEVICE rk_u64 rk_unseal(rk_u64 high) {
    rk_u32 part = threadIdx.x % kGranules;
    rk_u32 fixes = __shfl_sync(~0u, (rk_u32)(high >> 16), 1, kGranules);
    if (part == 2) high = (high & kUntagged) | (rk_u64)fixes << 48;
    if (part == 3) high = (high & kUntagged) | (rk_u64)(fixes >> 16) << 48;
    return high;
}

// The reverse: saves what the tags will displace and puts the tags in.
RK_DEVICE void rk_seal(RkGranule& granule, rk_u64 tag) {
    rk_u32 lane = threadIdx.x % kWarp;
    rk_u32 part = lane % kGranules;
    rk_u64 third = __shfl_sync(~0u, granule.high, (lane & ~(kGranules - 1)) + 2) >> 48;
    rk_u64 fourth = __shfl_sync(~0u, granule.high, (lane & ~(kGranules - 1)) + 3) >> 48;
    if (part == 1) granule.high = (granule.high & 0xffff) | third << 16 | fourth << 32;
    granule.high = (granule.high & kUntagged) | tag << 48;
}
