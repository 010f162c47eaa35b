package io.ringkernel.cuda.backend;

import io.ringkernel.Backend;
import io.ringkernel.BackendContract;
import io.ringkernel.Placement;
import io.ringkernel.RingKernel;
import org.junit.jupiter.api.Tag;

/** The contract of every backend, kept by actors that share worker warps. */
@Tag("gpu")
class PooledBackendGpuTest extends BackendContract {

    @Override
    protected RingKernel.Builder builder() {
        return RingKernel.builder()
                .backend(Backend.CUDA)
                .placement(Placement.POOLED)
                .maxActors(1)
                .maxPooled(1000)
                .pooledSlotBytes(256);
    }
}
