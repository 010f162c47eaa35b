package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.DeadLetter;
import io.ringkernel.LifecycleException;
import io.ringkernel.RestartType;
import io.ringkernel.Signal;
import io.ringkernel.SupervisionEvent;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.Faults;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An actor on the CPU, as the carrier sees it that runs it: behaviour, life cycle, faults. Used by
 * one carrier at a time; {@link CpuCell} says how one hands it to the next. {@link SimulatedLife},
 * which is loaded only if there is one, is its only subclass.
 */
class CpuLife<M, R> {

    private static final Logger LOG = LoggerFactory.getLogger(CpuLife.class);

    /** Messages that an actor may handle before it lets others run. */
    private static final int BATCH = 256;

    private final CpuCell<M, R> cell;
    private final CpuContext<M, R> context;
    private Actor<M, R> behavior;
    private @Nullable CpuExtras<M, R> extras;
    private volatile @Nullable ActorFault fault;

    /** Handles no messages until it is resumed or ended. */
    private boolean halted;

    /** To be told to the supervisor when the last child has ended. */
    private boolean reportHalt;

    /** Has been told that it stops, and not that it started again. */
    private boolean stopTold;

    private boolean stopRequested;

    CpuLife(
            CpuCell<M, R> cell,
            Actor<M, R> initial,
            @Nullable Supplier<? extends Actor<M, R>> factory) {
        this.cell = cell;
        this.behavior = initial;
        this.context = new CpuContext<>(cell, this);
        ActorOptions options = cell.type().options();
        if (options.restart() != RestartType.TEMPORARY) {
            extras =
                    new CpuExtras<>(
                            cell,
                            factory == null ? Origin.copyOf(initial) : Origin.of(factory),
                            behavior);
        } else if (options.messageId() != null) {
            extras();
        }
    }

    /** What few actors need; made when the first of it is. */
    CpuExtras<M, R> extras() {
        CpuExtras<M, R> made = extras;
        if (made == null) {
            made = new CpuExtras<>(cell, null, behavior);
            extras = made;
        }
        return made;
    }

    // ---- the turn

    /** Does what there is to do, up to a batch of messages; returns whether there is more. */
    boolean turn() {
        if (cell.hasNotices()) {
            takeNotices();
        }
        boolean more = handles() ? handleBatch() : cell.ending() != null && drain();
        if (holds()) {
            extras().outbox().flush();
            more |= handles();
        }
        if (cell.hasNotices()) {
            cell.answerHeartbeats(); // in this turn, or the next one would answer for it
            return true;
        }
        return more;
    }

    /** Returns whether it handles messages now. */
    boolean handles() {
        return !halted
                && cell.state() == ActorState.ACTIVE
                && cell.ending() == null
                && (extras == null || !extras.blocked());
    }

    private boolean handleBatch() {
        MessageQueue queue = cell.queue();
        int most = messagesPerTurn();
        for (int i = 0; i < most; i++) {
            Object entry = extras == null ? null : extras.nextAhead();
            if (entry == null) {
                entry = queue.poll();
            }
            if (entry == null) {
                return false;
            }
            handle(entry);
            if (extras != null) {
                afterMessage(extras);
            }
            if (stopRequested) {
                stopNow();
            }
            if (cell.hasNotices()) {
                takeNotices();
            }
            if (!handles()) {
                return cell.ending() != null && drain();
            }
        }
        return queue.hasClaimed() || (extras != null && extras.hasAhead());
    }

    private void afterMessage(CpuExtras<M, R> present) {
        if (present.quiesceLeft() > 0 && present.oneLess() == 0) {
            quiesced(present);
        }
    }

    int messagesPerTurn() {
        return BATCH;
    }

    // ---- messages and signals

    private void handle(Object entry) {
        if (entry instanceof Asked asked) {
            try {
                handle(asked.message(), asked);
            } finally {
                asked.settled();
            }
        } else {
            handle(entry, null);
        }
    }

    @SuppressWarnings("unchecked") // checked when it was sent
    private void handle(Object message, @Nullable Asked asked) {
        if (extras != null) {
            extras.messageCame();
        }
        if (extras != null && !extras.isNew(message)) {
            cell.dead(message, DeadLetter.Reason.DUPLICATE);
            context.open(message, asked);
        } else {
            context.open(message, asked);
            try {
                receive((M) message);
            } catch (Throwable e) {
                context.close();
                fail(e, asked);
                return;
            }
        }
        if (!context.close() && asked != null) {
            asked.origin().askUnanswered(asked.correlation());
        }
    }

    void receive(M message) {
        behavior.receive(message, context);
    }

    /** A message that passed by the mailbox: of a timer, or from the actor itself. */
    void handleOrKeep(Object message) {
        if (handles()) {
            handle(message, null);
        } else {
            extras().keepAhead(message);
        }
    }

