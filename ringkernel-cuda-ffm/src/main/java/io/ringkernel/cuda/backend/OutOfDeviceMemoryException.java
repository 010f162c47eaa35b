package io.ringkernel.cuda.backend;

import io.ringkernel.RingKernelException;

/**
 * The memory that the runtime took at start is used up; the message names the option that enlarges
 * it.
 */
public final class OutOfDeviceMemoryException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    OutOfDeviceMemoryException(String message) {
        super(message);
    }
}
