package io.ringkernel.internal.cpu.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Room for the one task that a carrier made runnable last and will run next. The owner puts and
 * takes; any other thread may take what it saw there.
 */
final class NextSlot {

    /*
     * Only the owner makes it full, so an owner that finds it empty may store plainly (release); everything that empties
     * it is a compare-and-set or an exchange, as a thief may come at any time.
     */

    private static final VarHandle ELEMENT =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
    private static final int TASK = Padding.REFERENCES;

    private final Object[] padded = new Object[2 * Padding.REFERENCES + 1];

    /** Owner: puts a task; returns the one that was there, or null. */
    @Nullable Runnable put(Runnable task) {
        if (padded[TASK] == null) {
            ELEMENT.setRelease(padded, TASK, (Object) task);
            return null;
        }
        return (Runnable) (Object) ELEMENT.getAndSet(padded, TASK, (Object) task);
    }

    /** Owner: takes the task, or null. */
    @Nullable Runnable take() {
        Object task = padded[TASK];
        return task == null ? null : cleared((Runnable) task);
    }

    /** Others: take the task, or null. */
    @Nullable Runnable steal() {
        Object task = ELEMENT.getAcquire(padded, TASK);
        return task == null ? null : cleared((Runnable) task);
    }

    /** Returns whether no task is there; exact for the owner only if it is empty. */
    boolean isEmpty() {
        return (Object) ELEMENT.getOpaque(padded, TASK) == null;
    }

    private @Nullable Runnable cleared(Runnable task) {
        return ELEMENT.compareAndSet(padded, TASK, (Object) task, (Object) null) ? task : null;
    }
}
