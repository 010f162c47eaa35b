package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorState;
import io.ringkernel.LifecycleException;
import io.ringkernel.internal.ActorEndpoint;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.Faults;
import io.ringkernel.internal.ReplyPoller;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.spi.ActorSpec;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An actor on the CPU. Its {@link #run} is on at most one carrier at a time ({@link RunState});
 * everything but sending happens there: messages, commands, faults and the draining of an ended
 * mailbox.
 */
final class CpuCell<M, R> extends ActorEndpoint<M, R> implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CpuCell.class);

    /** Messages that an actor may handle before it lets others run. */
    private static final int BATCH = 256;

    private final CpuBackend backend;
    private final Actor<M, R> actor;
    private final SlotConsumer consumer;
    private final CpuContext<R> context;
    private final RunState runState = new RunState();
    private final CommandGate gate;

    /* Written by the carrier only. */
    private long finalTail = -1;
    private @Nullable Ending ending;
    private volatile @Nullable ActorFault fault;

    CpuCell(
            CpuBackend backend,
            ActorSpec<M, R> spec,
            CpuMemory memory,
            ProtocolCodec messages,
            ProtocolCodec replies) {
        super(spec, backend.environment(), memory.producer(), messages, ReplyPoller.NONE);
        this.backend = backend;
        this.actor = spec.initial();
        this.consumer = memory.consumer();
        this.context = new CpuContext<>(spec.name(), replies, memory.replyScratch(), this::replied);
        this.gate =
                new CommandGate(
                        spec.name(),
                        backend.environment().options().commandTimeout(),
                        this::schedule);
    }

    // ---- any thread

    @Override
    public void activate() {
        requireNotTerminated("activate");
        gate.send("activate", Command.Activate::new);
    }

    @Override
    public void quiesce() {
        requireNotTerminated("quiesce");
        long barrier = mailbox().producer().tail();
        gate.send("quiesce", done -> new Command.Quiesce(done, barrier));
    }

    @Override
    public void terminate() {
        if (state() != ActorState.TERMINATED) {
            gate.send("terminate", done -> new Command.End(done, Ending.terminated(name())));
            backend.forget(this);
        }
    }

    private void requireNotTerminated(String command) {
        if (state() == ActorState.TERMINATED) {
            throw refusal(command);
        }
    }

    /**
     * Starts the actor's end without waiting for it; the future completes when its mailbox is
     * drained.
     */
    CompletableFuture<Void> shutDown() {
        return gate.post(done -> new Command.End(done, Ending.closed(name())));
    }

    /** Ends sending and asks of an actor whose {@code receive} does not return. */
    void abandon() {
        end(Ending.closed(name()), ActorState.TERMINATED);
    }

    /** Ends the asks whose time is up. */
    void expireAsks(long now) {
        asks().expire(now);
    }

    /** Returns whether any ask waits. */
    boolean hasAsks() {
        return asks().outstanding() > 0;
    }

    @Override
    protected void committed() {
        if (state() == ActorState.ACTIVE) {
            schedule();
        }
    }

    @Override
    protected void asked() {
        backend.timer().watch(this);
    }

    private void schedule() {
        if (runState.tryStart()) {
            backend.execute(this);
        }
    }

    // ---- the carrier

    @Override
    public void run() {
        boolean more = runOnce();
        if (more) {
            backend.execute(this); // behind the others that wait
            return;
        }
        long head = consumer.head();
        runState.idle();
        if (hasWork(head)) {
            schedule();
        }
    }

    /**
     * Reads what producers and commanders wrote before they found the actor scheduled; see {@link
     * RunState}.
     */
    private boolean hasWork(long head) {
        if (gate.isPending()) {
            return true;
        }
        boolean polling = state() == ActorState.ACTIVE;
        return polling && mailbox().producer().tail() != head;
    }

    /** Returns whether there is more to do at once. */
    private boolean runOnce() {
        Command command = gate.pending();
        if (command != null && ending == null) {
            begin(command);
        }
        if (ending == null && state() == ActorState.ACTIVE) {
            boolean more =
                    command instanceof Command.Quiesce quiesce
                            ? handleUntil(quiesce)
                            : handleBatch(Long.MAX_VALUE);
            if (ending == null) {
                return more;
            }
        }
        return ending != null && drain();
    }

    private void begin(Command command) {
        switch (command) {
            case Command.Activate activate -> {
                state(ActorState.ACTIVE);
                gate.acknowledge(activate);
            }
            case Command.Quiesce quiesce -> {
                if (state() == ActorState.QUIESCED) {
                    gate.acknowledge(quiesce);
                } else if (state() != ActorState.ACTIVE) {
                    gate.refuse(quiesce, refusal("quiesce"));
                }
            }
            case Command.End end -> {
                ending = end.ending();
                finalTail = end(end.ending(), null);
            }
        }
    }

    /**
     * Handles what was accepted before the command, in batches; returns whether there is more of
     * it.
     */
    private boolean handleUntil(Command.Quiesce quiesce) {
        handleBatch(quiesce.barrier());
        if (ending != null || consumer.head() < quiesce.barrier()) {
            return true;
        }
        state(ActorState.QUIESCED);
        gate.acknowledge(quiesce);
        return false;
    }

    /** Handles messages before the barrier, at most a batch; returns whether it was a full one. */
    private boolean handleBatch(long barrier) {
        int handled = 0;
        while (handled < BATCH && ending == null && consumer.head() < barrier && consumer.poll()) {
            handle();
            handled++;
        }
        consumer.publishHead();
        return handled == BATCH;
    }

    @SuppressWarnings("unchecked") // what was encoded as M is decoded as M
    private void handle() {
        int correlation = consumer.correlation();
        try {
            M message = (M) decode();
            context.open(correlation);
            actor.receive(message, context);
            if (!context.close()) {
                unanswered(correlation);
            }
        } catch (Throwable e) {
            context.close();
            fail(e);
        }
    }

    private Object decode() {
        return mailbox()
                .codec()
                .decode(consumer.type(), consumer.scratch(), SlotLayout.PAYLOAD_OFFSET);
    }

    private void fail(Throwable thrown) {
        ActorFault what = Faults.of(thrown, actor.getClass());
        LOG.warn("actor failed: actor={}, fault={}", name(), what, thrown);
        Ending failed = Ending.failed(name(), what, thrown);
        fault = what;
        ending = failed;
        finalTail = end(failed, ActorState.FAILED);
    }

    /**
     * Hands what is left to the dead letters; returns whether claimed slots are still to be
     * committed.
     */
    private boolean drain() {
        Ending reason = Objects.requireNonNull(ending, "drained after an end only");
        while (consumer.head() < finalTail && consumer.poll()) {
            drainOne(reason);
        }
        consumer.publishHead();
        if (consumer.head() < finalTail) {
            return true;
        }
        ended(gate.pending());
        return false;
    }

    private void drainOne(Ending reason) {
        try {
            mailbox().deadLetter(decode(), reason);
        } catch (
                RuntimeException
                        e) { // only a record whose constructor refuses what it once accepted
            LOG.error(
                    "message lost, its record cannot be made again: actor={}, type={}",
                    name(),
                    consumer.type(),
                    e);
        }
    }

    /** Answers a command that finds the mailbox drained. */
    private void ended(@Nullable Command command) {
        switch (command) {
            case Command.End end -> {
                if (state()
                        == ActorState
                                .FAILED) { // its ending may change once more: from failed to closed
                    end(end.ending(), null);
                }
                state(ActorState.TERMINATED);
                gate.acknowledge(end);
            }
            case Command.Activate activate -> gate.refuse(activate, refusal("activate"));
            case Command.Quiesce quiesce -> gate.refuse(quiesce, refusal("quiesce"));
            case null -> {}
        }
    }

    private LifecycleException refusal(String command) {
        return new LifecycleException(
                command
                        + " refused: actor="
                        + name()
                        + ", state="
                        + state()
                        + (fault == null ? "" : ", fault=" + fault));
    }
}