    private void signal(Signal signal) {
        context.open(signal, null);
        try {
            behavior.signal(signal, context);
            context.close();
        } catch (Throwable e) {
            context.close();
            if (signal instanceof Signal.Stopping) {
                LOG.warn("actor failed while it stopped: actor={}", cell.name(), e);
            } else {
                fail(e, null);
            }
        }
    }

    /** Tells it once: it may rest before a restart that turns out to be an end. */
    private void tellStopping() {
        if (!stopTold) {
            stopTold = true;
            signal(new Signal.Stopping());
        }
    }

    // ---- notices

    private void takeNotices() {
        for (CpuCell.Chain<Notice> link = cell.takeNotices(); link != null; link = link.next()) {
            take(link.item());
            if (stopRequested) {
                stopNow();
            }
        }
    }

    private void take(Notice notice) {
        switch (notice) {
            case Notice.Command command -> {
                if (!command.done().isDone()) {
                    obey(command);
                }
            }
            case Notice.Watch watch -> watched(watch.watcher());
            case Notice.Unwatch unwatch -> extras().watchers().remove(unwatch.watcher());
            case Notice.Ended ended -> {
                if (extras().watched().remove(ended.actor()) && cell.ending() == null) {
                    signal(new Signal.Terminated(ended.actor(), ended.fault()));
                }
            }
            case Notice.Stalled stalled -> stalled(stalled.actor(), stalled.where());
            case Notice.Beat beat -> answer(beat.heartbeat());
            case Notice.ChildFailed failed ->
                    extras().family().failed(failed.child(), failed.fault());
            case Notice.ChildHalted rests -> extras().family().halted(rests.child());
            case Notice.ChildEnded ended -> childEnded(ended.child());
            case Notice.BackoffOver over -> extras().family().resume(over.restart());
            case Notice.Halt _ -> halt();
            case Notice.Resume resume -> resume(resume.fault());
            case Notice.GiveUp giveUp -> giveUp(giveUp.fault());
            case Notice.Called called -> {
                extras().outbox().called();
                called.mailbox().came();
            }
            case Notice.Overdue _ -> extras().outbox().overdue();
            case Notice.Credit _ -> extras().outbox().called();
            case Notice.Shrink shrink -> shrink(shrink);
            case Notice.Due due -> extras().timers().due(due, this::handleOrKeep);
            case Notice.Idle idle -> {
                if (handles() && extras().timers().isIdle(idle)) {
                    signal(new Signal.ReceiveTimeout());
                }
            }
            case Notice.Deliver deliver -> deliver(deliver.message());
            case Notice.Run run -> run(run.action());
        }
    }

    private void deliver(Object message) {
        if (cell.ending() == null) {
            handleOrKeep(message);
        } else {
            cell.dead(message, cell.ending().reason());
        }
    }

