package io.ringkernel.cuda.compile;

import io.ringkernel.RingKernelException;
import java.util.List;

/**
 * There is no way here to get a device image: neither cached, nor on the class path, nor a compiler
 * that works.
 */
public final class KernelImageException extends RingKernelException {
    private static final long serialVersionUID = 1L;

    static final String WHAT_TO_INSTALL =
            "Install, in a version that knows the device's architecture, NVRTC (package cuda-nvrtc of the CUDA toolkit, or set -D"
                    + ToolPaths.NVRTC_PROPERTY
                    + "=/path/to/libnvrtc.so) or the CUDA toolkit with nvcc on the PATH.";

    private final String architecture;
    private final transient List<String> reasons;

    KernelImageException(String architecture, String key, List<String> reasons) {
        super(
                "no kernel image: architecture="
                        + architecture
                        + ", key="
                        + key
                        + "\n  - "
                        + String.join("\n  - ", reasons)
                        + "\n"
                        + WHAT_TO_INSTALL);
        this.architecture = architecture;
        this.reasons = List.copyOf(reasons);
    }

    /** Returns what the image was wanted for, such as {@code sm_90}. */
    public String architecture() {
        return architecture;
    }

    /** Returns, for each way that was tried, why it failed. */
    public List<String> reasons() {
        return reasons;
    }
}
