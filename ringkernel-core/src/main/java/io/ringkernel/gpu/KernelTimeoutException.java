package io.ringkernel.gpu;

import io.ringkernel.RingKernelException;

/**
 * A kernel did not end in time. On a GPU it cannot be stopped: its {@link Kernels} are of no use
 * any more, and closing them leaves its memory allocated.
 */
public final class KernelTimeoutException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception that names the kernel and the time. */
    public KernelTimeoutException(String message) {
        super(message);
    }
}
