package io.ringkernel.cuda.compile;

import java.time.Duration;

/** A device image, and how it was come by. Immutable. */
public final class KernelImage {

    /** Where an image came from. */
    public enum Origin {
        /** Compiled by an earlier run. */
        CACHE,
        /** Compiled at build time. */
        CLASS_PATH,
        /** Compiled now. */
        COMPILED
    }

    private final CompiledImage image;
    private final String key;
    private final Origin origin;
    private final Duration elapsed;

    KernelImage(CompiledImage image, String key, Origin origin, Duration elapsed) {
        this.image = image;
        this.key = key;
        this.origin = origin;
        this.elapsed = elapsed;
    }

    /** Returns a copy of the cubin. */
    public byte[] bytes() {
        return image.bytes();
    }

    /**
     * Returns the compiler's name and version, such as {@code nvcc 13.0}; for class-path images
     * {@code build}.
     */
    public String compiler() {
        return image.compiler();
    }

    /** Returns the compiler's warnings; empty unless it was compiled now. */
    public String log() {
        return image.log();
    }

    /** Returns the image's name in cache and class path, in hexadecimal. */
    public String key() {
        return key;
    }

    /** Returns where it came from. */
    public Origin origin() {
        return origin;
    }

    /** Returns how long it took to come by. */
    public Duration elapsed() {
        return elapsed;
    }

    @Override
    public String toString() {
        return "KernelImage[origin="
                + origin
                + ", compiler="
                + compiler()
                + ", millis="
                + elapsed.toMillis()
                + ", key="
                + key
                + "]";
    }
}
