package io.ringkernel.spi;

import io.ringkernel.ActorRef;

/**
 * A scheduler without threads and with a clock of its own: tasks run on the threads that wait for
 * what they do, one at a time, and time goes on only while no task can run. What an actor does is
 * shown to it, so that it can record it, interrupt it and make it fail. For test kits.
 */
public interface SimulatedScheduler extends CpuScheduler {

    /**
     * Helps a thread that waits: runs one task or, if none can run, lets time go on to the next
     * timer and runs that. May be called from a task.
     *
     * @param deadline when the wait ends, as {@link #nanoTime} counts
     * @return false if nothing more happens until the deadline, which is now
     */
    boolean help(long deadline);

    /** Has code of the user's run soon, as a task: a listener, or what depends on a reply. */
    void callBack(Runnable action);

    /** Returns how many messages the actor whose turn begins may handle in it; at least 1. */
    int messagesPerTurn();

    /**
     * Takes note that a message is about to be put into a mailbox. Other tasks may run meanwhile.
     *
     * @return false if the mailbox is to be found full
     */
    boolean sending(ActorRef<?, ?> receiver, Object message);

    /** Takes note that an actor begins to handle a message; what it throws is a fault of it. */
    void handling(ActorRef<?, ?> actor, Object message);

    /** Takes note that an actor has handled a message; what it throws is a fault of it. */
    void handled(ActorRef<?, ?> actor, Object message);
}
