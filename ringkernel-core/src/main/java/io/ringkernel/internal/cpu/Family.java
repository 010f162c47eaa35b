package io.ringkernel.internal.cpu;

import io.ringkernel.ActorFault;
import io.ringkernel.RestartType;
import io.ringkernel.Supervision;
import io.ringkernel.internal.Ending;
import io.ringkernel.internal.Nanos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The children of one supervisor, and what it does about their failures. Not thread-safe: an actor
 * uses it on its carrier, the guardian under its lock.
 */
final class Family {

    /** What a family needs of its supervisor. */
    interface Host {
        /** Returns the time in nanoseconds. */
        long nanoTime();

        /** Calls {@link Family#resume} after a while. */
        void resumeLater(Restart restart, long nanos);

        /** There were more restarts than the supervision tolerates. */
        void escalate(CpuCell<?, ?> child, @Nullable ActorFault fault);
    }

    private final Host host;
    private final Supervision supervision;
    private final Map<CpuCell<?, ?>, CpuCell<?, ?>> children = new LinkedHashMap<>();
    private final List<Restart> restarts = new ArrayList<>();
    private final Deque<Long> restartTimes = new ArrayDeque<>();
    private boolean ending;

    Family(Host host, Supervision supervision) {
        this.host = host;
        this.supervision = supervision;
    }

    void add(CpuCell<?, ?> child) {
        children.put(child, child);
    }

    boolean contains(CpuCell<?, ?> child) {
        return children.containsKey(child);
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    List<CpuCell<?, ?>> children() {
        return List.copyOf(children.values());
    }

    /** Ends all, last-born first, without waiting. */
    void endAll(Function<CpuCell<?, ?>, Ending> ending) {
        this.ending = true;
        restarts.clear();
        for (CpuCell<?, ?> child : children().reversed()) {
            child.post(new Notice.End(new CompletableFuture<>(), ending.apply(child)));
        }
    }

    /** After all have ended and their supervisor starts again. */
    void reset() {
        ending = false;
        restartTimes.clear();
    }

    void ended(CpuCell<?, ?> child) {
        children.remove(child);
        rests(child);
    }

    void halted(CpuCell<?, ?> child) {
        rests(child);
    }

    /** Decides what becomes of a child that failed, or of one to be restarted that stopped. */
    void failed(CpuCell<?, ?> child, @Nullable ActorFault fault) {
        boolean underWay = restarts.stream().anyMatch(restart -> restart.concerns(child));
        if (ending || underWay || !contains(child)) {
            return;
        }
        if (!tolerated()) {
            host.escalate(child, fault);
            return;
        }
        Restart restart = new Restart(concerned(child), fault);
        restarts.add(restart);
        restart.children().reversed().forEach(each -> each.post(new Notice.Halt()));
    }

    /** Notes a restart; returns whether there were few enough within the window. */
    private boolean tolerated() {
        long now = host.nanoTime();
        long window = Nanos.of(supervision.window());
        while (!restartTimes.isEmpty() && now - restartTimes.getFirst() > window) {
            restartTimes.removeFirst();
        }
        restartTimes.addLast(now);
        return restartTimes.size() <= supervision.maxRestarts();
    }

    private List<CpuCell<?, ?>> concerned(CpuCell<?, ?> failed) {
        return switch (supervision.strategy()) {
            case ONE_FOR_ONE -> List.of(failed);
            case ONE_FOR_ALL -> children();
            case REST_FOR_ONE -> {
                List<CpuCell<?, ?>> all = children();
                yield all.subList(all.indexOf(failed), all.size());
            }
        };
    }

    private void rests(CpuCell<?, ?> child) {
        for (Restart restart : List.copyOf(restarts)) {
            if (restart.rests(child)) {
                long delay = backoffNanos();
                if (delay == 0) {
                    resume(restart);
                } else {
                    host.resumeLater(restart, delay);
                }
            }
        }
    }

    /** Doubles with every restart that is still within the window. */
    private long backoffNanos() {
        long delay = Nanos.of(supervision.minBackoff());
        long most = Nanos.of(supervision.maxBackoff());
        for (int i = 1; i < restartTimes.size() && delay < most; i++) {
            delay = Math.min(delay * 2, most);
        }
        return delay;
    }

    /** Starts the children of a restart again, first-born first; temporary ones end instead. */
    void resume(Restart restart) {
        if (!restarts.remove(restart)) {
            return; // all were ended meanwhile
        }
        for (CpuCell<?, ?> child : restart.children()) {
            if (!contains(child)) {
                continue;
            }
            child.post(
                    child.options().restart() == RestartType.TEMPORARY
                            ? new Notice.GiveUp(restart.fault())
                            : new Notice.Resume(restart.fault()));
        }
    }
}
