package io.ringkernel.gpu;

import io.ringkernel.ActorFault;
import io.ringkernel.RingKernelException;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a kernel failed, and its launch with it; what other threads had written stays
 * written. The cause is the exception that the JVM throws there, such as an {@link
 * ArrayIndexOutOfBoundsException}, with the kernel's line as its trace. If several threads fail,
 * one of them is reported: on the CPU always the same, on a GPU any.
 */
public final class KernelFaultException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    private final transient ActorFault fault;

    /**
     * Makes the exception.
     *
     * @param kernel the kernel's name
     * @param where which thread, in words
     * @param fault what was wrong, and at which line
     * @param cause the exception
     */
    public KernelFaultException(
            String kernel, String where, ActorFault fault, @Nullable Throwable cause) {
        super("kernel failed: kernel=" + kernel + ", " + where + ": " + fault, cause);
        this.fault = fault;
    }

    /** Returns what was wrong, and at which line. */
    public ActorFault fault() {
        return fault;
    }
}
