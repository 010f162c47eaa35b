package io.ringkernel.kernels;

import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import java.util.List;

/**
 * The structures of pooled actors, which share worker warps: what {@link DeviceLayouts} is to
 * pinned ones. Messages and commands come through rings that all actors share, and what they send
 * leaves through shared rings.
 */
public final class PoolLayouts {

    /** Parameters of the pool's kernel, passed by value. */
    public static final Struct PARAMS =
            Struct.builder("RkPoolParams")
                    .add("device", Scalar.U64) // RkDevice*
                    .add("actors", Scalar.U64) // RkPooled[]
                    .add("handled", Scalar.U64) // u64[], pinned: how many messages of each actor
                    .add("rings", Scalar.U64) // rings from the host, ringBytes apart
                    .add("ringBytes", Scalar.U64)
                    .add("replies", Scalar.U64) // rings to the host, replyBytes apart
                    .add("replyBytes", Scalar.U64)
                    .add("ringStates", Scalar.U64) // RkPoolRing[]
                    .add("queues", Scalar.U64) // RkRunQueue[workers + 1], the last for overflow
                    .add("cells", Scalar.U64) // of all queues, one after the other
                    .add("generation", Scalar.U64) // of this launch
                    .add("ringCount", Scalar.U32)
                    .add("ringShift", Scalar.U32)
                    .add("replyCount", Scalar.U32) // a power of two, at most ringCount
                    .add("replyShift", Scalar.U32)
                    .add("slotBytes", Scalar.U32)
                    .add("workers", Scalar.U32) // blocks
                    .add("cellShift", Scalar.U32)
                    .add("overflowShift", Scalar.U32)
                    .build();

    /**
     * One an actor, in device memory: a line. Feeders write the words up to {@code command}, the
     * worker that runs the actor those from {@code head} on, both {@code scheduled}.
     */
    public static final Struct POOLED =
            Struct.builder("RkPooled")
                    .newLine()
                    .add("mailbox", Scalar.U64)
                    .add("state", Scalar.U64)
                    .add("kind", Scalar.U64) // behavior | state bytes << 32
                    .add("geometry", Scalar.U64) // mailbox shift | slot bytes << 8
                    .add("argument", Scalar.U64)
                    .add("command", Scalar.U64) // epoch << 8 | code
                    .add("scheduled", Scalar.U64) // 1: in a run queue, or run by a worker
                    .add("head", Scalar.U64) // position of the next message; never reset
                    .add("status", Scalar.U64)
                    .add("limit", Scalar.U64) // position where a quiesce or the end takes effect
                    .add("epoch", Scalar.U64) // of the last command obeyed
                    .build();

    /** One a ring, in device memory; kept from launch to launch. */
    public static final Struct RING =
            Struct.builder("RkPoolRing")
                    .newLine()
                    .add("position", Scalar.U64) // the feeder's
                    .add("replyHead", Scalar.U64) // what the feeder last saw the host had read
                    .newLine()
                    .add("replyTail", Scalar.U64) // reserved by workers
                    .build();

    /** The ends of a queue of actors that have something to do, in device memory. */
    public static final Struct QUEUE =
            Struct.builder("RkRunQueue")
                    .newLine()
                    .add("tail", Scalar.U64)
                    .newLine()
                    .add("head", Scalar.U64)
                    .build();

    /** What SPAWN's argument points to in pinned memory; the image of the state follows it. */
    public static final Struct SPAWN =
            Struct.builder("RkPoolSpawn")
                    .add("mailbox", Scalar.U64)
                    .add("state", Scalar.U64)
                    .add("kind", Scalar.U64)
                    .add("geometry", Scalar.U64)
                    .build();

    /** Type of a slot from the host that holds an {@code RkCommand}. */
    public static final int TYPE_COMMAND = 0xFF03;

    /** Type of a slot to the host that acknowledges a command: {@code epoch << 8 | state}. */
    public static final int TYPE_ACKNOWLEDGED = 0xFF04;

    /**
     * Type of a slot from the host that has an actor and a position and no message: its record
     * could not be encoded.
     */
    public static final int TYPE_GIVEN_UP = 0xFF05;

    /** Flag of a slot to the host that holds a message which an ended actor did not handle. */
    public static final int FLAG_RETURNED = 1;

    /** Threads of a block. */
    public static final int BLOCK_THREADS = 128;

    private static final int WARPS = BLOCK_THREADS / KernelSource.WARP_THREADS;
    private static final int FEEDER_BYTES = 128 * 64;
    private static final int ORDER_BYTES = 64;

    private PoolLayouts() {}

    /** Returns all structures of the pool. */
    public static List<Struct> all() {
        return List.of(PARAMS, POOLED, RING, QUEUE, SPAWN);
    }

    /** Returns the blocks of feeders that drain so many rings. */
    public static int feederBlocks(int rings) {
        return (rings + WARPS - 1) / WARPS;
    }

    /** Returns the dynamic shared memory of a block whose slots have so many bytes. */
    public static int sharedBytes(int slotBytes) {
        int outbox = KernelSource.WARP_THREADS * slotBytes + ORDER_BYTES;
        return WARPS * Math.max(FEEDER_BYTES, outbox);
    }
}
