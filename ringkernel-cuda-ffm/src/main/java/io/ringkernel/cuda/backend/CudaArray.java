package io.ringkernel.cuda.backend;

import io.ringkernel.cuda.DeviceMemory;
import io.ringkernel.spi.KernelBackend;
import java.lang.foreign.MemorySegment;

/** An array in device memory. */
record CudaArray(CudaKernels owner, DeviceMemory memory, int length)
        implements KernelBackend.Memory {

    @Override
    public void write(long offset, MemorySegment source) {
        owner.write(memory, offset, source);
    }

    @Override
    public void read(long offset, MemorySegment target) {
        owner.read(memory, offset, target);
    }

    @Override
    public void close() {
        owner.free(memory);
    }
}
