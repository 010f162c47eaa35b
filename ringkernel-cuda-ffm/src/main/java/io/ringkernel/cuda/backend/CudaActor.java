package io.ringkernel.cuda.backend;

import io.ringkernel.ActorFault;
import io.ringkernel.ActorState;
import io.ringkernel.LifecycleException;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.RingEndpoint;
import io.ringkernel.kernels.CommandCode;
import io.ringkernel.kernels.DeviceLayouts;
import io.ringkernel.kernels.DeviceState;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.spi.ActorSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An actor that owns a block of the persistent kernel. Messages go straight into its mailbox; the
 * rest of its life on the host is here. Lifecycle commands come one at a time, under {@code
 * lifecycle}; replies and faults are handled by whoever holds the reply ring.
 */
final class CudaActor<M, R> extends RingEndpoint<M, R> {

    private static final Logger LOG = LoggerFactory.getLogger(CudaActor.class);
    private static final long CONSUMED =
            SlotLayout.PAYLOAD_OFFSET + DeviceLayouts.FAULT.offset("consumed");
    private static final String RECEIVE = "receive";
    private static final int ALL_REPLIES = Integer.MAX_VALUE;

    private final CudaBackend backend;
    private final BehaviorTable.Behavior behavior;
    private final int index;
    private final ActorMemory memory;
    private final MemorySegment lines;
    private final ReplyRing replies;
    private final ProtocolCodec replyCodec;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final AtomicLong woken = new AtomicLong();
    private long epoch;
    private volatile @Nullable ActorFault fault;
    private volatile boolean memoryInUse;

    CudaActor(
            CudaBackend backend,
            ActorSpec<M, R> spec,
            BehaviorTable.Behavior behavior,
            int index,
            long epoch,
            ActorMemory memory,
            ReplyRing replies) {
        super(spec, backend.environment(), memory.producer(), behavior.messages(), replies);
        this.backend = backend;
        this.behavior = behavior;
        this.index = index;
        this.epoch = epoch;
        this.memory = memory;
        this.lines = backend.control().actor(index);
        this.replies = replies;
        this.replyCodec = behavior.replies();
        replies.handler(this::take);
    }

    // ---- lifecycle

    /** Puts the actor on the device. */
    void spawn() {
        memory.configure(lines, behavior.id());
        command(CommandCode.SPAWN, 0, ActorState.SPAWNED);
    }

