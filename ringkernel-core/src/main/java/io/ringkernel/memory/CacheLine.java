package io.ringkernel.memory;

/** The unit by which shared words are kept apart. */
public final class CacheLine {

    /**
     * Two 64-byte lines: adjacent-line prefetch on x86 and a 128-byte line on the device both fetch
     * this much.
     */
    public static final int BYTES = 128;

    private CacheLine() {}

    /** Rounds {@code value} up to a multiple of {@code multiple}, a power of two. */
    public static long roundUp(long value, long multiple) {
        return (value + multiple - 1) & -multiple;
    }
}
