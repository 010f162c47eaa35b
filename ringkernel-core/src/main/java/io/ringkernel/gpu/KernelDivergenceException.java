package io.ringkernel.gpu;

import io.ringkernel.RingKernelException;

/**
 * Threads wait for others that will never come: a barrier or a warp operation is not reached by all
 * that must take part in it. Thrown by the CPU, which names the lines; on a GPU such a kernel has
 * no defined result.
 */
public final class KernelDivergenceException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception that names the kernel and where its threads are. */
    public KernelDivergenceException(String message) {
        super(message);
    }
}
