// The block of a pinned actor. Its first warp polls the mailbox, handles what it finds and sends the replies; the second
// sleeps until there is a stream to fetch (stream.cuh).
//
// All lanes of the first hold the same RkActorBlock and take every decision from values that one access or one shuffle gave
// to all of them; only lane 0 runs handlers. Three ways to fetch: probes and `poll` read one slot (or eight, while hot), the
// lowest latency; `stream` handles whole windows while the fetcher prepares the next.

static constexpr rk_u32 kMixedSlots = 32;               // looked at together where a window's messages differ
static constexpr rk_u32 kHotPolls = 2048;               // about 2.5 ms of empty polls before the back-off begins
static constexpr rk_u32 kEagerLooks = 64;               // looks by probes after the last message, about 25 us
static constexpr rk_u32 kProbeSpacing = 600;            // cycles: a third of the time that a read of host memory takes
static constexpr rk_u32 kNaps = 256;                    // polls with naps of 0.25 to 2 us between them before it dozes
static constexpr rk_u64 kDozeNanos = 64000;             // between looks at the mailbox while it dozes
static constexpr rk_u32 kDormantSleep = 500;            // ns; dormant blocks look at device memory only

struct RkActorBlock {
    const RkParams& p;
    RkActor* self;
    RkActorHost* host;
    rk_u32 index;
    rk_u32 lane;
    RkRing mailbox;
    RkRing replies;
    rk_u32 behavior;
    rk_u32 stateBytes;
    rk_u64 stateAddress;
    rk_u32 status;
    rk_u64 epoch;               // of the last command seen
    rk_u64 position;            // next slot of the mailbox
    rk_u64 published;           // the head that the host knows
    rk_u64 replyPosition;       // next slot of the replies
    rk_u64 replyHead;           // cached: what the host had consumed of them
    rk_u64 quiesceAt;           // position at which a quiesce takes effect; ~0: none
    RkControl control;
    RkTurn turn;                // of the next window of a stream
    rk_u32 parities;            // bit i: parity of the barrier of probe i
    rk_u32 probing;             // bit i: probe i is in flight
    rk_u32 probe;               // the one that is looked at next
    rk_u32 probed;              // byte i: low byte of the position that probe i asked for
    rk_u64 dozing;              // what it told the host, 0: awake

    RK_MEMBER RkActorBlock(const RkParams& params, rk_u32 actor)
        : p(params), self((RkActor*)params.actors + actor), host((RkActorHost*)params.actorHosts + actor), index(actor),
          lane(threadIdx.x % kWarp), control(params, self), turn{0, 0}, parities(0), probing(0), probe(0), probed(0),
          dozing(0) {
        status = self->status;
        epoch = self->epoch;
        position = self->position;
        replyPosition = self->replyPosition;
        quiesceAt = self->quiesceAt;
        published = position;
        replyHead = 0;
        if (status == RK_STATE_ACTIVE || status == RK_STATE_SPAWNED || status == RK_STATE_QUIESCED) readConfiguration();
        if (status == RK_STATE_ACTIVE) takeState();
    }

    RK_MEMBER rk_u32 halfBytes() const { return p.windowSlots * RK_SLOT_TAGGED_BYTES; }
    RK_MEMBER unsigned char* inbox() const { return rk_shared + kSharedWindows; }
    // Slots of more than 64 bytes are never streamed, so the second half is free for their replies.
    RK_MEMBER bool large() const { return mailbox.slotBytes > RK_SLOT_TAGGED_BYTES; }
    RK_MEMBER unsigned char* outbox() const {
        return rk_shared + (large() ? kSharedWindows + halfBytes() : kSharedOutbox);
    }
    RK_MEMBER rk_u32 outboxSlots() const {
        rk_u32 fit = halfBytes() / mailbox.slotBytes;
        return fit < RK_OUTBOX_SLOTS ? fit : RK_OUTBOX_SLOTS;
    }
    RK_MEMBER bool stateIsShared() const { return stateBytes <= RK_STATE_SHARED_BYTES; }
    RK_MEMBER void* state() const { return stateIsShared() ? (void*)(rk_shared + kSharedState) : (void*)stateAddress; }