    /** The mailbox gives back what it does not need, and so do the children's. */
    private void shrink(Notice.Shrink notice) {
        cell.queue().trim();
        if (extras != null && extras.hasChildren()) {
            extras.family().children().forEach(child -> child.post(notice));
        }
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            fail(e, null);
        }
    }

    private void obey(Notice.Command command) {
        switch (command) {
            case Notice.End end -> beginEnd(end);
            case Notice.Activate _ -> {
                if (cell.ending() != null || cell.state() == ActorState.RESTARTING) {
                    command.done().completeExceptionally(refusal("activate"));
                } else {
                    cell.show(ActorState.ACTIVE);
                    if (extras != null) {
                        extras.cancelQuiesce();
                    }
                    command.done().complete(null);
                }
            }
            case Notice.Quiesce quiesce -> {
                if (cell.state() == ActorState.QUIESCED) {
                    quiesce.done().complete(null);
                } else if (cell.state() != ActorState.ACTIVE || cell.ending() != null) {
                    quiesce.done().completeExceptionally(refusal("quiesce"));
                } else {
                    extras().quiesce(quiesce);
                    if (extras().quiesceLeft() == 0) {
                        quiesced(extras());
                    }
                }
            }
        }
    }

    private void quiesced(CpuExtras<M, R> present) {
        cell.show(ActorState.QUIESCED);
        present.acknowledgeQuiesce();
    }

    LifecycleException refusal(String command) {
        return new LifecycleException(
                command
                        + " refused: actor="
                        + cell.name()
                        + ", state="
                        + cell.state()
                        + (fault == null ? "" : ", fault=" + fault));
    }

    // ---- stalls

    /** The watchdog, while the handler does not return. */
    void stalled(ActorFault where) {
        CpuExtras<M, R> present = extras; // made before the handler was found here, or missed
        cell.backend().record(cell, SupervisionEvent.Kind.STALLED, where, restarts());
        if (present != null) {
            Notice notice = new Notice.Stalled(cell, where);
            present.watchers().forEach(watcher -> watcher.post(notice));
        }
    }

    /** The handler has returned, or thrown. */
    void recovered() {
        cell.backend().record(cell, SupervisionEvent.Kind.RECOVERED, null, restarts());
        if (extras != null) {
            Notice notice = new Notice.Stalled(cell, null);
            extras.watchers().forEach(watcher -> watcher.post(notice));
        }
    }

    private void stalled(CpuCell<?, ?> actor, @Nullable ActorFault where) {
        if (cell.ending() == null && !halted && extras().watched().contains(actor)) {
            signal(where == null ? new Signal.Recovered(actor) : new Signal.Stalled(actor, where));
        }
    }

    private void answer(Heartbeat heartbeat) {
        heartbeat.answer();
        ActorFault late = heartbeat.failure();
        if (late != null && !halted && cell.ending() == null) {
            LOG.warn("actor failed: actor={}, fault={}", cell.name(), late);
            failed(late, null);
        }
    }

    // ---- faults and restarts

    private void fail(Throwable thrown, @Nullable Asked asked) {
        cell.answerHeartbeats();
        ActorFault what = Faults.of(thrown, cell.type().actorClass());
        LOG.warn("actor failed: actor={}, fault={}", cell.name(), what, thrown);
        failed(what, thrown);
        if (asked != null) {
            asked.origin()
                    .askEnded(
                            asked.correlation(),
                            new ActorFailedException(cell.name(), what, thrown));
        }
    }

    private void failed(ActorFault what, @Nullable Throwable thrown) {
        fault = what;
        cell.backend().record(cell, SupervisionEvent.Kind.FAILED, what, restarts());
        if (cell.ending() != null) {
            return;
        }
        if (cell.type().options().restart() == RestartType.TEMPORARY) {
            cell.backend().record(cell, SupervisionEvent.Kind.ENDED, what, restarts());
            end(Ending.failed(cell.name(), what, thrown), ActorState.FAILED, null);
        } else {
            askSupervisor(what);
        }
    }

    private void askSupervisor(@Nullable ActorFault what) {
        halted = true;
        cell.show(ActorState.RESTARTING);
        refuseQuiesce();
        cell.supervisor().childFailed(cell, what);
    }

    /** A child failed too often: this actor's own fault from here on. */
    void escalated(CpuCell<?, ?> child, @Nullable ActorFault what) {
        ActorFault cause =
                what != null
                        ? what
                        : new ActorFault(
                                LifecycleException.class.getName(),
                                "permanent actor stopped: actor=" + child.name(),
                                child.type().actorClass().getName(),
                                "receive",
                                -1);
        cell.backend().record(cell, SupervisionEvent.Kind.ESCALATED, cause, restarts());
        child.post(new Notice.GiveUp(cause));
        failed(cause, null);
    }

    private void halt() {
        if (cell.ending() != null) {
            if (hasEnded()) { // failed for good, and kept its name
                cell.supervisor().childHalted(cell);
            }
            return; // else its end is what the supervisor hears of
        }
        halted = true;
        cell.show(ActorState.RESTARTING);
        refuseQuiesce();
        tellStopping();
        if (extras != null) {
            extras.timers().cancelAll();
            extras.unwatchAll();
        }
        reportHalt = true;
        endChildren();
    }

    private void resume(@Nullable ActorFault cause) {
        if (cell.ending() != null) {
            return;
        }
        CpuExtras<M, R> present = extras();
        try {
            behavior = present.restarted();
        } catch (Throwable e) {
            fail(e, null);
            return;
        }
        halted = false;
        stopTold = false;
        cell.show(ActorState.ACTIVE);
        cell.backend().record(cell, SupervisionEvent.Kind.RESTARTED, cause, restarts());
        signal(new Signal.Restarted(cause));
    }

    private void giveUp(@Nullable ActorFault cause) {
        if (cell.ending() != null) {
            return;
        }
        cell.backend().record(cell, SupervisionEvent.Kind.ENDED, cause, restarts());
        if (cause == null) {
            end(Ending.terminated(cell), ActorState.TERMINATED, null);
        } else {
            fault = cause;
            end(Ending.failed(cell.name(), cause, null), ActorState.FAILED, null);
        }
    }

    private int restarts() {
        return extras == null ? 0 : extras.restarts();
    }

    private void refuseQuiesce() {
        if (extras != null && extras.isQuiescing()) {
            extras.refuseQuiesce(refusal("quiesce"));
        }
    }

    // ---- the end

    void requestStop() {
        stopRequested = true;
    }

    private void stopNow() {
        stopRequested = false;
        if (cell.ending() != null || halted) {
            return;
        }
        if (cell.type().options().restart() == RestartType.PERMANENT) {
            askSupervisor(null);
        } else {
            end(Ending.terminated(cell), ActorState.TERMINATED, null);
        }
    }

    private void beginEnd(Notice.End command) {
        if (extras == null || !extras.isEnding()) { // abandoned or not
            end(command.ending(), ActorState.TERMINATED, command);
            return;
        }
        if (cell.state() == ActorState.FAILED && hasEnded()) { // from failed to terminated
            cell.endSending(command.ending());
            cell.show(ActorState.TERMINATED);
            if (keepsName(ActorState.FAILED)) {
                letGo();
            }
            command.done().complete(null);
            return;
        }
        if (hasEnded()) {
            command.done().complete(null);
        } else {
            extras().endCommand(command);
        }
    }

    /** Ends the actor; {@code last} is its state when all is done. */
    private void end(Ending why, ActorState last, Notice.@Nullable End command) {
        refuseQuiesce();
        CpuExtras<M, R> present = extras();
        present.beginEnd(last, command);
        if (last == ActorState.FAILED) {
            cell.show(ActorState.FAILED);
        }
        cell.endSending(why);
        tellStopping();
        present.timers().cancelAll();
        present.unwatchAll();
        endChildren();
    }

    private void endChildren() {
        if (extras != null && extras.hasChildren()) {
            extras.family().endAll(this::endingOfChildren);
        } else {
            childless();
        }
    }

    private Ending endingOfChildren(CpuCell<?, ?> child) {
        Ending own = cell.ending();
        return own != null && own.reason() == DeadLetter.Reason.RUNTIME_CLOSED
                ? Ending.closed(child)
                : Ending.terminated(child);
    }

    private void childEnded(CpuCell<?, ?> child) {
        extras().family().ended(child);
        if (!extras().hasChildren()) {
            childless();
        }
    }

    private void childless() {
        if (reportHalt && cell.ending() == null) {
            reportHalt = false;
            extras().family().reset();
            cell.supervisor().childHalted(cell);
        }
    }

    private boolean hasEnded() {
        return extras != null && extras.ended();
    }

    /**
     * Hands what is left to the dead letters; returns whether some of it is still being stored, so
     * that it must run again.
     */
    private boolean drain() {
        if (hasEnded()) {
            return false;
        }
        Ending why = cell.ending();
        CpuExtras<M, R> present = extras();
        if (why == null || !present.isEnding()) {
            return false; // abandoned: the runtime has gone
        }
        MessageQueue queue = cell.queue();
        present.drainAhead(entry -> cell.undelivered(entry, why.reason(), why.error().get()));
        if (present.holds()) {
            present.outbox().giveUp();
        }
        for (Object entry = queue.poll(); entry != null; entry = queue.poll()) {
            cell.undelivered(entry, why.reason(), why.error().get());
        }
        if (queue.hasClaimed()) {
            return true;
        }
        if (!present.hasChildren()) {
            finish(present);
        }
        return false;
    }

    private void finish(CpuExtras<M, R> present) {
        cell.queue().discard();
        ActorState last = present.finish();
        if (last == ActorState.TERMINATED) {
            cell.show(ActorState.TERMINATED);
        }
        if (keepsName(last)) {
            cell.supervisor().childHalted(cell); // siblings may wait for it
        } else {
            letGo();
        }
        present.watchers().forEach(watcher -> watcher.post(new Notice.Ended(cell, fault)));
        present.watchers().clear();
        present.endCommands().forEach(this::beginEnd);
    }

    /** Returns whether an actor that ended so is known until somebody terminates it. */
    private boolean keepsName(ActorState last) {
        return last == ActorState.FAILED && cell.supervisor() instanceof Guardian;
    }

    private void letGo() {
        cell.backend().ended(cell); // first: its parent's end says that its name is free
        cell.supervisor().childEnded(cell);
    }

    private void watched(CpuCell<?, ?> watcher) {
        if (hasEnded()) {
            watcher.post(new Notice.Ended(cell, fault));
        } else {
            extras().watchers().add(watcher);
        }
    }

    // ---- for the context

    Actor<M, R> behavior() {
        return behavior;
    }

    void become(Actor<M, R> next) {
        extras(); // remembers what was spawned
        behavior = next;
    }

    CpuContext<M, R> context() {
        return context;
    }

    // ---- for senders that run on this actor's carrier

    /** Returns whether messages of this actor wait for room. */
    boolean holds() {
        return extras != null && extras.holds();
    }

    void hold(CpuCell<?, ?> target, Object entry) {
        extras().outbox().hold(target, entry);
    }
}
