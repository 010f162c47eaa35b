package io.ringkernel.cuda.backend;

import io.ringkernel.MemoryPool;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaStream;
import io.ringkernel.cuda.DeviceMemory;

/**
 * The device memory for the actors' state, taken in one piece before the kernel is resident.
 * Thread-safe. What it hands out is not cleared: the actor's block copies the initial state over
 * it.
 */
final class DeviceHeap implements AutoCloseable {

    private final DeviceMemory memory;
    private final FreeList free;

    DeviceHeap(CudaContext context, long bytes) {
        memory = DeviceMemory.allocate(context, bytes);
        free = new FreeList("device memory for state", "deviceBytes", bytes);
    }

    /** Takes a range; returns its device address. */
    long take(long bytes) {
        return memory.pointer() + free.take(bytes);
    }

    void give(long address, long bytes) {
        free.give(address - memory.pointer(), bytes);
    }

    /** Returns the address behind its last byte. */
    long end() {
        return memory.pointer() + memory.byteSize();
    }

    /** Queues a copy of a range of it, from a device address on, to pinned memory. */
    void copyTo(long address, PinnedHeap.Block target, long bytes, CudaStream stream) {
        target.heap().copyFrom(memory, address - memory.pointer(), target, bytes, stream);
    }

    /** Returns its size and what of it is in use. */
    MemoryPool pool() {
        return free.pool();
    }

    @Override
    public void close() {
        memory.close();
    }
}
