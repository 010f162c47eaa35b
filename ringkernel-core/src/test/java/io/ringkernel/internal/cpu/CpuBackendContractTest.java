package io.ringkernel.internal.cpu;

import io.ringkernel.Backend;
import io.ringkernel.BackendContract;
import io.ringkernel.RingKernel;

class CpuBackendContractTest extends BackendContract {

    @Override
    protected RingKernel.Builder builder() {
        return RingKernel.builder().backend(Backend.CPU);
    }
}