    // ---- configuration and state -------------------------------------------------------------------------------

    RK_MEMBER void readConfiguration() {
        rk_fence_system();
        mailbox.base = (unsigned char*)rk_load_system_relaxed(&host->mailbox);
        replies.base = (unsigned char*)rk_load_system_relaxed(&host->replies);
        rk_u64 geometry = rk_load_system_relaxed(&host->geometry);
        mailbox.shift = (rk_u32)geometry & 0xff;
        replies.shift = (rk_u32)(geometry >> 8) & 0xff;
        mailbox.slotBytes = replies.slotBytes = (rk_u32)(geometry >> 16);
        stateAddress = rk_load_system_relaxed(&host->state);
        rk_u64 kind = rk_load_system_relaxed(&host->kind);
        behavior = (rk_u32)kind;
        stateBytes = (rk_u32)(kind >> 32);
    }

    // Copies whole granules: the host rounds the allocation up.
    RK_MEMBER void copyState(void* to, const void* from) const {
        for (rk_u32 i = lane; i * 16 < stateBytes; i += kWarp) ((RkGranule*)to)[i] = ((const RkGranule*)from)[i];
        __syncwarp();
    }

    RK_MEMBER void initialState() {
        const RkGranule* from = (const RkGranule*)rk_load_system_relaxed(&host->initialState);
        for (rk_u32 i = lane; i * 16 < stateBytes; i += kWarp) {
            ((RkGranule*)stateAddress)[i] = rk_load_system_relaxed(from + i);
        }
        __syncwarp();
    }

    RK_MEMBER void takeState() { if (stateIsShared()) copyState(rk_shared + kSharedState, (void*)stateAddress); }
    RK_MEMBER void leaveState() { if (stateIsShared()) copyState((void*)stateAddress, rk_shared + kSharedState); }

    // ---- lifecycle ---------------------------------------------------------------------------------------------

    RK_MEMBER void publish() {
        if (published == position) return;
        published = position;
        if (lane == 0) rk_store_system_release(mailbox.head(), position);
    }

    RK_MEMBER void become(rk_u32 next) {
        rouse();
        if (status == RK_STATE_ACTIVE && next != RK_STATE_ACTIVE) leaveState();
        if (status != RK_STATE_ACTIVE && next == RK_STATE_ACTIVE) takeState();
        status = next;
        quiesceAt = ~0ull;
        __syncwarp();
        if (lane == 0) {
            rk_store_system_relaxed(&host->consumed, position);
            rk_store_system_release(&host->acknowledged, epoch << 8 | status);
        }
    }

    RK_MEMBER void obey(rk_u64 word) {
        landProbes();
        asm volatile("fence.acq_rel.gpu;" ::: "memory");
        rk_u64 argument = rk_load_device_relaxed(&self->argument);
        epoch = word >> 8;
        switch ((rk_u32)word & 0xff) {
            case RK_COMMAND_SPAWN:
                readConfiguration();
                position = published = replyPosition = replyHead = 0;
                initialState();
                become(RK_STATE_SPAWNED);
                break;
            case RK_COMMAND_ACTIVATE:
                become(RK_STATE_ACTIVE);
                break;
            case RK_COMMAND_QUIESCE:
                quiesceAt = argument;
                break;
            case RK_COMMAND_TERMINATE:
                become(RK_STATE_TERMINATED);
                break;
        }
    }

    RK_MEMBER void leave() {
        rouse();
        landProbes();
        if (status == RK_STATE_ACTIVE) {
            publish();
            leaveState();
        }
        if (lane == 0) {
            self->status = status;
            self->epoch = epoch;
            self->position = position;
            self->replyPosition = replyPosition;
            self->quiesceAt = quiesceAt;
            rk_block().leaving = true;
        }
        rk_barrier_arrive(&rk_block().woken);
    }

