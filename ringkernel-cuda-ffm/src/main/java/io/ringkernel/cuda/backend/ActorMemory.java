package io.ringkernel.cuda.backend;

import io.ringkernel.ActorOptions;
import io.ringkernel.kernels.DeviceLayouts;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.StateCodec;
import io.ringkernel.message.StateLayout;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import java.lang.foreign.MemorySegment;

/**
 * What one actor occupies: a block of pinned memory and a range of the device heap for its state.
 *
 * <pre>
 *   pinned: | mailbox ring | reply ring | image of the initial state | a slot for replies | a slot for what is left |
 * </pre>
 */
final class ActorMemory {

    private final PinnedHeap pinned;
    private final DeviceHeap states;
    private final PinnedHeap.Block block;
    private final long state;
    private final long stateBytes;
    private final SlotRing mailbox;
    private final SlotRing replies;
    private final long repliesAt;
    private final long imageAt;
    private final long scratchAt;

    /**
     * Takes the memory of an actor and writes its initial state.
     *
     * @throws OutOfDeviceMemoryException if there is not enough; nothing stays taken
     */
    ActorMemory(
            PinnedHeap pinned,
            DeviceHeap states,
            ActorOptions options,
            StateLayout layout,
            Object initial) {
        int slotBytes = options.slotBytes();
        this.pinned = pinned;
        this.states = states;
        stateBytes = CacheLine.roundUp(layout.struct().size(), CacheLine.BYTES);
        repliesAt = SlotRing.bytes(options.mailboxCapacity(), slotBytes);
        imageAt = repliesAt + SlotRing.bytes(options.maxAsks(), slotBytes);
        scratchAt = imageAt + stateBytes;
        state = states.take(stateBytes);
        boolean done = false;
        PinnedHeap.Block taken = null;
        try {
            taken = pinned.take(scratchAt + 2L * slotBytes);
            StateCodec.of(layout).write(initial, taken.memory(), imageAt);
            done = true;
        } finally {
            if (!done) {
                states.give(state, stateBytes);
                if (taken != null) {
                    pinned.give(taken);
                }
            }
        }
        block = taken;
        mailbox = SlotRing.create(block.memory(), options.mailboxCapacity(), slotBytes);
        replies =
                SlotRing.create(
                        block.memory().asSlice(repliesAt, imageAt - repliesAt),
                        options.maxAsks(),
                        slotBytes);
    }

    /** Fills the lines from which the actor's block reads its configuration on SPAWN. */
    void configure(MemorySegment actorHost, int behavior) {
        Struct layout = DeviceLayouts.ACTOR_HOST;
        Words.plain(actorHost, layout.offset("mailbox"), block.address());
        Words.plain(actorHost, layout.offset("replies"), block.address() + repliesAt);
        Words.plain(
                actorHost,
                layout.offset("geometry"),
                mailbox.shift() | (long) replies.shift() << 8 | (long) mailbox.slotBytes() << 16);
        Words.plain(actorHost, layout.offset("state"), state);
        Words.plain(actorHost, layout.offset("initialState"), block.address() + imageAt);
        Words.plain(actorHost, layout.offset("kind"), behavior | stateBytes << 32);
    }

    SlotProducer producer() {
        return new SlotProducer(mailbox);
    }

    SlotConsumer replies() {
        return new SlotConsumer(replies, scratch(0));
    }

    /** Returns the mailbox's consumer for what the device left: from this position on. */
    SlotConsumer leftovers(long position) {
        return new SlotConsumer(mailbox, scratch(1), position);
    }

    /** Returns how many messages the device has given back. */
    long mailboxHead() {
        return mailbox.headAcquire();
    }

    /** Gives everything back; neither the device nor a sender may use it any more. */
    void give() {
        pinned.give(block);
        states.give(state, stateBytes);
    }

    private MemorySegment scratch(int which) {
        int slotBytes = mailbox.slotBytes();
        return block.memory().asSlice(scratchAt + (long) which * slotBytes, slotBytes);
    }
}
