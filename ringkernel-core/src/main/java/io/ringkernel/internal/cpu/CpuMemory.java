package io.ringkernel.internal.cpu;

import io.ringkernel.ActorOptions;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The native memory of one actor: its ring and two scratch slots.
 *
 * <p>It is freed by the garbage collector when nothing refers to the actor any more. Closing it by
 * hand would need a handshake with every thread of the JVM for each actor, and a sender may still
 * hold a claimed slot when an actor ends.
 *
 * @param producer the sending end
 * @param consumer the receiving end
 * @param replyScratch where replies are encoded
 */
record CpuMemory(SlotProducer producer, SlotConsumer consumer, MemorySegment replyScratch) {

    static CpuMemory allocate(ActorOptions options) {
        int slotBytes = options.slotBytes();
        long ringBytes = SlotRing.bytes(options.mailboxCapacity(), slotBytes);
        MemorySegment all = Arena.ofAuto().allocate(ringBytes + 2L * slotBytes, CacheLine.BYTES);
        SlotRing ring =
                SlotRing.create(all.asSlice(0, ringBytes), options.mailboxCapacity(), slotBytes);
        MemorySegment messageScratch = all.asSlice(ringBytes, slotBytes);
        MemorySegment replyScratch = all.asSlice(ringBytes + slotBytes, slotBytes);
        return new CpuMemory(
                new SlotProducer(ring), new SlotConsumer(ring, messageScratch), replyScratch);
    }
}
