extern __shared__ __align__(128) unsigned char rk_shared[];

// What generated handlers see of the runtime. Lives in the registers of the one lane that handles messages.

struct RkContext {
    unsigned char* outbox;      // in shared memory: slots that the warp sends when the batch, or the room, is at its end
    rk_u32 outboxSlots;
    rk_u32 slotBytes;
    rk_u32 actor;
    rk_u32 count;               // slots filled
    rk_u32 correlation;         // of the message being handled; 0 if it was told
    bool answered;
    bool attention;             // something was appended, or the handler failed: `end` must look
    rk_i32 faultSite;           // 0: none
    rk_i64 faultA;
    rk_i64 faultB;

    RK_MEMBER void begin(rk_u32 messageCorrelation) {
        correlation = messageCorrelation;
        answered = false;
        attention = false;
    }

    RK_MEMBER unsigned char* append(rk_u32 type, rk_u32 toCorrelation) {
        unsigned char* slot = outbox + count * slotBytes;
        RkGranule* granules = (RkGranule*)slot;
        granules[0] = RkGranule{0, (rk_u64)type << 32 | toCorrelation};
        granules[1] = RkGranule{(rk_u64)actor << 32, 0};
        ++count;
        attention = true;
        return slot + RK_SLOT_PAYLOAD_OFFSET;
    }

    template <class T>
    RK_MEMBER void reply(rk_u32 type, const T& record) {
        *(T*)append(type, correlation) = record;
        answered = true;
    }

    RK_MEMBER bool replied() const { return answered; }

    RK_MEMBER void fault(rk_i32 site, rk_i64 a, rk_i64 b) {
        faultSite = site;
        faultA = a;
        faultB = b;
        attention = true;
    }

    RK_MEMBER bool failed() const { return faultSite != 0; }

    // Closes the message at `position`: an asker is told if there was no answer, the host if there was a fault. Returns
    // whether the batch goes on; it does while the actor is well and there is room for what a message can need at most:
    // its reply, and the fault that follows it.
    RK_MEMBER bool end(rk_u64 position) {
        if (failed()) {
            RkFault* report = (RkFault*)append(RK_TYPE_FAULT, answered ? 0 : correlation);
            report->consumed = position + 1;
            report->a = faultA;
            report->b = faultB;
            report->site = faultSite;
        } else if (correlation != 0 && !answered) {
            append(RK_TYPE_NO_REPLY, correlation);
        }
        return !failed() && count + 2 <= outboxSlots;
    }
};

// The payload of a slot of 64 bytes in registers.
struct RkPayload {
    RkGranule granules[2];
};

// `offset` of a slot in shared memory: with the array's name in the expression, the compiler knows the address space.
RK_DEVICE RkPayload rk_load_payload(rk_u32 offset) {
    return *(const RkPayload*)(rk_shared + offset + RK_SLOT_PAYLOAD_OFFSET);
}

// The tag of granule g of the slots from `offset` on.
RK_DEVICE rk_u32 rk_load_tag(rk_u32 offset, rk_u32 g) {
    return *(const rk_u16*)(rk_shared + offset + g * 16 + 14);
}

// Correlation, type and tag.
RK_DEVICE rk_u64 rk_load_head(rk_u32 offset) {
    return *(const rk_u64*)(rk_shared + offset + 8);
}

// Unsealed slots in shared memory, handled in order until they, the room for replies or the actor's health run out. `told`
// is not 0 if all of them are of 64 bytes, were told and are of that type: then a loop runs that was compiled for the type
// alone, without dispatch, and without looking for faults and replies where the type's handler has none.
struct RkBatch {
    rk_u32 offset;      // in shared memory
    rk_u32 slots;
    rk_u32 told;
    rk_u64 position;    // in the mailbox
};

// Each returns how many it handled.
template <class Behavior, rk_u32 kType, class State>
RK_DEVICE rk_u32 rk_handle_told(State& state, const RkBatch& batch, RkContext& context) {
    context.begin(0);
    #pragma unroll 8
    for (rk_u32 i = 0; i < batch.slots; ++i) {
        RkPayload payload = rk_load_payload(batch.offset + i * RK_SLOT_TAGGED_BYTES);
        Behavior::receive(state, kType, (const unsigned char*)&payload, context);
        if (context.attention) {
            if (!context.end(batch.position + i)) return i + 1;
            context.begin(0);
        }
    }
    return batch.slots;
}

template <class Behavior, rk_u32 kType, rk_u32 kTypes, class State>
RK_DEVICE rk_u32 rk_handle_run(State& state, const RkBatch& batch, RkContext& context) {
    if (batch.told == kType) return rk_handle_told<Behavior, kType>(state, batch, context);
    if constexpr (kType < kTypes) {
        return rk_handle_run<Behavior, kType + 1, kTypes>(state, batch, context);
    } else {
        return batch.slots;
    }
}

// Slots of any size and type, told or asked. The head of the next is on its way while a message is handled.
template <class Behavior, class State>
RK_DEVICE rk_u32 rk_handle_mixed(State& state, const RkBatch& batch, RkContext& context) {
    rk_u32 offset = batch.offset;
    rk_u64 next = rk_load_head(offset);
    for (rk_u32 i = 0; i < batch.slots; ++i, offset += context.slotBytes) {
        rk_u64 head = next;
        next = rk_load_head(i + 1 < batch.slots ? offset + context.slotBytes : offset);
        rk_u32 type = (rk_u32)(head >> 32) & 0xffff;
        if (type == RK_TYPE_PADDING) continue;
        context.begin((rk_u32)head);
        Behavior::receive(state, type, rk_shared + offset + RK_SLOT_PAYLOAD_OFFSET, context);
        if ((context.correlation != 0 || context.attention) && !context.end(batch.position + i)) return i + 1;
    }
    return batch.slots;
}

template <class Behavior, rk_u32 kTypes, class State>
RK_DEVICE rk_u32 rk_handle_in(State& state, const RkBatch& batch, RkContext& context) {
    if (batch.told != 0) return rk_handle_run<Behavior, 1, kTypes>(state, batch, context);
    return rk_handle_mixed<Behavior>(state, batch, context);
}

template <class Behavior, rk_u32 kTypes>
RK_DEVICE rk_u32 rk_handle(void* stored, const RkBatch& batch, RkContext& context) {
    typedef typename Behavior::State State;
    if constexpr (Behavior::kStateInRegisters) {
        State state = *(State*)stored;
        rk_u32 handled = rk_handle_in<Behavior, kTypes>(state, batch, context);
        *(State*)stored = state;
        return handled;
    } else {
        return rk_handle_in<Behavior, kTypes>(*(State*)stored, batch, context);
    }
}
