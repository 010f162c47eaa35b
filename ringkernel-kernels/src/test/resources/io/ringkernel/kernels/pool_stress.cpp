// The pool's structures under stress: senders with credits, feeders, workers, and one thread that plays the host, which spawns,
// quiesces, activates and terminates actors while messages flow. At the end of every life of every actor: each message that was
// accepted was handled or given back, once, and those of one sender in their order.
//
// Arguments: seed, messages of each sender. Prints what went wrong; the exit code says whether something did.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

#ifndef RK_LIMIT_SECONDS
#define RK_LIMIT_SECONDS 60
#endif

static constexpr rk_u32 kActors = 48;
static constexpr rk_u32 kRings = 2;
static constexpr rk_u32 kReplyRings = 2;
static constexpr rk_u32 kWorkers = 3;
static constexpr rk_u32 kRingShift = 6;
static constexpr rk_u32 kReplyShift = 5;
static constexpr rk_u32 kMailboxShift = 4;
static constexpr rk_u64 kClosed = 1ull << 63;

static unsigned char* zeroed(size_t bytes) {
    void* memory = aligned_alloc(128, (bytes + 127) / 128 * 128);
    memset(memory, 0, (bytes + 127) / 128 * 128);
    return (unsigned char*)memory;
}

template <class T> static T load(T* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }

struct Host {
    RkPoolParams p{};
    RkDevice* device;
    RkPooled* actors;
    rk_u64 ringTails[kRings]{};
    std::vector<rk_u64> tails;          // accepted messages, with the closed bit: what a sender may add to
    std::vector<unsigned char*> mailboxes, states, specs;
    rk_u64 sent[kSenders][kActors]{};   // the last sequence
    rk_u64 gaps[kActors]{};             // positions of this life whose record could not be encoded
    long failures = 0;

    Host() : tails(kActors, kClosed), mailboxes(kActors), states(kActors), specs(kActors) {
        p.slotBytes = 64;
        p.ringCount = kRings;
        p.ringShift = kRingShift;
        p.replyCount = kReplyRings;
        p.replyShift = kReplyShift;
        p.ringBytes = 128 + (64 << kRingShift);
        p.replyBytes = 128 + (64 << kReplyShift);
        p.rings = (rk_u64)zeroed(p.ringBytes * kRings);
        p.replies = (rk_u64)zeroed(p.replyBytes * kReplyRings);
        p.ringStates = (rk_u64)zeroed(sizeof(RkPoolRing) * kRings);
        p.workers = kWorkers;
        p.cellShift = 3;                // small: the overflow queue is used
        p.overflowShift = 6;
        p.queues = (rk_u64)zeroed(sizeof(RkRunQueue) * (kWorkers + 1));
        p.cells = (rk_u64)zeroed(8 * ((kWorkers << p.cellShift) + (1 << p.overflowShift)));
        p.handled = (rk_u64)zeroed(8 * kActors);
        actors = (RkPooled*)zeroed(sizeof(RkPooled) * kActors);
        device = (RkDevice*)zeroed(sizeof(RkDevice));
        p.actors = (rk_u64)actors;
        p.device = (rk_u64)device;
        p.generation = 1;
        for (rk_u32 a = 0; a < kActors; ++a) {
            mailboxes[a] = zeroed(64 << kMailboxShift);
            states[a] = zeroed(128);
            specs[a] = zeroed(sizeof(RkPoolSpawn) + 128);
        }
    }

    RkRing ring(rk_u32 which) { return RkRing{(unsigned char*)p.rings + which * p.ringBytes, kRingShift, 64}; }
    rk_u64 handled(rk_u32 actor) { return load((rk_u64*)p.handled + actor); }

    bool claim(rk_u32 which, rk_u64& position) {
        for (;;) {
            position = load(&ringTails[which]);
            if (position - load(ring(which).head()) >= 1ull << kRingShift) return false;
            if (__atomic_compare_exchange_n(&ringTails[which], &position, position + 1, false, __ATOMIC_ACQ_REL,
                                            __ATOMIC_ACQUIRE)) return true;
        }
    }

