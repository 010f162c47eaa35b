package io.ringkernel.gpu;

import io.ringkernel.RingKernelException;
import java.util.List;

/**
 * The kernel uses what the device does not support; every place is named with its rule, class and
 * line.
 */
public final class UnsupportedKernelException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> diagnostics;

    /**
     * Makes the exception.
     *
     * @param kernel the kernel's name
     * @param diagnostics one line each, in the form {@code RK101 com.acme.Kernels:17: what is
     *     wrong; what to write instead}
     */
    public UnsupportedKernelException(String kernel, List<String> diagnostics) {
        super(
                "kernel cannot run on this backend: kernel="
                        + kernel
                        + "\n  "
                        + String.join("\n  ", diagnostics));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** Returns the diagnostics, one line each. */
    public List<String> diagnostics() {
        return diagnostics;
    }
}
