package io.ringkernel.cuda.compile;

/** What a compiler made: a cubin, what it said about the source, and who it was. Immutable. */
public final class CompiledImage {
    private final byte[] bytes;
    private final String compiler;
    private final String log;

    CompiledImage(byte[] bytes, String compiler, String log) {
        this.bytes = bytes;
        this.compiler = compiler;
        this.log = log;
    }

    /** Returns a copy of the cubin. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the compiler's name and version, such as {@code NVRTC 13.0}. */
    public String compiler() {
        return compiler;
    }

    /**
     * Returns the compiler's warnings; empty if there were none or the image was compiled earlier.
     */
    public String log() {
        return log;
    }
}