    // ---- replies -----------------------------------------------------------------------------------------------

    // Waits until the host has taken enough replies; false if the kernel must stop because the host is gone.
    RK_MEMBER bool awaitRoom(rk_u32 count) {
        while (replyPosition + count - replyHead > replies.capacity()) {
            replyHead = rk_load_system_relaxed(replies.head());
            replyHead = __shfl_sync(~0u, replyHead, 0);
            rk_u64 stop = __shfl_sync(~0u, rk_load_device_relaxed(control.stopWord), 0);
            if (stop == p.generation && rk_load_device_relaxed(hostLostWord()) != 0) return false;
        }
        return true;
    }

    RK_MEMBER const rk_u64* hostLostWord() const { return &((RkDevice*)p.device)->hostLost; }

    RK_MEMBER void send(rk_u32 count) {
        if (!awaitRoom(count)) return;
        if (large()) {
            for (rk_u32 s = 0; s < count; ++s) {
                const RkGranule* from = (const RkGranule*)(outbox() + s * replies.slotBytes);
                RkGranule* to = (RkGranule*)replies.slot(replyPosition + s);
                for (rk_u32 g = kGranules + lane; g * 16 < replies.slotBytes; g += kWarp) {
                    rk_store_system_relaxed(to + g, from[g]);
                }
            }
            __syncwarp();
            rk_fence_system();
        }
        rk_u32 s = lane / kGranules;
        RkGranule granule = ((const RkGranule*)(outbox() + (s < count ? s : 0) * replies.slotBytes))[lane % kGranules];
        rk_seal(granule, replies.tag(replyPosition + s));
        if (s < count) rk_store_system_relaxed((RkGranule*)replies.slot(replyPosition + s) + lane % kGranules, granule);
        replyPosition += count;
        __syncwarp();
    }

    // ---- messages ----------------------------------------------------------------------------------------------

    // Whether all of n slots of 64 bytes from `offset` on were told and are of one type: that type, else 0.
    RK_MEMBER rk_u32 toldType(rk_u32 offset, rk_u32 n) const {
        rk_u64 first = *(const rk_u64*)(rk_shared + offset + 8) & kUntagged;
        bool same = true;
        #pragma unroll 4
        for (rk_u32 i = lane; i < n; i += kWarp) {
            same &= (*(const rk_u64*)(rk_shared + offset + i * RK_SLOT_TAGGED_BYTES + 8) & kUntagged) == first;
        }
        return __all_sync(~0u, same) && (rk_u32)first == 0 ? (rk_u32)(first >> 32) : 0;
    }

    // Handles n unsealed slots from `offset` in shared memory on. In a window the slots may be runs of told messages: `told`
    // is the type if it is one run, else 0, and then they are looked for.
    template <bool kWindow>
    RK_MEMBER void handle(rk_u32 offset, rk_u32 n, rk_u32 told) {
        rk_u32 done = 0;
        while (done < n && status == RK_STATE_ACTIVE) {
            rk_u32 slots = n - done;
            rk_u32 run = told;
            if (kWindow && told == 0 && slots >= kSlotsAWarp) {
                slots = slots < kMixedSlots ? slots : kMixedSlots;
                run = toldType(offset, slots);
            }
            rk_u32 outcome = 0;
            if (lane == 0) {
                RkContext context{outbox(), outboxSlots(), mailbox.slotBytes, index, 0, 0, false, false, 0, 0, 0};
                RkBatch batch{offset, slots, run, position};
                rk_u32 handled = rk_dispatch(behavior, state(), batch, context);
                outcome = handled | context.count << 16 | (rk_u32)context.failed() << 31;
            }
            __syncwarp();       // lane 0 wrote the outbox and has read the window; the shuffle orders no memory
            outcome = __shfl_sync(~0u, outcome, 0);
            rk_u32 handled = outcome & 0xffff;
            rk_u32 count = outcome >> 16 & 0x7fff;
            done += handled;
            offset += handled * mailbox.slotBytes;
            position += handled;
            if (count != 0) send(count);
            if (outcome >> 31) become(RK_STATE_FAILED);
        }
        if (status == RK_STATE_ACTIVE && position - published >= mailbox.capacity() / 4) publish();
    }

