package io.ringkernel.cuda.backend;

import io.ringkernel.ActorOptions;
import io.ringkernel.kernels.PoolLayouts;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.StateCodec;
import io.ringkernel.message.StateLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What one pooled actor occupies: a range of the device heap, and while it is spawned some pinned
 * memory from which the device reads what it is to be.
 *
 * <pre>
 *   device: | mailbox | state |        pinned, while it is spawned: | RkPoolSpawn | image of the state |
 * </pre>
 */
final class PooledMemory {

    private static final long POSITIONS = 0xffff_ffffL;

    private final DeviceHeap heap;
    private final long mailbox;
    private final long bytes;
    private final int capacity;
    private final int slotBytes;
    private PinnedHeap.@Nullable Block spawn;

    /**
     * Takes the memory of an actor and writes its initial state.
     *
     * @throws OutOfDeviceMemoryException if there is not enough; nothing stays taken
     */
    PooledMemory(
            PinnedHeap pinned,
            DeviceHeap heap,
            ActorOptions options,
            StateLayout layout,
            int behavior,
            Object initial) {
        this.heap = heap;
        capacity = options.mailboxCapacity();
        slotBytes = options.slotBytes();
        long stateBytes = CacheLine.roundUp(layout.struct().size(), CacheLine.BYTES);
        long mailboxBytes = (long) capacity * slotBytes;
        bytes = mailboxBytes + stateBytes;
        mailbox = heap.take(bytes);
        PinnedHeap.Block taken = null;
        boolean done = false;
        try {
            long imageAt = PoolLayouts.SPAWN.size();
            taken = pinned.take(imageAt + stateBytes);
            put(taken, "mailbox", mailbox);
            put(taken, "state", mailbox + mailboxBytes);
            put(taken, "kind", behavior | stateBytes << 32);
            put(taken, "geometry", Integer.numberOfTrailingZeros(capacity) | (long) slotBytes << 8);
            StateCodec.of(layout).write(initial, taken.memory(), imageAt);
            done = true;
        } finally {
            if (!done) {
                heap.give(mailbox, bytes);
                if (taken != null) {
                    pinned.give(taken);
                }
            }
        }
        spawn = taken;
    }

    private static void put(PinnedHeap.Block block, String field, long value) {
        Struct layout = PoolLayouts.SPAWN;
        block.memory().set(ValueLayout.JAVA_LONG, layout.offset(field), value);
    }

    /** Returns where the device reads what the actor is to be. */
    long spawnAddress() {
        PinnedHeap.Block block = spawn;
        if (block == null) {
            throw new IllegalStateException("spawned already");
        }
        return block.address();
    }

    /** Gives back what only spawning needs. */
    void spawned() {
        PinnedHeap.Block block = spawn;
        if (block != null) {
            block.heap().give(block);
            spawn = null;
        }
    }

    /** Returns a copy of the slot of a position; null if no message is there. */
    @Nullable MemorySegment slot(PooledMailboxes mailboxes, long position) {
        long at = mailbox + (position & capacity - 1) * slotBytes;
        MemorySegment slot = mailboxes.read(at, slotBytes);
        boolean there = slot.get(ValueLayout.JAVA_LONG, 0) == (position & POSITIONS) + 1;
        return there ? slot : null;
    }

    /** Gives everything back; the device may not use it any more. */
    void give() {
        heap.give(mailbox, bytes);
        spawned();
    }
}
