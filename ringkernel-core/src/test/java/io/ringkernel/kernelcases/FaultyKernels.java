package io.ringkernel.kernelcases;

import io.ringkernel.gpu.Gpu;
import io.ringkernel.gpu.Warp;

/** Kernels that go wrong. */
public final class FaultyKernels {

    private FaultyKernels() {}

    /** Thread 5 writes behind the end of an array of 5. */
    public static void outOfBounds(int[] out) {
        out[Gpu.threadIdxX()] = 1;
    }

    /** Divides by what thread 3 has as 0. */
    public static void division(int[] out) {
        out[Gpu.threadIdxX()] = 10 / (3 - Gpu.threadIdxX());
    }

    /** Throws in the thread of the number given. */
    public static void thrown(int thread, int[] out) {
        helper(thread, out);
        out[0] = 1;
    }

    private static void helper(int thread, int[] out) {
        for (int i = 0; i < out.length; i++) {
            if (Gpu.threadIdxX() == thread) {
                throw new IllegalStateException("not this one");
            }
        }
    }

    /** Half of the threads skip the barrier. */
    public static void skippedBarrier(int[] out) {
        if (Gpu.threadIdxX() < Gpu.blockDimX() / 2) {
            Gpu.barrier();
        }
        out[Gpu.threadIdxX()] = 1;
    }

    /** Half of a warp is in one operation, half in another. */
    public static void mixedOperations(int[] out) {
        int lane = Gpu.laneId();
        if (lane < 16) {
            out[lane] = Warp.shuffle(lane, 0);
        } else {
            out[lane] = Warp.ballot(true);
        }
    }

    /** Waits for what never comes. */
    public static void endless(int[] out) {
        while (io.ringkernel.gpu.Atomic.load(out, 0) == 0) {
            Gpu.nanosleep(100);
        }
    }
}
