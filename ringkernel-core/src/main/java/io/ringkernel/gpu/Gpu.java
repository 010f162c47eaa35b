package io.ringkernel.gpu;

import io.ringkernel.internal.gpu.Lane;

/**
 * Which thread of a kernel this is, and what the threads of a block do together. Every method may
 * be called only inside a kernel; elsewhere it throws {@link IllegalStateException}.
 *
 * <p>On the CPU the threads of a block take turns: each runs until it waits in a barrier or a warp
 * operation or ends, then the next. So a kernel gives the same result in each run, even one with a
 * race. Blocks run one after the other.
 */
public final class Gpu {

    private Gpu() {}

    /** Returns the index of this thread in its block, in the first dimension. */
    public static int threadIdxX() {
        return Lane.current().thread(0);
    }

    /** Returns the index of this thread in its block, in the second dimension. */
    public static int threadIdxY() {
        return Lane.current().thread(1);
    }

    /** Returns the index of this thread in its block, in the third dimension. */
    public static int threadIdxZ() {
        return Lane.current().thread(2);
    }

    /** Returns the index of this block in the grid, in the first dimension. */
    public static int blockIdxX() {
        return Lane.current().block(0);
    }

    /** Returns the index of this block in the grid, in the second dimension. */
    public static int blockIdxY() {
        return Lane.current().block(1);
    }

    /** Returns the index of this block in the grid, in the third dimension. */
    public static int blockIdxZ() {
        return Lane.current().block(2);
    }

    /** Returns the number of threads of a block in the first dimension. */
    public static int blockDimX() {
        return Lane.current().blockDim(0);
    }

    /** Returns the number of threads of a block in the second dimension. */
    public static int blockDimY() {
        return Lane.current().blockDim(1);
    }

    /** Returns the number of threads of a block in the third dimension. */
    public static int blockDimZ() {
        return Lane.current().blockDim(2);
    }

    /** Returns the number of blocks in the first dimension. */
    public static int gridDimX() {
        return Lane.current().gridDim(0);
    }

    /** Returns the number of blocks in the second dimension. */
    public static int gridDimY() {
        return Lane.current().gridDim(1);
    }

    /** Returns the number of blocks in the third dimension. */
    public static int gridDimZ() {
        return Lane.current().gridDim(2);
    }

    /** Returns the index of this thread in the whole grid, in the first dimension. */
    public static int globalIdX() {
        Lane lane = Lane.current();
        return lane.block(0) * lane.blockDim(0) + lane.thread(0);
    }

    /** Returns the index of this thread in the whole grid, in the second dimension. */
    public static int globalIdY() {
        Lane lane = Lane.current();
        return lane.block(1) * lane.blockDim(1) + lane.thread(1);
    }

    /** Returns the index of this thread in the whole grid, in the third dimension. */
    public static int globalIdZ() {
        Lane lane = Lane.current();
        return lane.block(2) * lane.blockDim(2) + lane.thread(2);
    }

    /**
     * Returns the number of threads in the whole grid, in the first dimension: the step of a loop
     * over more items than threads.
     */
    public static int globalSizeX() {
        Lane lane = Lane.current();
        return lane.gridDim(0) * lane.blockDim(0);
    }

    /**
     * Returns the number of threads in the whole grid, in the second dimension: the step of a loop
     * over more items than threads.
     */
    public static int globalSizeY() {
        Lane lane = Lane.current();
        return lane.gridDim(1) * lane.blockDim(1);
    }

    /**
     * Returns the number of threads in the whole grid, in the third dimension: the step of a loop
     * over more items than threads.
     */
    public static int globalSizeZ() {
        Lane lane = Lane.current();
        return lane.gridDim(2) * lane.blockDim(2);
    }

    /** Returns the number of this thread in its block, whatever the dimensions. */
    public static int threadRank() {
        return Lane.current().index();
    }

    /** Returns the number of threads in a block. */
    public static int blockSize() {
        return Lane.current().blockThreads();
    }