    RK_MEMBER rk_u32 bounded(rk_u32 n) const {
        rk_u64 left = quiesceAt - position;
        return left < n ? (rk_u32)left : n;
    }

    // Reads one slot, or eight if `wide`, in one access of the warp, and the words of control in its shadow; returns how
    // many slots were complete and handled. Wide polls take lines away from a host that is about to write them.
    RK_MEMBER rk_u32 poll(bool wide) {
        rk_u32 lanes = wide ? kWarp : kGranules;
        rk_u64 mine = position + lane / kGranules;
        RkGranule granule{0, 0};
        if (lane < lanes) granule = rk_load_system_relaxed((const RkGranule*)mailbox.slot(mine) + lane % kGranules);
        control.request();
        rk_u32 n = rk_complete_slots(lane < lanes && granule.high >> 48 == mailbox.tag(mine));
        rk_u32 fit = halfBytes() / mailbox.slotBytes;
        n = bounded(n < fit ? n : fit);
        if (n == 0) return 0;
        granule.high = rk_unseal(granule.high);
        rk_u32 s = lane / kGranules;
        if (s < n) ((RkGranule*)(inbox() + s * mailbox.slotBytes))[lane % kGranules] = granule;
        if (large()) fetchUntagged(n);
        __syncwarp();
        handle<false>(kSharedWindows, n, 0);
        return n;
    }

    // The tags do not cover what lies beyond them: a fence orders it after the tags that were seen.
    RK_MEMBER void fetchUntagged(rk_u32 n) {
        rk_fence_system();
        for (rk_u32 s = 0; s < n; ++s) {
            const RkGranule* from = (const RkGranule*)mailbox.slot(position + s);
            RkGranule* to = (RkGranule*)(inbox() + s * mailbox.slotBytes);
            for (rk_u32 g = kGranules + lane; g * 16 < mailbox.slotBytes; g += kWarp) {
                to[g] = rk_load_system_relaxed(from + g);
            }
        }
    }

    RK_MEMBER void landProbe(rk_u32 which) {
        rk_barrier_wait(rk_block().probes + which, parities >> which & 1);
        parities ^= 1u << which;
        probing ^= 1u << which;
    }

    // Looks at one slot, as `poll` does, but keeps several reads of it in flight a fraction of the bus's round trip apart: a
    // message waits for the next look a third as long. They cost bandwidth, so only a block that is in conversation does it.
    RK_MEMBER rk_u32 lookEagerly() {
        control.request();
        rk_u32 which = probe;
        probe = which + 1 < RK_PROBES ? which + 1 : 0;
        rk_u32 offset = kSharedProbes + which * RK_SLOT_TAGGED_BYTES;
        if (probing >> which & 1) {
            landProbe(which);
            // A probe may have left before the last message was handled: then it brings that one again.
            bool current = (probed >> 8 * which & 0xff) == (position & 0xff);
            rk_u64* part = (rk_u64*)(rk_shared + offset) + lane % kGranules * 2 + 1;
            rk_u64 high = *part;
            if (current && __all_sync(~0u, high >> 48 == mailbox.tag(position)) && bounded(1) == 1) {
                high = rk_unseal(high);
                __syncwarp();   // eight lanes read each granule, one writes it
                if (lane < kGranules) *part = high;
                __syncwarp();
                handle<false>(offset, 1, 0);
                return 1;
            }
        } else {
            rk_u32 start = (rk_u32)clock64();
            while ((rk_u32)clock64() - start < kProbeSpacing) {}
        }
        rk_copy_fence();
        __syncwarp();
        probing |= 1u << which;
        probed = (probed & ~(0xffu << 8 * which)) | (rk_u32)(position & 0xff) << 8 * which;
        if (lane == 0) {
            rk_copy_start(rk_shared + offset, mailbox.slot(position), RK_SLOT_TAGGED_BYTES,
                          rk_block().probes + which);
        }
        return 0;
    }

