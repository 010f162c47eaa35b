package io.ringkernel.cuda.backend;

import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.LifecycleException;
import io.ringkernel.internal.ActorEndpoint;
import io.ringkernel.internal.Edge;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.Nanos;
import io.ringkernel.internal.ReplyPoller;
import io.ringkernel.internal.RingEdge;
import io.ringkernel.internal.SharedMailbox;
import io.ringkernel.kernels.CommandCode;
import io.ringkernel.kernels.DeviceLayouts;
import io.ringkernel.kernels.DeviceState;
import io.ringkernel.kernels.PoolLayouts;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An actor that shares worker warps with others. Its mailbox and state are in device memory; what
 * goes to it and comes from it shares rings. Lifecycle commands come one at a time, under {@code
 * lifecycle}; what the device sends is handled by whoever holds the ring, in the order in which it
 * was sent.
 */
final class PooledActor<M, R> extends ActorEndpoint<M, R> {

    private static final Logger LOG = LoggerFactory.getLogger(PooledActor.class);
    private static final String RECEIVE = "receive of this or of an actor beside it";
    private static final long TYPE = SlotLayout.HEADER.offset("type");

    /** The device acknowledges in some 10 us; a thread that parks wakes up after 60 at best. */
    private static final long SPIN_NANOS = 50_000;

    private final CudaBackend backend;
    private final Pool pool;
    private final Pool.Place place;
    private final ActorSpec<M, R> spec;
    private final BehaviorTable.Behavior behavior;
    private final PooledMemory memory;
    private final SharedMailbox<M> mailbox;
    private final ReplyRing replies;
    private final ProtocolCodec replyCodec;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final AtomicBoolean expires = new AtomicBoolean();
    private long epoch;

    /** The last acknowledgement: {@code epoch << 8 | state}. */
    private volatile long acknowledged;

    private volatile @Nullable ActorFault fault;

    PooledActor(
            CudaBackend backend,
            Pool pool,
            Pool.Place place,
            ActorSpec<M, R> spec,
            BehaviorTable.Behavior behavior,
            PooledMemory memory) {
        this.backend = backend;
        this.pool = pool;
        this.place = place;
        this.spec = spec;
        this.behavior = behavior;
        this.memory = memory;
        this.mailbox =
                new SharedMailbox<>(
                        spec.name(),
                        pool.route(),
                        place.index(),
                        place.position(),
                        behavior.messages(),
                        spec.options(),
                        backend.environment(),
                        this::tally);
        this.replies = pool.replies(place.index());
        this.replyCodec = behavior.replies();
        this.epoch = place.epoch();
    }

    Pool.Place place() {
        return place;
    }

    // ---- lifecycle

    /** Puts the actor on the device, where it is active at once. */
    void spawn() {
        command(CommandCode.SPAWN, memory.spawnAddress(), ActorState.ACTIVE);
        memory.spawned();
    }

    @Override
    public void activate() {
        lifecycle.lock();
        try {
            requireAlive("activate");
            if (state() == ActorState.QUIESCED) {
                command(CommandCode.ACTIVATE, 0, ActorState.ACTIVE);
            }
            become(ActorState.ACTIVE);
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
                command(CommandCode.QUIESCE, mailbox.tail(), ActorState.QUIESCED);
                become(ActorState.QUIESCED);
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
            if (backend.lost() != null) { // it was given up; only the name is left to free
                state(ActorState.TERMINATED);
                return;
            }
            Ending ending = Ending.terminated(name());
            // What was accepted before either is handled or comes back before the acknowledgement.
            long tail = mailbox.end(ending);
            command(CommandCode.TERMINATE, tail, ActorState.TERMINATED);
            state(ActorState.TERMINATED);
            endAsks(ending);
            pool.release(this, epoch, tail);
            memory.give();
        } finally {
            lifecycle.unlock();
        }
        backend.count();
    }

    /** A fault may come at any time, and is not to be overwritten. */
    private void become(ActorState next) {
        synchronized (memory) {
            if (state().isAlive()) {
                state(next);
            }
        }
    }

    /** Ends the actor on the host alone, after the kernel ended. */
    void abandon(Ending ending, ActorState last) {
        mailbox.end(ending);
        state(last);
        endAsks(ending);
    }

