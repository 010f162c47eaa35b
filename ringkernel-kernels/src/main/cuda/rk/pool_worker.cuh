// A worker is a warp that runs pooled actors, one in each lane. An actor runs on one lane at a time, because its `scheduled`
// is set from when it is put into a run queue until it has nothing more to do; a fair batch of messages later it goes to the
// end of the queue.
//
// No wake-up is lost: a feeder writes a message and then exchanges `scheduled` for 1; a worker exchanges it for 0 and then
// looks for messages once more. Both are read-modify-writes of one word. If the worker's comes second, it has read what the
// feeder's wrote, so it sees the message; if it comes first, the feeder gets the 0 and puts the actor into a queue.

static constexpr rk_u32 kPoolBatch = 16;            // messages of an actor before another has its turn
static constexpr rk_u32 kPoolEnding = 0x80;         // status: returns what is left up to the last position
static constexpr rk_u64 kPoolNever = ~0ull;
static constexpr rk_u32 kPoolCandidates = 10;       // queues that a worker looks at together
static constexpr rk_u32 kPoolSpins = 16;            // empty looks before a worker begins to nap
static constexpr rk_u32 kPoolRestNanos = 2000;      // its longest nap

// An actor while a lane runs it.
struct RkPooledRun {
    RkPooled* self;
    rk_u32 actor;
    rk_u32 status;
    rk_u64 mailbox;
    rk_u64 geometry;
    rk_u64 head;
    rk_u64 limit;               // the position where a quiesce or the end takes effect; kPoolNever: none
    rk_u64 epoch;
    rk_u32 acknowledge;         // the state to acknowledge when the actor's words are written back; 0: none

    RK_MEMBER rk_u64 slot() const {
        return mailbox + (head & ((1ull << (geometry & 0xff)) - 1)) * (geometry >> 8);
    }

    // Whether its next message is there and it takes messages: to handle, or if it has ended to give them back.
    RK_MEMBER bool ready() const {
        bool takes = status == RK_STATE_ACTIVE || status == RK_STATE_FAILED || status == kPoolEnding;
        return takes && head < limit
               && rk_load_device_fenced((const rk_u64*)slot()) == (head & kPoolPositions) + 1;
    }

    RK_MEMBER void become(rk_u32 next) {
        status = next;
        limit = kPoolNever;
        acknowledge = next;
    }

    RK_MEMBER void obey(rk_u32 code) {
        rk_u64 argument = rk_load_device_relaxed(&self->argument);
        if (code == RK_COMMAND_SPAWN) {
            become(RK_STATE_ACTIVE);
        } else if (code == RK_COMMAND_TERMINATE) {
            status = kPoolEnding;
            limit = argument;
        } else if (status == RK_STATE_FAILED) {
            acknowledge = RK_STATE_FAILED;
        } else if (code == RK_COMMAND_ACTIVATE) {
            become(RK_STATE_ACTIVE);
        } else if (code == RK_COMMAND_QUIESCE) {
            limit = argument;
        }
    }

    RK_MEMBER void settle() {
        if (head < limit) return;
        if (status == RK_STATE_ACTIVE) become(RK_STATE_QUIESCED);
        if (status == kPoolEnding) become(RK_STATE_TERMINATED);
    }
};

struct RkPoolWorker {
    const RkPoolParams& p;
    RkRunQueues queues;
    RkPoolReplies replies;
    rk_u32 home;
    rk_u32 victim;
    rk_u32 lane;

    RK_MEMBER RkPoolWorker(const RkPoolParams& params, rk_u32 block, unsigned char* outbox)
        : p(params), queues(params), replies(params, outbox), home(block), victim(block), lane(rk_lane()) {}

    RK_MEMBER void run() {
        rk_u32 idle = 0;
        while (rk_broadcast(rk_load_device_relaxed(&((RkDevice*)p.device)->stop), 0) != p.generation) {
            rk_u32 actor = take();
            if (rk_ballot(actor != kNobody) != 0) {
                idle = 0;
                serve(actor);
            } else if (++idle > kPoolSpins) {
                rk_u32 naps = idle - kPoolSpins;
                rk_sleep(naps < 8 ? naps * 250 : kPoolRestNanos);
            }
        }
    }

private:
    // Its own block's queue first, then what found no room anywhere, then half of what another block has; it looks at
    // several others in one go, and at others the next time.
    RK_MEMBER rk_u32 take() {
        rk_u32 busy = 0;
        for (rk_u32 first = 0; first < kPoolCandidates; first += RK_LANES) {
            rk_u32 i = first + lane;
            busy |= rk_ballot(i < kPoolCandidates && queues.hasSome(candidate(i))) << first;
        }
        rk_u32 actor = kNobody;
        for (; busy != 0; busy &= busy - 1) {
            rk_u32 i = rk_first(busy);
            actor = queues.pop(candidate(i), i > 1);
            if (rk_ballot(actor != kNobody) != 0) return actor;
        }
        victim = (victim + kPoolCandidates - 2) % p.workers;
        return actor;
    }

    RK_MEMBER rk_u32 candidate(rk_u32 i) const {
        return i == 0 ? home : i == 1 ? p.workers : (victim + i - 1) % p.workers;
    }