    @Override
    public void activate() {
        lifecycle.lock();
        try {
            requireAlive("activate");
            if (state() != ActorState.ACTIVE) {
                command(CommandCode.ACTIVATE, 0, ActorState.ACTIVE);
                state(ActorState.ACTIVE);
            }
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public void quiesce() {
        lifecycle.lock();
        try {
            requireAlive("quiesce");
            if (state() == ActorState.SPAWNED) {
                throw refusal("quiesce");
            }
            if (state() != ActorState.QUIESCED) {
                command(CommandCode.QUIESCE, mailbox().producer().tail(), ActorState.QUIESCED);
                state(ActorState.QUIESCED);
            }
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public void terminate() {
        lifecycle.lock();
        try {
            if (state() == ActorState.TERMINATED) {
                return;
            }
            if (backend.lost()
                    != null) { // it was given up with the device; only the name is left to free
                state(ActorState.TERMINATED);
                return;
            }
            boolean drained = state() == ActorState.FAILED;
            command(CommandCode.TERMINATE, 0, ActorState.TERMINATED);
            takeReplies(ALL_REPLIES);
            // A fault may have come with the last replies: then it has drained the mailbox.
            Ending ending = Ending.terminated(name());
            long tail = end(ending, ActorState.TERMINATED);
            if (!drained && fault == null) {
                drain(Control.consumed(lines), tail, ending);
            }
            backend.release(this);
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Ends the actor on the host alone, after the kernel ended: what it did not handle goes to the
     * dead letters.
     */
    void abandon(Ending ending, ActorState last) {
        takeReplies(ALL_REPLIES);
        boolean drained = !state().isAlive();
        long tail = end(ending, last);
        if (!drained) {
            drain(memory.mailboxHead(), tail, ending);
        }
    }

    /** Gives its memory back, unless a sender may still be writing to it. */
    void free() {
        if (!memoryInUse) {
            memory.give();
        }
    }

    CudaBackend backend() {
        return backend;
    }

    int index() {
        return index;
    }

    /** Returns the epoch of the last command, from which the next actor in this block goes on. */
    long epoch() {
        return epoch;
    }

    private void command(CommandCode code, long argument, ActorState expected) {
        backend.requireAlive();
        epoch++;
        CommandWait wait = new CommandWait(backend, this, code);
        while (!backend.control().send(code, index, epoch, argument)) {
            wait.pause(RECEIVE);
        }
        while (true) {
            long acknowledged = Control.acknowledged(lines);
            if (DeviceState.epoch(acknowledged) == epoch) {
                if (DeviceState.of(acknowledged) != expected) {
                    takeReplies(ALL_REPLIES);
                    throw wait.refused(fault);
                }
                return;
            }
            takeReplies(ALL_REPLIES);
            if (fault != null && expected != ActorState.TERMINATED) {
                throw wait.refused(fault);
            }
            wait.pause(RECEIVE);
        }
    }

    private void requireAlive(String command) {
        if (!state().isAlive()) {
            throw refusal(command);
        }
    }

    private LifecycleException refusal(String command) {
        return CommandWait.refusal(command, this, fault);
    }

    // ---- sending

    /**
     * The block polls the mailbox itself, unless it dozes after a long idle time: then the first
     * sender wakes it.
     */
    @Override
    protected void committed() {
        long doze = Control.dozing(lines);
        if (doze != 0) {
            wake(doze);
        }
    }

    private void wake(long doze) {
        long before = woken.get();
        if (before != doze && woken.compareAndSet(before, doze)) {
            // If the ring of commands is full, the block finds the message when its doze ends by
            // itself.
            boolean sent = backend.control().send(CommandCode.WAKE, index, 0, 0);
            LOG.trace("wake-up: actor={}, sent={}", name(), sent);
        }
    }

    @Override
    protected void asked(long deadline) {
        backend.conductor().wake();
    }

    // ---- replies

    boolean hasAsks() {
        return anyAsks();
    }

    boolean isHelped() {
        return replies.isHelped();
    }

    boolean wasBusy() {
        return replies.wasBusy();
    }

    void expireAsks(long now) {
        asks().expire(now);
    }

    int takeReplies(int limit) {
        return replies.take(limit);
    }

    private void take(SlotConsumer slot) {
        int correlation = slot.correlation();
        switch (slot.type()) {
            case DeviceLayouts.TYPE_FAULT -> fail(slot.scratch());
            case DeviceLayouts.TYPE_NO_REPLY -> unanswered(correlation);
            default -> replied(replyCodec, slot);
        }
    }

    private void fail(MemorySegment report) {
        ActorFault what = behavior.fault(report);
        LOG.warn("actor failed: actor={}, fault={}", name(), what);
        fault = what;
        Ending ending = Ending.failed(name(), what, null);
        long tail = end(ending, ActorState.FAILED);
        drain(report.get(ValueLayout.JAVA_LONG, CONSUMED), tail, ending);
    }

    /**
     * Hands the messages from {@code head} to {@code tail} to the dead letters; late senders get a
     * bounded time.
     */
    private void drain(long head, long tail, Ending ending) {
        SlotConsumer left = memory.leftovers(head);
        LateSenders late = new LateSenders();
        while (left.head() < tail) {
            if (left.poll()) {
                mailbox().deadLetter(left.type(), left.scratch(), ending);
            } else if (left.head() < tail && !late.mayCome()) {
                memoryInUse = true;
                LOG.error(
                        "a sender claimed a slot and has not written it; its memory stays taken: actor={}, slots={}",
                        name(),
                        tail - left.head());
                return;
            }
        }
    }
}