    private void command(CommandCode code, long argument, ActorState expected) {
        backend.requireAlive();
        epoch++;
        CommandWait wait = new CommandWait(backend, this, code);
        long spin = Nanos.deadline(SPIN_NANOS);
        while (!pool.send(code, place.index(), epoch, argument)) {
            wait.pause(RECEIVE);
        }
        while (true) {
            long answer = acknowledged;
            if (DeviceState.epoch(answer) == epoch) {
                if (DeviceState.of(answer) != expected) {
                    throw wait.refused(fault);
                }
                return;
            }
            if (replies.take(Integer.MAX_VALUE) > 0) {
                continue;
            }
            if (fault != null && expected != ActorState.TERMINATED) {
                throw wait.refused(fault);
            }
            if (Nanos.now() < spin) {
                Thread.onSpinWait();
            } else {
                wait.pause(RECEIVE);
            }
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

    // ---- what the device sends

    void take(SlotConsumer slot) {
        int correlation = slot.correlation();
        if ((slot.flags() & PoolLayouts.FLAG_RETURNED) != 0) {
            deadLetter(slot.type(), slot.scratch());
            return;
        }
        switch (slot.type()) {
            case PoolLayouts.TYPE_ACKNOWLEDGED ->
                    acknowledged =
                            slot.scratch().get(ValueLayout.JAVA_LONG, SlotLayout.PAYLOAD_OFFSET);
            case DeviceLayouts.TYPE_FAULT -> fail(behavior.fault(slot.scratch()));
            case DeviceLayouts.TYPE_NO_REPLY -> unanswered(correlation);
            default -> replied(replyCodec, slot);
        }
    }

    private void fail(ActorFault what) {
        LOG.warn("actor failed: actor={}, fault={}", name(), what);
        Ending ending = Ending.failed(name(), what, null);
        synchronized (memory) {
            fault = what;
            if (mailbox.ending() == null) { // else it is being terminated, for that reason
                mailbox.end(ending);
            }
            state(ActorState.FAILED);
        }
        endAsks(ending);
    }

    /** Hands a message that was not handled to the dead letters. */
    void deadLetter(int type, MemorySegment slot) {
        Ending ending = mailbox.ending();
        if (ending == null) {
            throw new IllegalStateException("returned by an actor that has not ended: " + name());
        }
        mailbox.deadLetter(type, slot, ending);
    }

    /** Returns how many messages it has accepted and not handled. */
    int waiting() {
        return mailbox.size();
    }

    /** Hands what is in the mailbox to the dead letters, after the kernel ended. */
    void drain(PooledMailboxes mailboxes) {
        for (long position = mailbox.handled(); position < mailbox.tail(); position++) {
            MemorySegment slot = memory.slot(mailboxes, position);
            if (slot != null) {
                int type = Short.toUnsignedInt(slot.get(ValueLayout.JAVA_SHORT, TYPE));
                if (type != PoolLayouts.TYPE_GIVEN_UP) {
                    deadLetter(type, slot);
                }
            }
        }
    }

    /** Ends asks whose time is up; returns whether any is left. */
    boolean expireAsks(long now) {
        asks().expire(now);
        if (anyAsks()) {
            return true;
        }
        expires.set(false);
        return anyAsks() && expires.compareAndSet(false, true);
    }

    // ---- sending

    @Override
    protected void asked(long deadline) {
        if (!expires.get() && expires.compareAndSet(false, true)) {
            pool.asks(this);
        }
        backend.conductor().wake();
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public ActorProtocol protocol() {
        return spec.protocol();
    }

    @Override
    public int queued() {
        if (!state().isAlive()) {
            return 0;
        }
        try {
            return mailbox.size();
        } catch (IllegalStateException e) { // the runtime was closed since, and its memory is gone
            return 0;
        }
    }

    @Override
    public long queuedBytes() {
        return (long) queued() * spec.options().slotBytes();
    }

    @Override
    protected ActorOptions options() {
        return spec.options();
    }

    @Override
    protected BackendEnvironment environment() {
        return backend.environment();
    }

    @Override
    protected ReplyPoller poller() {
        return replies;
    }

    @Override
    protected boolean send(M message, int correlation) {
        return !(isSheddable() && sheds(mailbox.checked(message)))
                && mailbox.send(message, correlation, 0) >= 0;
    }

    @Override
    protected boolean send(M message, int correlation, Edge<M, R> edge, int accepted) {
        return !sheds(mailbox.checked(message))
                && ((RingEdge<M, R>) edge).send(message, correlation, accepted);
    }

    @Override
    protected Edge<M, R> newEdge(int credits) {
        return new RingEdge<>(this, mailbox, credits);
    }

    @Override
    protected void sendAll(List<? extends M> messages) {
        if (!isSheddable()) {
            mailbox.sendAll(messages);
            return;
        }
        int accepted = 0;
        for (M message : messages) {
            if (!sheds(mailbox.checked(message))) {
                mailbox.send(message, 0, accepted);
            }
            accepted++;
        }
    }

    private boolean isSheddable() {
        return spec.options().sheddable() != null;
    }

    @Override
    protected @Nullable Ending ending() {
        return mailbox.ending();
    }
}
