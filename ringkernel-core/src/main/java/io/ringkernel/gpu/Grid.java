package io.ringkernel.gpu;

/**
 * How many blocks a kernel is launched with, and how many threads each of them has.
 *
 * @param blocksX blocks in the first dimension, 1 to 2,147,483,647
 * @param blocksY blocks in the second, 1 to 65,535
 * @param blocksZ blocks in the third, 1 to 65,535
 * @param threadsX threads of a block in the first dimension, 1 to 1,024
 * @param threadsY threads in the second, 1 to 1,024
 * @param threadsZ threads in the third, 1 to 64; all three multiplied are at most 1,024
 */
public record Grid(
        int blocksX, int blocksY, int blocksZ, int threadsX, int threadsY, int threadsZ) {

    /** The most threads that a block can have. */
    public static final int MAX_BLOCK_THREADS = 1024;

    private static final int MAX_BLOCKS_YZ = 65_535;
    private static final int MAX_THREADS_Z = 64;

    /**
     * Checks the dimensions.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Grid {
        check("blocksX", blocksX, Integer.MAX_VALUE);
        check("blocksY", blocksY, MAX_BLOCKS_YZ);
        check("blocksZ", blocksZ, MAX_BLOCKS_YZ);
        check("threadsX", threadsX, MAX_BLOCK_THREADS);
        check("threadsY", threadsY, MAX_BLOCK_THREADS);
        check("threadsZ", threadsZ, MAX_THREADS_Z);
        if ((long) threadsX * threadsY * threadsZ > MAX_BLOCK_THREADS) {
            throw new IllegalArgumentException(
                    "a block has at most %d threads: threadsX=%d, threadsY=%d, threadsZ=%d"
                            .formatted(MAX_BLOCK_THREADS, threadsX, threadsY, threadsZ));
        }
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "a grid's dimension is out of range: %s=%d, least=1, most=%d"
                            .formatted(name, value, most));
        }
    }

    /** Returns a line of blocks that are lines of threads. */
    public static Grid of(int blocks, int threads) {
        return new Grid(blocks, 1, 1, threads, 1, 1);
    }

    /**
     * Returns a line of as many blocks as give each of {@code items} a thread. The last block may
     * have threads to spare: the kernel compares its index with the number of items.
     *
     * @param items at least 1
     * @param threads threads of a block
     */
    public static Grid covering(int items, int threads) {
        return of(Math.ceilDiv(items, threads), threads);
    }

    /** Returns a plane of as many blocks as give each of {@code width * height} items a thread. */
    public static Grid covering(int width, int height, int threadsX, int threadsY) {
        return new Grid(
                Math.ceilDiv(width, threadsX),
                Math.ceilDiv(height, threadsY),
                1,
                threadsX,
                threadsY,
                1);
    }

    /** Returns the number of threads in a block. */
    public int blockThreads() {
        return threadsX * threadsY * threadsZ;
    }

    /** Returns the number of blocks. */
    public long blocks() {
        return (long) blocksX * blocksY * blocksZ;
    }
}
