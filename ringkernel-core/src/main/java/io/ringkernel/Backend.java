package io.ringkernel;

/** Where actors run. */
public enum Backend {
    /**
     * The best backend that this machine offers: {@link #CUDA} if it is available, else {@link
     * #CPU}.
     */
    AUTO,
    /** The JVM's own threads. Always available. */
    CPU,
    /**
     * Persistent kernels on an NVIDIA GPU; needs the NVIDIA driver and {@code ringkernel-cuda-ffm}
     * on the path.
     */
    CUDA
}
