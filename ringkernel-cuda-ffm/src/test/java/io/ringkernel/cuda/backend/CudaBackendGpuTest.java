package io.ringkernel.cuda.backend;

import io.ringkernel.Backend;
import io.ringkernel.BackendContract;
import io.ringkernel.RingKernel;
import org.junit.jupiter.api.Tag;

/** The contract of every backend, on the GPU. */
@Tag("gpu")
class CudaBackendGpuTest extends BackendContract {

    @Override
    protected RingKernel.Builder builder() {
        return RingKernel.builder().backend(Backend.CUDA).maxActors(512);
    }
}
