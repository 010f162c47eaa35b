package io.ringkernel.cuda.backend;

import io.ringkernel.MemoryPool;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaStream;
import io.ringkernel.cuda.DeviceMemory;
import io.ringkernel.cuda.PinnedMemory;
import java.lang.foreign.MemorySegment;

/**
 * The pinned host memory of a runtime, taken in one piece before the kernel is resident, since
 * allocating later could wait for the kernel to end. Thread-safe.
 */
final class PinnedHeap implements AutoCloseable {

    /**
     * A range of it.
     *
     * @param heap of which it is a range
     * @param memory as the host sees it
     * @param address as a kernel sees it
     */
    record Block(PinnedHeap heap, MemorySegment memory, long address) {}

    private final PinnedMemory pinned;
    private final FreeList free;

    PinnedHeap(CudaContext context, long bytes) {
        pinned = PinnedMemory.allocate(context, bytes);
        free = new FreeList("pinned host memory", "pinnedBytes", bytes);
    }

    /** Takes a zeroed range aligned to a line. */
    Block take(long bytes) {
        long offset = free.take(bytes);
        MemorySegment memory = pinned.segment().asSlice(offset, bytes);
        memory.fill((byte) 0);
        return new Block(this, memory, pinned.devicePointer() + offset);
    }

    /** Gives a range back; neither host nor device may use it any more. */
    void give(Block block) {
        free.give(block.address() - pinned.devicePointer(), block.memory().byteSize());
    }

    /** Queues a copy of device memory to a range. */
    void copyFrom(DeviceMemory source, long offset, Block target, long bytes, CudaStream stream) {
        source.copyTo(offset, pinned, target.address() - pinned.devicePointer(), bytes, stream);
    }

    /** Returns its size and what of it is in use. */
    MemoryPool pool() {
        return free.pool();
    }

    @Override
    public void close() {
        pinned.close();
    }
}
