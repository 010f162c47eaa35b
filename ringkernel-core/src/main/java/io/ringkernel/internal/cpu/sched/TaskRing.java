package io.ringkernel.internal.cpu.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of tasks that belongs to one carrier. Its owner pushes at the tail; the owner
 * and any number of thieves take from the head, one task or half of what is there.
 *
 * <p>Pushing is wait-free, taking is lock-free: a take is repeated only after another one
 * succeeded. What a thread did before it pushed a task happens-before what the thread that takes it
 * does.
 */
final class TaskRing {

    /*
     * The shape is that of the run queues of Go (runtime/proc.go: runqput, runqget, runqgrab) and Tokio
     * (scheduler/multi_thread/queue.rs): first in first out for everybody, so that the owner's end needs no protocol of
     * its own as in the deque of Chase and Lev ("Dynamic circular work-stealing deque", SPAA 2005). Actors want that
     * order, and a fixed ring needs no growing under thieves.
     *
     * Positions are 64-bit and only grow, so a compare-and-set of the head cannot meet an old value again.
     *
     * Why a thief's read of a slot is good: only the owner writes slots, and it writes position p + capacity only after
     * it saw a head beyond p. A thief reads the slots of h..h+n-1 and then moves the head from h to h+n; if that
     * succeeds, nobody had moved it, so nothing was overwritten. The tail is read (acquire) after the head, so what lies
     * below it is published. A tail that was read late may lie more than a capacity beyond the head that was read
     * early; the compare-and-set would fail, so that case starts anew at once.
     *
     * Empty is exact for the same reason: the head only grows, so a tail that is not beyond an earlier head was not
     * beyond the head at that moment.
     *
     * A taken slot keeps its reference: a thief must not write it (the owner may have used it again, and even for the
     * same task). The owner clears what it takes itself, and the whole ring before it sleeps, so that an idle carrier
     * keeps no dead actor alive.
     *
     * Head and tail are on lines of their own, as are the slots: the indexes below count elements of the arrays.
     */

    /** How many tasks a carrier's ring holds. */
    static final int CAPACITY = 256;

    private static final VarHandle POSITION =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final VarHandle SLOT =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    private static final int HEAD = Padding.LONGS;
    private static final int TAIL = 2 * Padding.LONGS;
    private static final int SLOTS = Padding.REFERENCES;

    private final int mask;
    private final long[] positions = new long[3 * Padding.LONGS];
    private final Object[] slots;

    TaskRing() {
        this(CAPACITY);
    }

    /** Makes an empty ring; the capacity is a power of two. */
    TaskRing(int capacity) {
        assert Integer.bitCount(capacity) == 1 : "capacity=" + capacity;
        mask = capacity - 1;
        slots = new Object[capacity + 2 * Padding.REFERENCES];
    }

    // ---- the owner

    /** Adds a task at the end; returns false if the ring is full. */
    boolean push(Runnable task) {
        long tail = tailPlain();
        if (tail - headAcquire() > mask) {
            return false;
        }
        slotPlain(tail, task);
        tailRelease(tail + 1);
        return true;
    }

    /** Takes the oldest task, or null. */
    @Nullable Runnable pop() {
        long tail = tailPlain();
        while (true) {
            long head = headAcquire();
            if (head == tail) {
                return null;
            }
            Runnable task = slotPlain(head);
            if (headCompareAndSet(head, head + 1)) {
                slotPlain(head, null);
                return task;
            }
        }
    }

    /**
     * Takes the older half of a full ring, to make room.
     *
     * @param into at least half the capacity long
     * @return how many; 0 if it is not full any more
     */
    int popHalf(Runnable[] into) {
        int half = (mask + 1) / 2;
        long head = headAcquire();
        if (tailPlain() - head <= mask) {
            return 0;
        }
        for (int i = 0; i < half; i++) {
            into[i] = slotPlain(head + i);
        }
        return headCompareAndSet(head, head + half) ? half : 0;
    }

    /** Drops the references to tasks taken by others; the ring is empty. */
    void forgetTaken() {
        assert isEmpty();
        Arrays.fill(slots, null);
    }

    // ---- any thread

    /** Takes the oldest task, or null if the ring is empty. */
    @Nullable Runnable poll() {
        while (true) {
            long head = headAcquire();
            if (tailAcquire() <= head) {
                return null;
            }
            Runnable task = slotOpaque(head);
            if (headCompareAndSet(head, head + 1)) {
                return task;
            }
        }
    }

    /**
     * Takes the older half, rounded up, of what is there: returns the newest of it and puts the
     * rest into the caller's own ring, which must have room for half a capacity.
     */
    @Nullable Runnable stealInto(TaskRing mine) {
        long to = mine.tailPlain();
        while (true) {
            long head = headAcquire();
            long size = tailAcquire() - head;
            if (size <= 0) {
                return null;
            }
            if (size > mask + 1) { // the head is old
                continue;
            }
            long count = size - size / 2;
            for (long i = 0; i < count - 1; i++) {
                mine.slotPlain(to + i, slotOpaque(head + i));
            }
            Runnable newest = slotOpaque(head + count - 1);
            if (headCompareAndSet(head, head + count)) {
                if (count > 1) {
                    mine.tailRelease(to + count - 1);
                }
                return newest;
            }
        }
    }

    /** Returns whether nothing is there. */
    boolean isEmpty() {
        long head = headAcquire();
        return tailAcquire() <= head;
    }

    /** Returns how many tasks are there; an estimate while others work on the ring. */
    int size() {
        long head = headAcquire();
        return Math.clamp(tailAcquire() - head, 0, mask + 1);
    }

    // ---- access

    private long headAcquire() {
        return (long) POSITION.getAcquire(positions, HEAD);
    }

    private boolean headCompareAndSet(long expected, long next) {
        return POSITION.compareAndSet(positions, HEAD, expected, next);
    }

    private long tailPlain() {
        return positions[TAIL];
    }

    private long tailAcquire() {
        return (long) POSITION.getAcquire(positions, TAIL);
    }

    private void tailRelease(long tail) {
        POSITION.setRelease(positions, TAIL, tail);
    }

    private Runnable slotPlain(long position) {
        return (Runnable) slots[SLOTS + ((int) position & mask)];
    }

    private void slotPlain(long position, @Nullable Runnable task) {
        slots[SLOTS + ((int) position & mask)] = task;
    }

    private Runnable slotOpaque(long position) {
        return (Runnable) (Object) SLOT.getOpaque(slots, SLOTS + ((int) position & mask));
    }
}
