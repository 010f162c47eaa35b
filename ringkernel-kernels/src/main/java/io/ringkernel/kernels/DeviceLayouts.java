package io.ringkernel.kernels;

import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import io.ringkernel.queue.SlotLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The structures that the persistent kernel shares with the host. Every word has one writer, named
 * here; words of different writers lie on different lines.
 */
public final class DeviceLayouts {

    /** Kernel parameters, passed by value. */
    public static final Struct PARAMS =
            Struct.builder("RkParams")
                    .add("host", Scalar.U64) // RkHost*
                    .add("device", Scalar.U64) // RkDevice*
                    .add("actorHosts", Scalar.U64) // RkActorHost[actors]
                    .add("actors", Scalar.U64) // RkActor[actors]
                    .add("commands", Scalar.U64) // ring of RkCommand
                    .add("generation", Scalar.U64) // of this launch, from 1
                    .add(
                            "leaseNanos",
                            Scalar.U64) // the grid ends itself if the host's heartbeat stands
                    // still for so long
                    .add("heartbeatNanos", Scalar.U64)
                    .add("commandsShift", Scalar.U32)
                    .add("windowSlots", Scalar.U32)
                    .build();

    /**
     * One a runtime, in pinned host memory. Line 0 is written by the host, line 1 by the supervisor
     * block.
     */
    public static final Struct HOST =
            Struct.builder("RkHost")
                    .newLine()
                    .add("stop", Scalar.U64) // the generation that is to end
                    .add("heartbeat", Scalar.U64)
                    .newLine()
                    .add("deviceHeartbeat", Scalar.U64) // generation << 32 | beats
                    .add("stopped", Scalar.U64) // generation << 1 | host lost
                    .build();

    /** One a runtime, in device memory; written by the supervisor block. */
    public static final Struct DEVICE =
            Struct.builder("RkDevice")
                    .newLine()
                    .add("stop", Scalar.U64)
                    .add("hostLost", Scalar.U64)
                    .newLine()
                    .add("commandPosition", Scalar.U64) // kept from launch to launch
                    .build();

    /**
     * One an actor, in pinned host memory. Line 0 is written by the host before SPAWN, line 1 by
     * the actor's block.
     */
    public static final Struct ACTOR_HOST =
            Struct.builder("RkActorHost")
                    .newLine()
                    .add("mailbox", Scalar.U64) // ring, device address
                    .add("replies", Scalar.U64) // ring, device address
                    .add(
                            "geometry",
                            Scalar.U64) // mailbox shift | replies shift << 8 | slot bytes << 16
                    .add("state", Scalar.U64) // device address
                    .add("initialState", Scalar.U64) // device address of pinned host memory
                    .add("kind", Scalar.U64) // behavior | state bytes << 32
                    .newLine()
                    .add("acknowledged", Scalar.U64) // epoch << 8 | state
                    .add("consumed", Scalar.U64) // mailbox position at that acknowledgement
                    .add(
                            "dozing",
                            Scalar.U64) // 0: polls its mailbox; else wants a WAKE with the next
                    // message
                    .build();

    /**
     * One an actor, in device memory. Line 0 is written by the supervisor block, line 1 by the
     * actor's when it leaves.
     */
    public static final Struct ACTOR =
            Struct.builder("RkActor")
                    .newLine()
                    .add("argument", Scalar.U64)
                    .add("command", Scalar.U64) // epoch << 8 | code
                    .add("wakes", Scalar.U64) // counts wake-ups
                    .newLine()
                    .add("status", Scalar.U64)
                    .add("epoch", Scalar.U64)
                    .add("position", Scalar.U64)
                    .add("replyPosition", Scalar.U64)
                    .add("quiesceAt", Scalar.U64)
                    .build();

    /** The payload of a slot in the command ring. */
    public static final Struct COMMAND =
            Struct.builder("RkCommand")
                    .add("epoch", Scalar.U64)
                    .add("argument", Scalar.U64)
                    .add("actor", Scalar.U32)
                    .add("code", Scalar.U32)
                    .build();

    /** The payload of a {@link #TYPE_FAULT} slot in an actor's reply ring. */
    public static final Struct FAULT =
            Struct.builder("RkFault")
                    .add("consumed", Scalar.U64) // mailbox position after the message that failed
                    .add("a", Scalar.I64)
                    .add("b", Scalar.I64)
                    .add("site", Scalar.I32)
                    .build();

    /** Type of a reply slot that reports a fault. */
    public static final int TYPE_FAULT = 0xFF01;

    /** Type of a reply slot that says that the message was handled without an answer. */
    public static final int TYPE_NO_REPLY = 0xFF02;

    private DeviceLayouts() {}

    /** Returns all structures of the runtime, the slot's header included. */
    public static List<Struct> all() {
        return List.of(SlotLayout.HEADER, PARAMS, HOST, DEVICE, ACTOR_HOST, ACTOR, COMMAND, FAULT);
    }

    /**
     * Returns what the device must report for these structures: for each its size, then the offset
     * of each field.
     */
    public static List<Long> expected(Iterable<Struct> structs) {
        List<Long> numbers = new ArrayList<>();
        for (Struct struct : structs) {
            numbers.add(struct.size());
            struct.fields().forEach(field -> numbers.add(field.offset()));
        }
        return numbers;
    }
}
