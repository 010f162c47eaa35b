package io.ringkernel.cuda.backend;

import io.ringkernel.cuda.CudaStream;
import java.lang.foreign.MemorySegment;

/**
 * Reads mailboxes of pooled actors out of device memory, a stretch at a time, as neighbours are
 * usually asked for one after the other. No kernel may be on the device.
 */
final class PooledMailboxes {

    private final DeviceHeap heap;
    private final PinnedHeap.Block staging;
    private final CudaStream stream;
    private long from;
    private long to;

    PooledMailboxes(DeviceHeap heap, PinnedHeap.Block staging, CudaStream stream) {
        this.heap = heap;
        this.staging = staging;
        this.stream = stream;
    }

    /** Returns a copy of a range of at most a slot, which is valid until the next call. */
    MemorySegment read(long address, long bytes) {
        if (address < from || address + bytes > to) {
            from = address;
            to = Math.min(address + staging.memory().byteSize(), heap.end());
            heap.copyTo(from, staging, to - from, stream);
            stream.synchronize();
        }
        return staging.memory().asSlice(address - from, bytes);
    }
}