    /** Returns the number of this thread in its warp, 0 to 31. */
    public static int laneId() {
        return Lane.current().inWarp();
    }

    /** Returns the number of this warp in its block. */
    public static int warpId() {
        return Lane.current().index() / Lane.WARP;
    }

    /** Returns the number of the multiprocessor that runs this thread; 0 on the CPU. */
    public static int multiprocessorId() {
        Lane.current();
        return 0;
    }

    /**
     * Waits until all threads of the block are here; what they wrote before is then seen by all of
     * them. A barrier that some threads do not reach is a {@link KernelDivergenceException} on the
     * CPU.
     */
    public static void barrier() {
        Lane.current().exchangeInBlock("Gpu.barrier", 0);
    }

    /** As {@link #barrier}, and returns for how many threads {@code predicate} is true. */
    public static int barrierCount(boolean predicate) {
        int count = 0;
        for (long value :
                Lane.current().exchangeInBlock("Gpu.barrierCount", predicate ? 1 : 0).values()) {
            count += (int) value;
        }
        return count;
    }

    /** As {@link #barrier}, and returns whether {@code predicate} is true for all threads. */
    public static boolean barrierAnd(boolean predicate) {
        long all = 1;
        for (long value :
                Lane.current().exchangeInBlock("Gpu.barrierAnd", predicate ? 1 : 0).values()) {
            all &= value;
        }
        return all != 0;
    }

    /** As {@link #barrier}, and returns whether {@code predicate} is true for any thread. */
    public static boolean barrierOr(boolean predicate) {
        long any = 0;
        for (long value :
                Lane.current().exchangeInBlock("Gpu.barrierOr", predicate ? 1 : 0).values()) {
            any |= value;
        }
        return any != 0;
    }

    /** Makes what this thread wrote before visible to its block before what it writes after. */
    public static void fenceBlock() {
        Lane.current();
    }

    /** Makes what this thread wrote before visible to the device before what it writes after. */
    public static void fenceDevice() {
        Lane.current();
    }

    /**
     * Makes what this thread wrote before visible to host and devices before what it writes after.
     */
    public static void fenceSystem() {
        Lane.current();
    }

    /** Returns a count of clock cycles of this multiprocessor; on the CPU, of nanoseconds. */
    public static long clock() {
        Lane.current();
        return System.nanoTime();
    }

    /** Returns the time in nanoseconds since some point, alike for all threads of the device. */
    public static long nanoTime() {
        Lane.current();
        return System.nanoTime();
    }

    /**
     * Pauses this thread for about so many nanoseconds, at most 1,000,000; on the CPU, lets the
     * others of its block run.
     */
    public static void nanosleep(int nanos) {
        Lane.current().giveWay();
    }

    /**
     * Returns an array that the threads of this block share. Call it first thing in the kernel, in
     * every thread. Its elements are undefined until written.
     *
     * @param length a constant, at least 1
     */
    public static int[] sharedInts(int length) {
        return (int[]) Lane.current().shared(int.class, length);
    }

    /**
     * Returns an array that the threads of this block share. Call it first thing in the kernel, in
     * every thread. Its elements are undefined until written.
     *
     * @param length a constant, at least 1
     */
    public static long[] sharedLongs(int length) {
        return (long[]) Lane.current().shared(long.class, length);
    }

    /**
     * Returns an array that the threads of this block share. Call it first thing in the kernel, in
     * every thread. Its elements are undefined until written.
     *
     * @param length a constant, at least 1
     */
    public static float[] sharedFloats(int length) {
        return (float[]) Lane.current().shared(float.class, length);
    }

    /**
     * Returns an array that the threads of this block share. Call it first thing in the kernel, in
     * every thread. Its elements are undefined until written.
     *
     * @param length a constant, at least 1
     */
    public static double[] sharedDoubles(int length) {
        return (double[]) Lane.current().shared(double.class, length);
    }
}
