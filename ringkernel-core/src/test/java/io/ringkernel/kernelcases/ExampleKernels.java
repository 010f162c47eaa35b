package io.ringkernel.kernelcases;

import io.ringkernel.gpu.Atomic;
import io.ringkernel.gpu.Gpu;
import io.ringkernel.gpu.Warp;

/** The kernels of docs/kernels.md. */
public final class ExampleKernels {

    /** Threads of a block of {@link #sum}. */
    public static final int SUM_THREADS = 256;

    /** Bins of {@link #histogram}. */
    public static final int BINS = 256;

    /** Width and height of a block of {@link #blur}. */
    public static final int TILE = 16;

    private static final int HALO = TILE + 2;

    private ExampleKernels() {}

    /** {@code y = a * x + y}. */
    public static void saxpy(int n, float a, float[] x, float[] y) {
        int i = Gpu.globalIdX();
        if (i < n) {
            y[i] = a * x[i] + y[i];
        }
    }

    /** Adds up {@code values}: each block leaves its part in {@code sums}. */
    public static void sum(int n, float[] values, float[] sums) {
        float[] partial = Gpu.sharedFloats(SUM_THREADS);
        int thread = Gpu.threadIdxX();
        float mine = 0;
        for (int i = Gpu.globalIdX(); i < n; i += Gpu.globalSizeX()) {
            mine += values[i];
        }
        partial[thread] = mine;
        Gpu.barrier();
        for (int half = SUM_THREADS / 2; half > 0; half /= 2) {
            if (thread < half) {
                partial[thread] += partial[thread + half];
            }
            Gpu.barrier();
        }
        if (thread == 0) {
            sums[Gpu.blockIdxX()] = partial[0];
        }
    }

    /** As {@link #sum}, by shuffles: shared memory holds one part for each warp. */
    public static void sumByWarps(int n, float[] values, float[] sums) {
        float[] parts = Gpu.sharedFloats(32);
        float mine = 0;
        for (int i = Gpu.globalIdX(); i < n; i += Gpu.globalSizeX()) {
            mine += values[i];
        }
        float ofWarp = Warp.reduceAdd(mine);
        if (Gpu.laneId() == 0) {
            parts[Gpu.warpId()] = ofWarp;
        }
        Gpu.barrier();
        if (Gpu.warpId() == 0) {
            boolean used = Gpu.laneId() < Gpu.blockSize() / 32;
            float ofBlock = Warp.reduceAdd(used ? parts[Gpu.laneId()] : 0);
            if (Gpu.laneId() == 0) {
                sums[Gpu.blockIdxX()] = ofBlock;
            }
        }
    }

    /** The mean of each cell and its four neighbours; cells outside count as 0. */
    public static void blur(int width, int height, float[] in, float[] out) {
        float[] tile = Gpu.sharedFloats(HALO * HALO);
        int left = Gpu.blockIdxX() * TILE - 1;
        int top = Gpu.blockIdxY() * TILE - 1;
        for (int i = Gpu.threadRank(); i < HALO * HALO; i += TILE * TILE) {
            int x = left + i % HALO;
            int y = top + i / HALO;
            boolean inside = x >= 0 && x < width && y >= 0 && y < height;
            tile[i] = inside ? in[y * width + x] : 0;
        }
        Gpu.barrier();
        int x = Gpu.globalIdX();
        int y = Gpu.globalIdY();
        if (x < width && y < height) {
            int here = (Gpu.threadIdxY() + 1) * HALO + Gpu.threadIdxX() + 1;
            float sum =
                    tile[here]
                            + tile[here - 1]
                            + tile[here + 1]
                            + tile[here - HALO]
                            + tile[here + HALO];
            out[y * width + x] = sum / 5;
        }
    }

    /** Counts how often each byte occurs. */
    public static void histogram(byte[] data, int[] counts) {
        int[] mine = Gpu.sharedInts(BINS);
        for (int bin = Gpu.threadIdxX(); bin < BINS; bin += Gpu.blockDimX()) {
            mine[bin] = 0;
        }
        Gpu.barrier();
        for (int i = Gpu.globalIdX(); i < data.length; i += Gpu.globalSizeX()) {
            Atomic.addBlock(mine, data[i] & 0xff, 1);
        }
        Gpu.barrier();
        for (int bin = Gpu.threadIdxX(); bin < BINS; bin += Gpu.blockDimX()) {
            Atomic.add(counts, bin, mine[bin]);
        }
    }
}