    // Waits for the probes in flight: before the position moves by more than one, the mailbox changes or the block ends.
    RK_MEMBER void landProbes() {
        for (rk_u32 i = 0; i < RK_PROBES; ++i) {
            if (probing >> i & 1) landProbe(i);
        }
    }

    // Wakes the fetcher and handles what it brings. An actor that fails leaves the windows that are under way unread.
    RK_MEMBER void stream() {
        landProbes();
        rk_copy_fence();        // polls wrote where the windows will be
        __syncwarp();
        RkBlock& block = rk_block();
        if (lane == 0) {
            block.mailbox = mailbox;
            block.position = position;
            block.quiesceAt = quiesceAt;
            block.epoch = epoch;
            block.leaving = false;
            block.abandoned = false;
        }
        rk_barrier_arrive(&block.woken);
        RkWindow window;
        do {
            rk_barrier_wait(block.full + turn.window, turn.parity);
            window = block.handed[turn.window];
            handle<true>(rk_window_offset(p, turn), window.slots, window.told);
            if (lane == 0 && status != RK_STATE_ACTIVE) *(volatile rk_u32*)&block.abandoned = true;
            rk_barrier_arrive(block.empty + turn.window);
            turn.advance();
        } while (!window.last);
    }

    RK_MEMBER void run() {
        rk_u32 idle = 0;
        bool wide = false;
        for (;;) {
            rk_u32 n = 0;
            if (status == RK_STATE_ACTIVE) {
                if (!wide && idle < kEagerLooks && !large()) {
                    n = lookEagerly();
                } else {
                    landProbes();
                    n = poll(wide);
                }
            } else {
                control.request();
            }
            control.await();
            if (control.commands(epoch)) {
                obey(control.command);
                idle = 0;
            }
            if (control.stops()) return leave();
            if (status != RK_STATE_ACTIVE) {
                rk_sleep(kDormantSleep);
            } else if (position >= quiesceAt) {
                publish();
                become(RK_STATE_QUIESCED);
            } else if (n != 0) {
                // Found by the first probe that left after the last message: there is a backlog.
                wide = wide ? n > 1 : idle <= RK_PROBES;
                idle = 0;
                rouse();
                if (n == kSlotsAWarp && !large()) stream();
            } else {
                wide = false;
                backOff(++idle);
            }
        }
    }

    RK_MEMBER void backOff(rk_u32 idle) {
        if (idle == 16) publish();
        if (idle <= kHotPolls) return;
        rk_u32 naps = idle - kHotPolls;
        if (naps < kNaps) {
            rk_sleep(256u << naps / (kNaps / 4));
        } else {
            doze();
        }
    }

    // Stays off the bus for a while: looks at device memory only, until the supervisor passes on a wake-up, a command or a
    // stop. The host sees that this block dozes and sends the wake-up with its next message; a message committed at the very
    // moment may miss that, and is found at the end of the while.
    RK_MEMBER void doze() {
        rk_u64 wakes = __shfl_sync(~0u, rk_load_device_relaxed(&self->wakes), 0);
        rk_u64 end = rk_nanoseconds() + kDozeNanos;
        if (dozing == 0) {
            dozing = __shfl_sync(~0u, rk_nanoseconds() | 1, 0);
            if (lane == 0) rk_store_system_relaxed(&host->dozing, dozing);
        }
        bool stirred;
        do {
            rk_sleep(kDormantSleep);
            control.request();
            stirred = rk_load_device_relaxed(&self->wakes) != wakes || control.commands(epoch) || control.stops()
                      || rk_nanoseconds() > end;
        } while (!__any_sync(~0u, stirred));
    }

    RK_MEMBER void rouse() {
        if (dozing == 0) return;
        dozing = 0;
        if (lane == 0) rk_store_system_relaxed(&host->dozing, 0);
    }
};
