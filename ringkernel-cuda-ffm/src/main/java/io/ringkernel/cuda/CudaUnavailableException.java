package io.ringkernel.cuda;

import io.ringkernel.RingKernelException;

/**
 * CUDA was demanded where it cannot be used; carries the {@link CudaAvailability.Unavailable} that
 * says why.
 */
public final class CudaUnavailableException extends RingKernelException {
    private static final long serialVersionUID = 1L;

    private final transient CudaAvailability.Unavailable unavailable;

    CudaUnavailableException(CudaAvailability.Unavailable unavailable) {
        super(unavailable.message());
        this.unavailable = unavailable;
    }

    /** Returns the cause, reason and hint. */
    public CudaAvailability.Unavailable unavailable() {
        return unavailable;
    }
}
