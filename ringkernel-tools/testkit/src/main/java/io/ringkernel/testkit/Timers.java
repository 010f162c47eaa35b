package io.ringkernel.testkit;

import io.ringkernel.spi.CpuScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The virtual time and what is due later. Thread-safe. */
final class Timers {

    private record Due(long at, long number, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Due due && due.number == number;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    private final TreeSet<Due> due = new TreeSet<>();
    private long now;
    private long number;

    synchronized long now() {
        return now;
    }

    synchronized CpuScheduler.Timer add(Runnable action, long delay) {
        long at = now + delay < 0 ? Long.MAX_VALUE : now + delay;
        Due entry = new Due(at, number++, action);
        due.add(entry);
        return () -> remove(entry);
    }

    private synchronized void remove(Due entry) {
        due.remove(entry);
    }

    /**
     * Lets time go on to what is due next, and takes all of it that is due at that moment; if that
     * is after the deadline, then to the deadline, unless there is none.
     */
    synchronized List<Runnable> takeNext(long deadline) {
        List<Runnable> taken = new ArrayList<>();
        if (!due.isEmpty() && due.first().at() <= deadline) {
            now = Math.max(now, due.first().at());
            while (!due.isEmpty() && due.first().at() <= now) {
                taken.add(due.removeFirst().action());
            }
        } else if (deadline != Long.MAX_VALUE) {
            now = Math.max(now, deadline);
        }
        return taken;
    }

    synchronized void clear() {
        due.clear();
    }
}