    void commit(rk_u32 which, rk_u64 position, rk_u32 type, rk_u32 correlation, rk_u32 actor, rk_u32 place,
                const void* payload, size_t bytes) {
        unsigned char slot[64]{};
        memcpy(slot + 32, payload, bytes);
        RkGranule* g = (RkGranule*)slot;
        rk_u64 tag = ring(which).tag(position) << 48;
        rk_u64 third = g[2].high >> 48, fourth = g[3].high >> 48;
        g[0].high = tag | (rk_u64)type << 32 | correlation;
        g[1].low = (rk_u64)place << 32 | actor;
        g[1].high = tag | third << 16 | fourth << 32;
        g[2].high = (g[2].high & kPoolUntagged) | tag;
        g[3].high = (g[3].high & kPoolUntagged) | tag;
        for (int i = 0; i < 4; ++i) rk_store_system_relaxed((RkGranule*)ring(which).slot(position) + i, g[i]);
    }

    bool trySend(rk_u32 which, rk_u32 actor, rk_u32 type, rk_u32 sender, bool gap) {
        rk_u64 position, tail;
        if (!claim(which, position)) return false;
        do {
            tail = load(&tails[actor]);
            if (tail & kClosed || tail - handled(actor) >= 1ull << kMailboxShift) {
                commit(which, position, RK_TYPE_PADDING, 0, 0, 0, "", 0);
                return false;
            }
        } while (!__atomic_compare_exchange_n(&tails[actor], &tail, tail + 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
        if (gap) {
            __atomic_fetch_add(&gaps[actor], 1, __ATOMIC_ACQ_REL);
            commit(which, position, RK_TYPE_GIVEN_UP, 0, actor, (rk_u32)tail, "", 0);
            return true;
        }
        StressNumbered message{sender, ++sent[sender][actor]};
        commit(which, position, type, type == kTypeReport ? 5 : 0, actor, (rk_u32)tail, &message, sizeof message);
        return true;
    }

    void command(rk_u32 actor, rk_u32 code, rk_u64 epoch, rk_u64 argument) {
        RkCommand what{epoch, argument, actor, code};
        rk_u64 position;
        while (!claim(actor % kRings, position)) rk_yield();
        commit(actor % kRings, position, RK_TYPE_COMMAND, 0, actor, 0, &what, sizeof what);
    }
};

// What the playing host knows of an actor.
struct Life {
    rk_u32 state = 0;           // as acknowledged
    rk_u64 epoch = 0;
    rk_u32 awaited = 0;         // the command that is not acknowledged yet
    rk_u64 from = 0;            // the position at its spawn
    rk_u64 returned = 0;
    rk_u64 gaps = 0;
    rk_u64 last[kSenders]{};    // returned
    long commands = 0;
};

struct Player {
    Host& host;
    std::mt19937_64 random;
    Life lives[kActors];
    rk_u64 heads[kReplyRings]{};
    rk_u64 handled = 0, returned = 0, replies = 0, faults = 0, ends = 0;

    Player(Host& h, rk_u64 seed) : host(h), random(seed) {}

    void fail(const char* what, rk_u32 actor, rk_u64 a, rk_u64 b) {
        if (++host.failures < 20) printf("FAILED: %s: actor=%u, %llu, %llu\n", what, actor, a, b);
    }

    void order(rk_u32 actor, rk_u32 code, rk_u64 argument) {
        Life& life = lives[actor];
        life.awaited = code;
        ++life.commands;
        host.command(actor, code, ++life.epoch, argument);
    }

    void spawn(rk_u32 actor) {
        RkPoolSpawn* spec = (RkPoolSpawn*)host.specs[actor];
        *spec = RkPoolSpawn{(rk_u64)host.mailboxes[actor], (rk_u64)host.states[actor], 128ull << 32,
                            kMailboxShift | 64 << 8};
        memset((void*)(spec + 1), 0, 128);
        Life fresh;
        fresh.epoch = lives[actor].epoch;
        fresh.from = host.tails[actor] & ~kClosed;
        lives[actor] = fresh;
        order(actor, RK_COMMAND_SPAWN, (rk_u64)spec);
    }

    rk_u64 close(rk_u32 actor) { return __atomic_fetch_or(&host.tails[actor], kClosed, __ATOMIC_ACQ_REL) & ~kClosed; }

    void terminate(rk_u32 actor) { order(actor, RK_COMMAND_TERMINATE, close(actor)); }

    // Takes what the device has sent; returns whether there was anything.
    bool poll() {
        bool any = false;
        for (rk_u32 r = 0; r < kReplyRings; ++r) {
            RkRing ring{(unsigned char*)host.p.replies + r * host.p.replyBytes, kReplyShift, 64};
            for (;;) {
                RkGranule g[4];
                bool complete = true;
                for (int i = 0; i < 4; ++i) {
                    g[i] = rk_load_system_relaxed((RkGranule*)ring.slot(heads[r]) + i);
                    complete &= g[i].high >> 48 == ring.tag(heads[r]);
                }
                if (!complete) break;
                g[2].high = (g[2].high & kPoolUntagged) | (g[1].high >> 16 & 0xffff) << 48;
                take((rk_u32)(g[1].low >> 32), (rk_u32)(g[0].high >> 32) & 0xffff, (rk_u32)g[0].high,
                     (rk_u32)g[1].high & 0xffff, g[2].low, g[2].high);
                rk_store_system_release(ring.head(), ++heads[r]);
                any = true;
            }
        }
        return any;
    }

    void take(rk_u32 actor, rk_u32 type, rk_u32 correlation, rk_u32 flags, rk_u64 a, rk_u64 b) {
        Life& life = lives[actor];
        if (flags & RK_FLAG_RETURNED) {
            if (life.last[a] != 0 && b != life.last[a] + 1) fail("returned out of order", actor, b, life.last[a]);
            life.last[a] = b;
            ++life.returned;
        } else if (type == RK_TYPE_ACKNOWLEDGED) {
            acknowledged(actor, a >> 8, (rk_u32)a & 0xff);
        } else if (type == RK_TYPE_FAULT) {
            ++faults;
            close(actor);
            life.state = RK_STATE_FAILED;
            if (life.awaited == RK_COMMAND_QUIESCE) life.awaited = 0;   // it may fail first
        } else if (type == 1) {
            ++replies;
            if (correlation != 5) fail("correlation", actor, correlation, 5);
        } else if (type != RK_TYPE_NO_REPLY) {
            fail("type", actor, type, flags);
        }
    }

    void acknowledged(rk_u32 actor, rk_u64 epoch, rk_u32 state) {
        Life& life = lives[actor];
        if (epoch < life.epoch) return;     // of a command that an actor refused that had failed
        if (epoch != life.epoch) return fail("epoch", actor, epoch, life.epoch);
        rk_u32 was = life.awaited;
        life.awaited = 0;
        life.state = state;
        if (was == RK_COMMAND_SPAWN && state == RK_STATE_ACTIVE) {
            __atomic_store_n(&host.tails[actor], life.from, __ATOMIC_RELEASE);
        } else if (was == RK_COMMAND_TERMINATE) {
            if (state != RK_STATE_TERMINATED) fail("end", actor, state, 0);
            end(actor);
        }
    }

    void end(rk_u32 actor) {
        Life& life = lives[actor];
        const StressState* state = (const StressState*)host.states[actor];
        rk_u64 accepted = (host.tails[actor] & ~kClosed) - life.from;
        rk_u64 gaps = __atomic_exchange_n(&host.gaps[actor], 0, __ATOMIC_ACQ_REL);
        if (state->errors != 0) fail("handled out of order", actor, state->errors, state->handled);
        if (state->handled + life.returned + gaps != accepted) fail("count", actor, state->handled + life.returned + gaps, accepted);
        if (host.handled(actor) != life.from + accepted) fail("credits", actor, host.handled(actor), life.from + accepted);
        for (rk_u32 s = 0; s < kSenders; ++s) {
            rk_u64 sent = life.last[s] != 0 ? life.last[s] : state->last[s];
            if (sent != 0 && sent != load(&host.sent[s][actor])) fail("last", actor, sent, host.sent[s][actor]);
        }
        handled += state->handled;
        returned += life.returned;
        ++ends;
    }

    // One random command to one actor that waits for none.
    void meddle() {
        rk_u32 actor = random() % kActors;
        Life& life = lives[actor];
        if (life.awaited != 0) return;
        switch (life.state) {
            case RK_STATE_ACTIVE:
                if (random() % 4 == 0) terminate(actor);
                else order(actor, RK_COMMAND_QUIESCE, load(&host.tails[actor]) & ~kClosed);
                break;
            case RK_STATE_QUIESCED:
                if (random() % 4 == 0) terminate(actor);
                else order(actor, RK_COMMAND_ACTIVATE, 0);
                break;
            case RK_STATE_FAILED: terminate(actor); break;
            default: spawn(actor);
        }
    }
};

int main(int arguments, char** values) {
    rk_u64 seed = arguments > 1 ? strtoull(values[1], nullptr, 10) : 1;
    rk_u64 messages = arguments > 2 ? strtoull(values[2], nullptr, 10) : 20000;
    Host host;
    Player player(host, seed);
    rk_u32 sending = kSenders;
    std::vector<std::thread> devices, senders;
    auto start = [&] {
        for (rk_u32 i = 0; i < kRings; ++i) devices.emplace_back([&, i] {
            std::vector<RkGranule> window(kPoolWindow * kPoolGranules);
            RkPoolFeeder(host.p, i, (unsigned char*)window.data()).run();
        });
        for (rk_u32 i = 0; i < kWorkers; ++i) devices.emplace_back([&, i] {
            std::vector<RkGranule> outbox(8);
            RkPoolWorker(host.p, i, (unsigned char*)outbox.data()).run();
        });
    };
    auto stop = [&] {
        __atomic_store_n(&host.device->stop, host.p.generation, __ATOMIC_RELEASE);
        std::vector<std::thread> ending;
        ending.swap(devices);
        bool over = false;
        std::thread joins([&] {
            for (std::thread& t : ending) t.join();
            __atomic_store_n(&over, true, __ATOMIC_RELEASE);
        });
        while (!load(&over)) if (!player.poll()) rk_yield();     // as the host's conductor goes on reading replies
        joins.join();
        ++host.p.generation;
    };
    start();
    for (rk_u32 a = 0; a < kActors; ++a) player.spawn(a);
    for (rk_u32 s = 0; s < kSenders; ++s) senders.emplace_back([&, s] {
        std::mt19937_64 random(seed * 31 + s);
        for (rk_u64 sent = 0; sent < messages;) {
            rk_u32 actor = random() % 5 == 0 ? random() % kActors : random() % 4;     // some are busy, most are not
            rk_u32 roll = random() % 1000;
            rk_u32 type = roll < 3 ? kTypeFail : roll < 100 ? kTypeReport : kTypeNumbered;
            if (host.trySend(random() % kRings, actor, type, s, roll == 0)) ++sent;
            else rk_yield();
        }
        __atomic_fetch_sub(&sending, 1, __ATOMIC_ACQ_REL);
    });
    time_t limit = time(nullptr) + RK_LIMIT_SECONDS;
    for (rk_u64 turn = 0; load(&sending) != 0 && time(nullptr) < limit; ++turn) {
        bool any = player.poll();
        if (turn % 8 == 0) player.meddle();
        if (turn % 20000 == 19999) {        // a relaunch: what is queued stays
            stop();
            start();
        }
        if (!any) rk_yield();
    }
    if (load(&sending) != 0) {
        printf("FAILED: senders stand still\n");
        fflush(stdout);
        _Exit(1);
    }
    for (std::thread& t : senders) t.join();
    for (rk_u32 over = 0; over < kActors && time(nullptr) < limit;) {
        player.poll();
        over = 0;
        for (rk_u32 a = 0; a < kActors; ++a) {
            Life& life = player.lives[a];
            if (life.awaited != 0) continue;
            if (life.state == RK_STATE_TERMINATED) ++over;
            else if (life.state != 0) player.terminate(a);
        }
        rk_yield();
    }
    for (rk_u32 a = 0; a < kActors; ++a) {
        if (player.lives[a].state != RK_STATE_TERMINATED) player.fail("not terminated", a, player.lives[a].state, player.lives[a].awaited);
    }
    if (host.failures != 0) {
        fflush(stdout);
        _Exit(1);
    }
    stop();
    printf("seed=%llu handled=%llu returned=%llu replies=%llu faults=%llu ends=%llu\n", seed, player.handled, player.returned,
           player.replies, player.faults, player.ends);
    bool enough = player.handled > messages && player.returned > 0 && player.replies > 0 && player.faults > 0
                  && player.ends > kActors;
    if (!enough) printf("FAILED: too little happened\n");
    return enough ? 0 : 1;
}
