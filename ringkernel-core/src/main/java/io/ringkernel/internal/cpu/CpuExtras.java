package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorState;
import io.ringkernel.LifecycleException;
import io.ringkernel.internal.Ending;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of an actor's life that few of a large population need: children, watchers, timers,
 * messages put aside, commands under way. Confined to the carrier that runs the actor.
 */
final class CpuExtras<M, R> implements Family.Host {

    private static final int NO_QUIESCE = -1;

    private final CpuCell<M, R> cell;
    private final Actor<M, R> spawned;
    private @Nullable Origin<M, R> origin;
    private @Nullable Family family;
    private @Nullable Outbox outbox;
    private @Nullable CpuTimers timers;
    private @Nullable RecentIds recentIds;

    /* Also read by the watchdog; in the order of their coming, so that a simulation repeats. */
    private final Set<CpuCell<?, ?>> watchers = Collections.synchronizedSet(new LinkedHashSet<>());

    private final Set<CpuCell<?, ?>> watched = new LinkedHashSet<>();
    private final Deque<Object> ahead = new ArrayDeque<>();
    private final Deque<Object> stash = new ArrayDeque<>();
    private final List<Notice.End> endCommands = new ArrayList<>();
    private Notice.@Nullable Quiesce quiesce;
    private int quiesceLeft = NO_QUIESCE;
    private int restarts;
    private long nameless;
    private @Nullable ActorState last;
    private boolean ended;

    /**
     * Makes the extras.
     *
     * @param origin of the instance for a restart; null if there is to be none
     */
    CpuExtras(CpuCell<M, R> cell, @Nullable Origin<M, R> origin, Actor<M, R> spawned) {
        this.cell = cell;
        this.origin = origin;
        this.spawned = spawned;
        ToLongFunction<Object> id = cell.type().options().messageId();
        if (id != null) {
            recentIds = new RecentIds(id, cell.type().options().messageIds());
        }
    }

    // ---- restarts

    Actor<M, R> spawned() {
        return spawned;
    }

    /** Makes what the actor begins with again. */
    Actor<M, R> restarted() {
        restarts++;
        ahead.addAll(stash);
        stash.clear();
        return Objects.requireNonNull(origin, "only actors that may be restarted are").make();
    }

    int restarts() {
        return restarts;
    }

    void snapshot(Actor<M, R> actor) {
        Origin<M, R> copy = Origin.copyOf(actor);
        if (cell.type().options().restartFromSnapshot()) {
            origin = copy;
        }
    }

    // ---- children

    Family family() {
        Family made = family;
        if (made == null) {
            made = new Family(this, cell.type().options().supervision());
            family = made;
        }
        return made;
    }

    boolean hasChildren() {
        return family != null && !family.isEmpty();
    }

    long nextNameless() {
        return ++nameless;
    }

    @Override
    public long nanoTime() {
        return cell.backend().scheduler().nanoTime();
    }

    @Override
    public void resumeLater(Restart restart, long nanos) {
        cell.backend()
                .scheduler()
                .schedule(() -> cell.post(new Notice.BackoffOver(restart)), nanos);
    }

    @Override
    public void escalate(CpuCell<?, ?> child, @Nullable ActorFault fault) {
        cell.life().escalated(child, fault);
    }

    // ---- watching

    Set<CpuCell<?, ?>> watchers() {
        return watchers;
    }

    Set<CpuCell<?, ?>> watched() {
        return watched;
    }

    void unwatchAll() {
        watched.forEach(actor -> actor.post(new Notice.Unwatch(cell)));
        watched.clear();
    }

    // ---- messages that come before those in the mailbox

    @Nullable Object nextAhead() {
        return ahead.pollFirst();
    }

    boolean hasAhead() {
        return !ahead.isEmpty();
    }

    void keepAhead(Object entry) {
        ahead.addLast(entry);
    }

    void stash(Object entry) {
        int most = cell.type().options().mailboxCapacity();
        if (stash.size() == most) {
            throw new IllegalStateException(
                    "too many messages put aside: actor=" + cell.name() + ", stash=" + most);
        }
        stash.addLast(entry);
    }

    /** Before what is ahead already: they came earlier. */
    void unstashAll() {
        while (!stash.isEmpty()) {
            ahead.addFirst(stash.removeLast());
        }
    }

    void drainAhead(Consumer<Object> entries) {
        unstashAll();
        for (Object entry = ahead.pollFirst(); entry != null; entry = ahead.pollFirst()) {
            entries.accept(entry);
        }
    }

    /** Returns whether the message's id has not been seen lately. */
    boolean isNew(Object message) {
        return recentIds == null || recentIds.add(message);
    }

    // ---- timers, and messages that wait for room elsewhere

    CpuTimers timers() {
        CpuTimers made = timers;
        if (made == null) {
            made = new CpuTimers(cell);
            timers = made;
        }
        return made;
    }

    /** Notes a message, for the receive timeout. */
    void messageCame() {
        if (timers != null) {
            timers.messageCame();
        }
    }

    Outbox outbox() {
        Outbox made = outbox;
        if (made == null) {
            made = new Outbox(cell);
            outbox = made;
        }
        return made;
    }

    boolean holds() {
        return outbox != null && !outbox.isEmpty();
    }

    boolean blocked() {
        return outbox != null && outbox.blocks();
    }

    // ---- quiescing

    /** What is in the mailbox now was accepted before, or not much later. */
    void quiesce(Notice.Quiesce command) {
        quiesce = command;
        quiesceLeft = cell.queue().size() + ahead.size();
    }

    /** Returns how many messages are still to be handled; negative if it does not quiesce. */
    int quiesceLeft() {
        return quiesceLeft;
    }

    int oneLess() {
        return --quiesceLeft;
    }

    void acknowledgeQuiesce() {
        Notice.Quiesce command = quiesce;
        cancelQuiesce();
        if (command != null) {
            command.done().complete(null);
        }
    }

    boolean isQuiescing() {
        return quiesce != null;
    }

    void refuseQuiesce(LifecycleException reason) {
        Notice.Quiesce command = quiesce;
        cancelQuiesce();
        if (command != null) {
            command.done().completeExceptionally(reason);
        }
    }

    void cancelQuiesce() {
        quiesce = null;
        quiesceLeft = NO_QUIESCE;
    }

    // ---- the end

    /** The end begins; {@code state} is what it leads to. */
    void beginEnd(ActorState state, Notice.@Nullable End command) {
        last = state;
        if (command != null) {
            endCommands.add(command);
        }
    }

    void endCommand(Notice.End command) {
        endCommands.add(command);
    }

    boolean isEnding() {
        return last != null;
    }

    boolean ended() {
        return ended;
    }

    /** Ends; returns the last state. */
    ActorState finish() {
        ended = true;
        return Objects.requireNonNull(last, "an end begins before it is over");
    }

    /** Takes the commands that wait for the end. */
    List<Notice.End> endCommands() {
        List<Notice.End> waiting = List.copyOf(endCommands);
        endCommands.clear();
        return waiting;
    }

    /** Returns what messages are told that wait for room when this actor ends. */
    @Nullable Ending ending() {
        return cell.ending();
    }
}
