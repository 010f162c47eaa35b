package io.ringkernel.cuda;

/**
 * The shape of a grid in blocks or of a block in threads.
 *
 * @param x first dimension, at least 1
 * @param y second dimension, at least 1
 * @param z third dimension, at least 1
 */
public record Dim3(int x, int y, int z) {

    /**
     * Checks the dimensions.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Dim3 {
        if (x < 1 || y < 1 || z < 1) {
            throw new IllegalArgumentException(
                    "dimension below 1: x=" + x + ", y=" + y + ", z=" + z);
        }
    }

    /** Returns the shape of a line. */
    public static Dim3 of(int x) {
        return new Dim3(x, 1, 1);
    }

    /** Returns the number of blocks or threads. */
    public long count() {
        return (long) x * y * z;
    }
}
