package io.ringkernel.cuda.backend;

import io.ringkernel.RuntimeOptions;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaStream;
import io.ringkernel.cuda.DeviceMemory;
import io.ringkernel.internal.SharedMailbox;
import io.ringkernel.kernels.CommandCode;
import io.ringkernel.kernels.DeviceLayouts;
import io.ringkernel.kernels.PoolLayouts;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.Struct;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pooled actors of a runtime share: rings to and from the device, run queues, and the
 * numbers by which both sides know the actors. Thread-safe.
 *
 * <pre>
 *   pinned: | handled, a word for each actor | rings to the device | rings from it | staging |
 *   device: | RkPooled for each actor | states of the rings | run queues | their cells |
 * </pre>
 */
final class Pool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);
    private static final int RINGS = 16;
    private static final int RING_SLOTS = 8192;
    private static final int REPLY_RINGS = 4;
    private static final int REPLY_SLOTS = 8192;
    private static final int CELL_SHIFT = 10;

    /** What is copied at once from the device to find the messages in mailboxes. */
    private static final int STAGING_BYTES = 1 << 20;

    private static final long EPOCH = DeviceLayouts.COMMAND.offset("epoch");
    private static final long ARGUMENT = DeviceLayouts.COMMAND.offset("argument");
    private static final long ACTOR = DeviceLayouts.COMMAND.offset("actor");
    private static final long CODE = DeviceLayouts.COMMAND.offset("code");

    private final int maxPooled;
    private final int slotBytes;
    private final int workers;
    private final PinnedHeap.Block block;
    private final PinnedHeap.Block staging;
    private final DeviceMemory device;
    private final long ringBytes;
    private final long replyBytes;
    private final long ringsAt;
    private final long repliesAt;
    private final List<SlotProducer> rings = new ArrayList<>();
    private final List<ReplyRing> replies = new ArrayList<>();
    private final SharedMailbox.Route route;
    private final AtomicReferenceArray<@Nullable PooledActor<?, ?>> actors;
    private final Queue<PooledActor<?, ?>> askers = new ConcurrentLinkedQueue<>();

    /* Guarded by this: the numbers that are free, and where the next actor of each goes on. */
    private final int[] free;
    private int freeCount;
    private final long[] epochs;
    private final long[] positions;

    /** A number that is free, with the epoch and the position from which its next actor goes on. */
    record Place(int index, long epoch, long position) {}

    /** Allocates; no kernel may be on the device. */
    Pool(CudaContext context, PinnedHeap pinned, RuntimeOptions options) {
        maxPooled = options.maxPooled();
        slotBytes = options.pooledSlotBytes();
        workers = context.device().multiprocessors() - PoolLayouts.feederBlocks(RINGS);
        ringBytes = SlotRing.bytes(RING_SLOTS, slotBytes);
        replyBytes = SlotRing.bytes(REPLY_SLOTS, slotBytes);
        ringsAt = handledBytes(options);
        repliesAt = ringsAt + RINGS * ringBytes;
        long stagingAt = repliesAt + REPLY_RINGS * replyBytes;
        block = pinned.take(stagingAt);
        staging = pinned.take(STAGING_BYTES);
        for (int i = 0; i < RINGS; i++) {
            MemorySegment memory = block.memory().asSlice(ringsAt + i * ringBytes, ringBytes);
            rings.add(new SlotProducer(SlotRing.create(memory, RING_SLOTS, slotBytes)));
        }
        for (int i = 0; i < REPLY_RINGS; i++) {
            MemorySegment memory = block.memory().asSlice(repliesAt + i * replyBytes, replyBytes);
            SlotRing ring = SlotRing.create(memory, REPLY_SLOTS, slotBytes);
            ReplyRing replyRing = new ReplyRing(new SlotConsumer(ring, scratch()));
            replyRing.handler(this::take);
            replies.add(replyRing);
        }
        route =
                new SharedMailbox.Route(
                        rings,
                        block.memory().asSlice(0, (long) maxPooled * Long.BYTES),
                        PoolLayouts.TYPE_GIVEN_UP);
        actors = new AtomicReferenceArray<>(maxPooled);
        free = new int[maxPooled];
        epochs = new long[maxPooled];
        positions = new long[maxPooled];
        for (int i = maxPooled - 1; i >= 0; i--) {
            free[freeCount++] = i;
        }
        device = DeviceMemory.allocate(context, cellsAt() + 8 * (cells(workers) + overflowCells()));
    }

    /** Returns the pinned memory that it takes, with what its parts are rounded up by. */
    static long pinnedBytes(RuntimeOptions options) {
        return handledBytes(options)
                + RINGS * SlotRing.bytes(RING_SLOTS, options.pooledSlotBytes())
                + REPLY_RINGS * SlotRing.bytes(REPLY_SLOTS, options.pooledSlotBytes())
                + CacheLine.BYTES
                + STAGING_BYTES;
    }

    private static long handledBytes(RuntimeOptions options) {
        return CacheLine.roundUp((long) options.maxPooled() * Long.BYTES, CacheLine.BYTES);
    }

    /** Makes everything on the device empty; before the first launch. */
    void clear(CudaStream stream) {
        device.zero(stream);
    }

    private MemorySegment scratch() {
        return Arena.ofAuto().allocate(slotBytes, CacheLine.BYTES);
    }

    // ---- the device's view

    int blocks() {
        return PoolLayouts.feederBlocks(RINGS) + workers;
    }

    int sharedBytes() {
        return PoolLayouts.sharedBytes(slotBytes);
    }

    private long ringStatesAt() {
        return maxPooled * PoolLayouts.POOLED.size();
    }

    private long queuesAt() {
        return ringStatesAt() + RINGS * PoolLayouts.RING.size();
    }

    private long cellsAt() {
        return queuesAt() + (workers + 1) * PoolLayouts.QUEUE.size();
    }

    private static long cells(int queues) {
        return (long) queues << CELL_SHIFT;
    }

    private int overflowShift() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(maxPooled - 1);
    }

    private long overflowCells() {
        return 1L << overflowShift();
    }

    /**
     * Returns the kernel's parameters.
     *
     * @param runtime the address of {@code RkDevice}
     */
    MemorySegment parameters(Arena arena, long runtime, long generation) {
        Struct layout = PoolLayouts.PARAMS;
        MemorySegment params = arena.allocate(layout.size(), layout.alignment());
        put(params, "device", runtime);
        put(params, "actors", device.pointer());
        put(params, "handled", block.address());
        put(params, "rings", block.address() + ringsAt);
        put(params, "ringBytes", ringBytes);
        put(params, "replies", block.address() + repliesAt);
        put(params, "replyBytes", replyBytes);
        put(params, "ringStates", device.pointer() + ringStatesAt());
        put(params, "queues", device.pointer() + queuesAt());
        put(params, "cells", device.pointer() + cellsAt());
        put(params, "generation", generation);
        put(params, "ringCount", RINGS);
        put(params, "ringShift", rings.getFirst().ring().shift());
        put(params, "replyCount", REPLY_RINGS);
        put(params, "replyShift", Integer.numberOfTrailingZeros(REPLY_SLOTS));
        put(params, "slotBytes", slotBytes);
        put(params, "workers", workers);
        put(params, "cellShift", CELL_SHIFT);
        put(params, "overflowShift", overflowShift());
        return params;
    }

    private static void put(MemorySegment params, String field, long value) {
        params.set(ValueLayout.JAVA_LONG, PoolLayouts.PARAMS.offset(field), value);
    }

    private static void put(MemorySegment params, String field, int value) {
        params.set(ValueLayout.JAVA_INT, PoolLayouts.PARAMS.offset(field), value);
    }

    // ---- actors

    int slotBytes() {
        return slotBytes;
    }

    SharedMailbox.Route route() {
        return route;
    }

    /** Takes a number for an actor; null if none is free. */
    synchronized @Nullable Place take() {
        if (freeCount == 0) {
            return null;
        }
        int index = free[--freeCount];
        return new Place(index, epochs[index], positions[index]);
    }

    /** Makes an actor known by its number. */
    void add(PooledActor<?, ?> actor) {
        actors.set(actor.place().index(), actor);
    }

    /** Gives a number back that the device never heard of. */
    synchronized void give(Place place) {
        free[freeCount++] = place.index();
    }

    /** Gives the number of an actor back after the device acknowledged its end. */
    void release(PooledActor<?, ?> actor, long epoch, long position) {
        int index = actor.place().index();
        actors.set(index, null);
        synchronized (this) {
            epochs[index] = epoch;
            positions[index] = position;
            free[freeCount++] = index;
        }
    }

    /** Calls for every actor. */
    void forEach(Consumer<PooledActor<?, ?>> action) {
        for (int i = 0; i < maxPooled; i++) {
            PooledActor<?, ?> actor = actors.get(i);
            if (actor != null) {
                action.accept(actor);
            }
        }
    }

    /** Sends a command; false if the actor's ring is full. */
    boolean send(CommandCode code, int actor, long epoch, long argument) {
        SlotProducer ring = rings.get(actor & RINGS - 1);
        long position = ring.claim();
        if (position < 0) {
            return false;
        }
        MemorySegment memory = ring.memory();
        long payload = ring.payloadOffset(position);
        memory.set(ValueLayout.JAVA_LONG, payload + EPOCH, epoch);
        memory.set(ValueLayout.JAVA_LONG, payload + ARGUMENT, argument);
        memory.set(ValueLayout.JAVA_INT, payload + ACTOR, actor);
        memory.set(ValueLayout.JAVA_INT, payload + CODE, code.code());
        ring.commit(position, PoolLayouts.TYPE_COMMAND, 0, actor, 0, 0);
        return true;
    }

    // ---- what comes back

    /** Returns the ring through which the device sends what this actor sends. */
    ReplyRing replies(int actor) {
        return replies.get(actor & REPLY_RINGS - 1);
    }

    /** Takes what the device has sent, from rings that no asker takes care of; returns how many. */
    int takeReplies(int limit) {
        int taken = 0;
        for (ReplyRing ring : replies) {
            if (!ring.isHelped()) {
                taken += ring.take(limit);
            }
        }
        return taken;
    }

    private void take(SlotConsumer slot) {
        PooledActor<?, ?> actor = actors.get(slot.sender());
        if (actor == null) {
            LOG.error("a reply of no actor: index={}, type={}", slot.sender(), slot.type());
            return;
        }
        try {
            actor.take(slot);
        } catch (RuntimeException e) {
            LOG.error("a reply was lost: actor={}, type={}", actor.name(), slot.type(), e);
        }
    }

    /** Takes note that an actor has asks that may expire. */
    void asks(PooledActor<?, ?> actor) {
        askers.add(actor);
    }

    boolean hasAsks() {
        return !askers.isEmpty();
    }

    /** Ends the asks whose time is up. Called by the conductor. */
    void expireAsks(long now) {
        int count = askers.size();
        for (int i = 0; i < count; i++) {
            PooledActor<?, ?> actor = askers.poll();
            if (actor != null && actor.expireAsks(now)) {
                askers.add(actor);
            }
        }
    }

    // ---- the end

    /**
     * Ends every actor on the host alone, after the kernel ended: what they did not handle goes to
     * the dead letters.
     *
     * @param stream to read the mailboxes through; null if the device is lost
     * @param states the memory in which the mailboxes lie
     */
    void abandon(Consumer<PooledActor<?, ?>> end, @Nullable CudaStream stream, DeviceHeap states) {
        replies.forEach(ring -> ring.take(Integer.MAX_VALUE));
        forEach(end);
        int[] underWay = new int[maxPooled];
        rings.forEach(ring -> drain(ring, underWay));
        PooledMailboxes mailboxes =
                stream == null ? null : new PooledMailboxes(states, staging, stream);
        long[] unread = {0};
        forEach(actor -> {
            if (mailboxes != null) {
                actor.drain(mailboxes);
            } else {
                unread[0] += actor.waiting() - underWay[actor.place().index()];
            }
        });
        if (unread[0] > 0) {
            LOG.error(
                    "messages were lost with the device, in mailboxes of pooled actors: messages={}",
                    unread[0]);
        }
    }

    /** Hands what the device has not fetched to the dead letters. */
    private void drain(SlotProducer ring, int[] underWay) {
        long tail = ring.close();
        SlotConsumer left = new SlotConsumer(ring.ring(), scratch());
        LateSenders late = new LateSenders();
        while (left.head() < tail) {
            if (left.poll()) {
                late = new LateSenders();
                PooledActor<?, ?> actor = actors.get(left.target());
                if (actor != null && left.type() < PoolLayouts.TYPE_COMMAND) {
                    underWay[left.target()]++;
                    actor.deadLetter(left.type(), left.scratch());
                }
            } else if (left.head() < tail && !late.mayCome()) {
                LOG.error(
                        "a sender claimed a slot and has not written it: slots={}",
                        tail - left.head());
                return;
            }
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
