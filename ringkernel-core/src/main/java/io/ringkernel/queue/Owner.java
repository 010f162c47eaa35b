package io.ringkernel.queue;

/**
 * Who has claimed a slot, as one word: {@code lap: 16 | process id: 22 | thread id: 26}, the lap
 * being that of the position. Healing asks whether that thread has ended.
 */
final class Owner {

    private static final int THREAD_BITS = 26;
    private static final int PROCESS_BITS = 22;
    private static final int LAP_SHIFT = THREAD_BITS + PROCESS_BITS;
    private static final long THREADS = (1L << THREAD_BITS) - 1;
    private static final long PROCESSES = (1L << PROCESS_BITS) - 1;

    /** All ones: the position was passed over, nobody will commit it. */
    private static final long NOBODY = (1L << LAP_SHIFT) - 1;

    /** No thread has the number 0: one that may live for ever, as far as can be told. */
    private static final long UNKNOWN = 0;

    private static final long PROCESS = ProcessHandle.current().pid();

    private Owner() {}

    /** Returns the word of the calling thread. */
    static long current(long lap) {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        return lap << LAP_SHIFT
                | (PROCESS >= PROCESSES || id >= THREADS || thread.isVirtual()
                        ? UNKNOWN
                        : PROCESS << THREAD_BITS | id);
    }

    /** Returns the word of a position that is passed over. */
    static long nobody(long lap) {
        return lap << LAP_SHIFT | NOBODY;
    }

    /** Returns whether the thread that claimed the slot in this lap has ended for certain. */
    static boolean isGone(long owner, long lap) {
        long who = owner & NOBODY;
        if (owner >>> LAP_SHIFT != lap || who == UNKNOWN || who == NOBODY) {
            return false;
        }
        long process = who >>> THREAD_BITS;
        return process == PROCESS ? !isAlive(who & THREADS) : ProcessHandle.of(process).isEmpty();
    }

    private static boolean isAlive(long id) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup group = root; group != null; group = group.getParent()) {
            root = group;
        }
        Thread[] threads = new Thread[root.activeCount() + 16];
        int found = root.enumerate(threads);
        while (found == threads.length) { // it may have been cut off
            threads = new Thread[2 * threads.length];
            found = root.enumerate(threads);
        }
        for (int i = 0; i < found; i++) {
            if (threads[i].threadId() == id) {
                return threads[i].isAlive();
            }
        }
        return false;
    }
}
