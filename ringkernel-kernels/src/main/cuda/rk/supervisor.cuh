// Block 0: takes the host's commands, hands them to the actors' blocks through device memory, keeps both heartbeats and
// ends the grid. It is the only block that polls for control across the bus.

struct RkSupervisor {
    const RkParams& p;
    RkHost* host;
    RkDevice* device;
    RkActor* actors;
    rk_u32 lane;

    RK_MEMBER RkSupervisor(const RkParams& params)
        : p(params), host((RkHost*)params.host), device((RkDevice*)params.device), actors((RkActor*)params.actors),
          lane(threadIdx.x % kWarp) {}

    RK_MEMBER void forward(const RkCommand* command) const {
        if (command->code == RK_COMMAND_TRAP) asm volatile("trap;");
        RkActor* actor = actors + command->actor;
        if (command->code == RK_COMMAND_WAKE) {
            rk_store_device_release(&actor->wakes, actor->wakes + 1);
            return;
        }
        actor->argument = command->argument;
        rk_store_device_release(&actor->command, command->epoch << 8 | command->code);
    }

    RK_MEMBER void stop(bool hostLost, rk_u64 position) const {
        if (lane != 0) return;
        device->commandPosition = position;
        device->hostLost = hostLost;
        rk_store_device_release(&device->stop, p.generation);
        rk_store_system_release(&host->stopped, p.generation << 1 | (hostLost ? 1 : 0));
    }

    RK_MEMBER void run() {
        RkRing ring{(unsigned char*)p.commands, p.commandsShift, RK_SLOT_TAGGED_BYTES};
        RkGranule* slot = (RkGranule*)rk_shared;
        rk_u64 position = device->commandPosition;
        rk_u64 beats = 0;
        rk_u64 hostBeat = 0;
        rk_u64 lastBeat = 0;
        rk_u64 lastHostBeat = rk_nanoseconds();
        rk_u32 idle = 0;
        for (;;) {
            RkGranule granule{0, 0};
            rk_u64 word = 0;
            if (lane < kGranules) granule = rk_load_system_relaxed((const RkGranule*)ring.slot(position) + lane);
            if (lane == 8) word = rk_load_system_relaxed(&host->stop);
            if (lane == 9) word = rk_load_system_relaxed(&host->heartbeat);
            rk_u64 stopAt = __shfl_sync(~0u, word, 8);
            rk_u64 beat = __shfl_sync(~0u, word, 9);
            rk_u64 now = __shfl_sync(~0u, rk_nanoseconds(), 0);
            if (rk_complete_slots(lane < kGranules && granule.high >> 48 == ring.tag(position)) != 0) {
                rk_fence_system();      // what the host wrote before the command is visible to the block that obeys it
                granule.high = rk_unseal(granule.high);
                if (lane < kGranules) slot[lane] = granule;
                __syncwarp();
                ++position;
                if (lane == 0) {
                    forward((const RkCommand*)((const unsigned char*)slot + RK_SLOT_PAYLOAD_OFFSET));
                    rk_store_system_release(ring.head(), position);
                }
                __syncwarp();
                idle = 0;
            } else if (stopAt == p.generation) {
                return stop(false, position);
            } else if (++idle > kHotPolls) {
                rk_sleep(2000);
            }
            if (beat != hostBeat) {
                hostBeat = beat;
                lastHostBeat = now;
            } else if (now - lastHostBeat > p.leaseNanos) {
                return stop(true, position);
            }
            if (now - lastBeat > p.heartbeatNanos) {
                lastBeat = now;
                if (lane == 0) rk_store_system_relaxed(&host->deviceHeartbeat, p.generation << 32 | ++beats);
            }
        }
    }
};

// So many leave a thread 128 registers, and said so, the compiler spends them: else it saves registers, and the loop over
// told messages takes half as long again. Two grids of 511 actors fit beside each other on 132 multiprocessors.
static constexpr rk_u32 kBlocksAMultiprocessor = 8;

extern "C" __global__ void __launch_bounds__(RK_BLOCK_THREADS, kBlocksAMultiprocessor) rk_kernel(const RkParams p) {
    bool first = threadIdx.x < kWarp;
    if (blockIdx.x == 0) {
        if (first) RkSupervisor(p).run();
        return;
    }
    if (threadIdx.x == 0) rk_block_init();
    __syncthreads();
    if (first) {
        RkActorBlock(p, blockIdx.x - 1).run();
    } else {
        RkFetcher(p, blockIdx.x - 1).run();
    }
}