    RK_MEMBER void serve(rk_u32 actor) {
        bool mine = actor != kNobody;
        RkPooledRun run{};
        rk_u64 before = 0;
        rk_u64 state = 0;
        rk_u32 behavior = 0;
        bool commanded = false;
        if (mine) {
            run.self = (RkPooled*)p.actors + actor;
            run.actor = actor;
            run.mailbox = rk_load_device_relaxed(&run.self->mailbox);
            run.geometry = rk_load_device_relaxed(&run.self->geometry);
            state = rk_load_device_relaxed(&run.self->state);
            behavior = (rk_u32)rk_load_device_relaxed(&run.self->kind);
            run.status = (rk_u32)run.self->status;
            run.head = before = run.self->head;
            run.limit = run.self->limit;
            run.epoch = run.self->epoch;
        }
        rk_u64 word = mine ? rk_load_device_fenced(&run.self->command) : 0;
        commanded = mine && word >> 8 != run.epoch;
        if (rk_ballot(commanded) != 0) {
            rk_fence_device();
            if (commanded) {
                run.epoch = word >> 8;
                // A spawn wrote these before the command; they may have been read before that.
                run.mailbox = rk_load_device_relaxed(&run.self->mailbox);
                run.geometry = rk_load_device_relaxed(&run.self->geometry);
                state = rk_load_device_relaxed(&run.self->state);
                behavior = (rk_u32)rk_load_device_relaxed(&run.self->kind);
                run.obey((rk_u32)word & 0xff);
            }
        }
        for (rk_u32 step = 0; step < kPoolBatch; ++step) {
            bool ready = mine && run.ready();
            if (rk_ballot(ready) == 0) break;
            rk_fence_device();
            handle(ready, run, behavior, (void*)state);
        }
        if (mine) run.settle();
        finish(mine, run, before);
    }

    // One message of each lane that is ready.
    RK_MEMBER void handle(bool ready, RkPooledRun& run, rk_u32 behavior, void* state) {
        RkPoolContext context{replies.slot(), run.actor, 0, false, 0, 0, 0};
        bool sends = false;
        if (ready) {
            const unsigned char* slot = (const unsigned char*)run.slot();
            rk_u64 word = ((const rk_u64*)slot)[1];
            rk_u32 type = (rk_u32)(word >> 32) & 0xffff;
            context.correlation = (rk_u32)word;
            ++run.head;
            if (type == RK_TYPE_GIVEN_UP) {
                // a record that could not be encoded
            } else if (run.status != RK_STATE_ACTIVE) {
                giveBack(slot, type, run);
                sends = true;
            } else {
                rk_pool_dispatch(behavior, state, type, slot + RK_SLOT_PAYLOAD_OFFSET, context);
                if (!context.answered && !context.failed() && context.correlation != 0) {
                    rk_pool_slot(replies.slot(), run.actor, RK_TYPE_NO_REPLY, context.correlation, 0);
                    sends = true;
                }
                sends |= context.answered;
            }
        }
        rk_sync();
        replies.send(sends, run.actor);
        bool fails = context.failed();
        if (rk_ballot(fails) == 0) return;
        if (fails) {
            RkFault* report = (RkFault*)rk_pool_slot(replies.slot(), run.actor, RK_TYPE_FAULT,
                                                     context.answered ? 0 : context.correlation, 0);
            report->consumed = run.head;
            report->a = context.faultA;
            report->b = context.faultB;
            report->site = context.faultSite;
            run.status = RK_STATE_FAILED;
            run.limit = kPoolNever;
        }
        rk_sync();
        replies.send(fails, run.actor);
    }

    RK_MEMBER void giveBack(const unsigned char* slot, rk_u32 type, const RkPooledRun& run) const {
        RkGranule* to = (RkGranule*)rk_pool_slot(replies.slot(), run.actor, type, 0, RK_FLAG_RETURNED);
        const RkGranule* from = (const RkGranule*)(slot + RK_SLOT_PAYLOAD_OFFSET);
        rk_u32 granules = ((rk_u32)(run.geometry >> 8) - RK_SLOT_PAYLOAD_OFFSET) / 16;
        for (rk_u32 g = 0; g < granules; ++g) to[g] = from[g];
    }

    // Writes the actors back, tells the host, and lets go of those that have nothing more to do.
    RK_MEMBER void finish(bool mine, const RkPooledRun& run, rk_u64 before) {
        if (mine) {
            run.self->status = run.status;
            run.self->head = run.head;
            run.self->limit = run.limit;
            run.self->epoch = run.epoch;
        }
        // Also behind the reads of what was handled: the host's credit, given next, brings new messages into those slots.
        rk_fence_device();
        if (mine && run.head != before) rk_store_system_relaxed((rk_u64*)p.handled + run.actor, run.head);
        bool acknowledges = mine && run.acknowledge != 0;
        if (rk_ballot(acknowledges) != 0) {
            if (acknowledges) {
                *(rk_u64*)rk_pool_slot(replies.slot(), run.actor, RK_TYPE_ACKNOWLEDGED, 0, 0) =
                    run.epoch << 8 | run.acknowledge;
            }
            rk_sync();
            replies.send(acknowledges, run.actor);
        }
        bool more = mine && run.ready();
        queues.push(home, more, run.actor);
        if (mine && !more) rk_exchange_device_fenced(&run.self->scheduled, 0);
        rk_fence_device();
        bool again = mine && !more
                     && (rk_load_device_fenced(&run.self->command) >> 8 != run.epoch || run.ready())
                     && rk_exchange_device_fenced(&run.self->scheduled, 1) == 0;
        if (rk_ballot(again) == 0) return;
        rk_fence_device();
        queues.push(home, again, run.actor);
    }
};
