package io.ringkernel.internal.gpu;

import org.jspecify.annotations.Nullable;

/**
 * One thread of a block. Lanes of a launch take turns: one runs until it waits for others or ends,
 * then the next in line, so that everything here is used by one Java thread at a time.
 */
public final class Lane {

    /** Threads of a warp. */
    public static final int WARP = 32;

    /** So many atomic operations after each other may be a wait for another lane. */
    private static final int SPINS = 64;

    static final ThreadLocal<@Nullable Lane> CURRENT = new ThreadLocal<>();

    final Block block;
    final int index;
    private final Group warp;
    private int spins;
    private int sharedArrays;

    /** What it waits in; null if it does not wait. */
    @Nullable String waitsIn;

    long offered;
    @Nullable Exchange received;
    @Nullable Worker worker;
    boolean ended;

    Lane(Block block, int index, Group warp) {
        this.block = block;
        this.index = index;
        this.warp = warp;
    }

    /**
     * What the lanes of a warp or a block have told each other.
     *
     * @param values by the lane's number in the group; 0 for lanes that have ended
     * @param mask the first 32 lanes that took part, as bits
     */
    public record Exchange(long[] values, int mask) {}

    /**
     * Returns the lane that the calling thread runs.
     *
     * @throws IllegalStateException if it runs none
     */
    public static Lane current() {
        Lane lane = CURRENT.get();
        if (lane == null) {
            throw new IllegalStateException(
                    "called outside of a kernel: launch the method with io.ringkernel.gpu.Kernels");
        }
        lane.block.launch.checkRunning();
        return lane;
    }

    /** Returns its number in the block. */
    public int index() {
        return index;
    }

    /** Returns its number in its warp. */
    public int inWarp() {
        return index % WARP;
    }

    /** Returns its coordinate in the block: 0 is x. */
    public int thread(int dimension) {
        return block.thread(index, dimension);
    }

    /** Returns the block's coordinate in the grid: 0 is x. */
    public int block(int dimension) {
        return block.coordinate(dimension);
    }

    /** Returns the threads of a block in one dimension. */
    public int blockDim(int dimension) {
        return Block.threads(block.launch.grid, dimension);
    }

    /** Returns the blocks of the grid in one dimension. */
    public int gridDim(int dimension) {
        return Block.blocks(block.launch.grid, dimension);
    }

    /** Returns the number of threads in the block. */
    public int blockThreads() {
        return block.launch.grid.blockThreads();
    }

    /** Waits for all lanes of the warp that have not ended to come to the same operation. */
    public Exchange exchangeInWarp(String operation, long value) {
        return exchange(warp, operation, value);
    }

    /** Waits for all lanes of the block to come to the same operation. */
    public Exchange exchangeInBlock(String operation, long value) {
        return exchange(block.all, operation, value);
    }

    private Exchange exchange(Group group, String operation, long value) {
        waitsIn = operation;
        offered = value;
        group.completeIfAllWait();
        block.pause(this);
        Exchange result = received;
        if (result == null) {
            throw new IllegalStateException("resumed without a result: operation=" + operation);
        }
        received = null;
        return result;
    }

    /** Lets the other lanes of the block that can run do so. */
    public void giveWay() {
        block.resumable.add(this);
        block.pause(this);
    }

    /** Called by each atomic operation: a loop of them that waits for another lane lets it run. */
    public void spin() {
        if (++spins % SPINS == 0) {
            giveWay();
        }
    }

    /** Returns the block's next shared array: the same one for each lane's n-th call. */
    public Object shared(Class<?> element, int length) {
        return block.shared(sharedArrays++, element, length);
    }
}
