package io.ringkernel.cuda.backend;

import io.ringkernel.kernels.CommandCode;
import io.ringkernel.kernels.DeviceLayouts;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where host and grid talk about everything but messages: the runtime's words, the ring of commands
 * and a pair of lines for each actor, all in pinned memory. Thread-safe: each word has one writer,
 * and commands are claimed.
 */
final class Control {

    private static final int COMMAND_SLOTS = 1024;
    private static final int COMMAND_SLOT_BYTES = 64;

    private static final long STOP = DeviceLayouts.HOST.offset("stop");
    private static final long HEARTBEAT = DeviceLayouts.HOST.offset("heartbeat");
    private static final long DEVICE_HEARTBEAT = DeviceLayouts.HOST.offset("deviceHeartbeat");
    private static final long STOPPED = DeviceLayouts.HOST.offset("stopped");
    private static final long ACKNOWLEDGED = DeviceLayouts.ACTOR_HOST.offset("acknowledged");
    private static final long CONSUMED = DeviceLayouts.ACTOR_HOST.offset("consumed");
    private static final long DOZING = DeviceLayouts.ACTOR_HOST.offset("dozing");
    private static final long EPOCH = DeviceLayouts.COMMAND.offset("epoch");
    private static final long ARGUMENT = DeviceLayouts.COMMAND.offset("argument");
    private static final long ACTOR = DeviceLayouts.COMMAND.offset("actor");
    private static final long CODE = DeviceLayouts.COMMAND.offset("code");
    private static final long ACTOR_BYTES = DeviceLayouts.ACTOR_HOST.size();

    private final MemorySegment host;
    private final MemorySegment actors;
    private final SlotProducer commands;
    private final long hostAddress;
    private final long actorsAddress;
    private final long commandsAddress;

    /** Lays itself over a block of {@link #bytes}. */
    Control(PinnedHeap.Block block, int maxActors) {
        MemorySegment all = block.memory();
        long actorsAt = DeviceLayouts.HOST.size();
        long commandsAt = actorsAt + maxActors * ACTOR_BYTES;
        host = all.asSlice(0, DeviceLayouts.HOST.size());
        actors = all.asSlice(actorsAt, maxActors * ACTOR_BYTES);
        SlotRing ring =
                SlotRing.create(
                        all.asSlice(commandsAt, SlotRing.bytes(COMMAND_SLOTS, COMMAND_SLOT_BYTES)),
                        COMMAND_SLOTS,
                        COMMAND_SLOT_BYTES);
        commands = new SlotProducer(ring);
        hostAddress = block.address();
        actorsAddress = hostAddress + actorsAt;
        commandsAddress = hostAddress + commandsAt;
    }

    /** Returns the bytes that the control structures take. */
    static long bytes(int maxActors) {
        return DeviceLayouts.HOST.size()
                + maxActors * ACTOR_BYTES
                + SlotRing.bytes(COMMAND_SLOTS, COMMAND_SLOT_BYTES);
    }

    long hostAddress() {
        return hostAddress;
    }

    long actorsAddress() {
        return actorsAddress;
    }

    long commandsAddress() {
        return commandsAddress;
    }

    int commandsShift() {
        return commands.ring().shift();
    }

    /** Tells the launch of this generation to end. */
    void stop(long generation) {
        Words.release(host, STOP, generation);
    }

    /**
     * Returns what the supervisor wrote when it ended: {@code generation << 1 | hostLost}; 0
     * before.
     */
    long stopped() {
        return Words.acquire(host, STOPPED);
    }

    void beat(long count) {
        Words.release(host, HEARTBEAT, count);
    }

    /** Returns the supervisor's last beat, {@code generation << 32 | count}. */
    long deviceHeartbeat() {
        return Words.acquire(host, DEVICE_HEARTBEAT);
    }

    /** Returns the lines of an actor's block. */
    MemorySegment actor(int index) {
        return actors.asSlice(index * ACTOR_BYTES, ACTOR_BYTES);
    }

    static long acknowledged(MemorySegment actor) {
        return Words.acquire(actor, ACKNOWLEDGED);
    }

    static long consumed(MemorySegment actor) {
        return Words.acquire(actor, CONSUMED);
    }

    /** Returns 0 while the actor's block polls its mailbox, else a number for this doze. */
    static long dozing(MemorySegment actor) {
        return Words.opaque(actor, DOZING);
    }

    /**
     * Sends a command; false if the ring is full, as it is when the supervisor no longer takes any.
     */
    boolean send(CommandCode code, int actor, long epoch, long argument) {
        long position = commands.claim();
        if (position < 0) {
            return false;
        }
        MemorySegment memory = commands.memory();
        long payload = commands.payloadOffset(position);
        memory.set(ValueLayout.JAVA_LONG, payload + EPOCH, epoch);
        memory.set(ValueLayout.JAVA_LONG, payload + ARGUMENT, argument);
        memory.set(ValueLayout.JAVA_INT, payload + ACTOR, actor);
        memory.set(ValueLayout.JAVA_INT, payload + CODE, code.code());
        commands.commit(position, code.code(), 0);
        return true;
    }
}
